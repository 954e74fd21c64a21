"""What is said of keys that changed, were lost or stolen, and of a station that moves to another computer."""

from station_desk.wording import N
from station_desk.wording.sentences import Sentences

_NOTHING_TAKEN = N("没有收进任何内容，本机的数据没有动。")
_SAME_KEYS = N("认的钥匙没有变，数据没有动。")

SENTENCES: dict[str, Sentences] = {
    "bundle_key_changed": Sentences(
        N("“{office}”换了钥匙，是用原来的钥匙签过字换的。"),
        N("已自动认了新钥匙。原来的指纹：{old}"),
        N("下次通电话时核对一下新指纹：{new}"),
    ),
    "bundle_key_revoked": Sentences(
        N("文件“{file}”是用“{office}”已作废的钥匙签的。"),
        _NOTHING_TAKEN,
        N("打电话问“{office}”：这个文件是谁给的。作废的钥匙签的文件一律不收。"),
    ),
    "bundle_key_old": Sentences(
        N("文件“{file}”是“{office}”换钥匙以后，还用旧钥匙签的。"),
        _NOTHING_TAKEN,
        N(
            "请对方在换过钥匙的电脑上重新导出。它退回了换之前的旧库，就请它再换一次钥匙，当面核对后认下。"
            "它说没有导出过，就请它报旧钥匙被偷。"
        ),
    ),
    "bundle_key_person": Sentences(
        N("“{office}”说原来的钥匙被偷了，换了新钥匙。新钥匙要由人来认。"),
        N("没有收进任何内容。从现在起，旧钥匙签的文件一律不收。"),
        N("请当面或在电话里核对新指纹，再在“钥匙”里选“认它的新钥匙”，然后重新收这个文件。"),
    ),
    "bundle_key_unknown": Sentences(
        N("文件“{file}”自称来自“{office}”，签字的钥匙却不是认下的那一把。"),
        _NOTHING_TAKEN,
        N("打电话问“{office}”是不是换了电脑。是的话，请它给新的钥匙文件，当面核对指纹后认下；不是就不要收。"),
    ),
    "receiver_key_revoked": Sentences(
        N("“{office}”的钥匙已经作废，还没有认新的。"),
        N("没有写任何文件，记录都在本机。"),
        N("先拿到它的新钥匙文件，核对指纹后认下，再导出。"),
    ),
    "own_key_lost": Sentences(
        N("“{office}”已认下本单位的新钥匙。"),
        N("原来的钥匙作废，指纹是：{old}"),
        N("不用做什么。如果不是本单位换的钥匙，马上给“{office}”打电话。"),
    ),
    "own_key_stolen": Sentences(
        N("“{office}”说本单位原来的钥匙被偷，已作废。"),
        N("作废的钥匙指纹是：{old}"),
        N("如果本机用的还是这把钥匙，请换钥匙，把新的钥匙文件交给“{office}”。"),
    ),
    "key_stranger": Sentences(
        N("这是“{office}”的钥匙，本机不认识这个单位。"),
        _SAME_KEYS,
        N("第一次认识一个单位，请在收发页打开它的身份文件。"),
    ),
    "key_same": Sentences(
        N("这个文件里没有“{office}”的新钥匙。"),
        _SAME_KEYS,
        N("如果它确实换过，请它在换过以后重新导出钥匙文件。"),
    ),
    "key_left": Sentences(
        N("这把钥匙是“{office}”以前用过、已经换掉或作废的。"),
        _SAME_KEYS,
        N("请“{office}”给现在用的钥匙文件。"),
    ),
    "key_paper_group": Sentences(
        N("钥匙纸的第 {group} 组抄错了或者漏了。"),
        N("什么也没有写。"),
        N("照纸上把第 {group} 组再看一遍，每组 4 位数字。"),
    ),
    "key_paper_none": Sentences(
        N("本单位的钥匙是旧版程序做的，印不成钥匙纸。"),
        N("钥匙照常能用，数据没有动。"),
        N("先换一次钥匙，再打印钥匙纸。"),
    ),
    "moved_away": Sentences(
        N("本单位在 {day} 已搬到另一台电脑（{where}），这台只能看。"),
        N("这里的数据都在，没有动。"),
        N("请到新电脑上写。新电脑没有接上的话，在这台上选“不搬了，还在这台用”。"),
    ),
    "move_file_other": Sentences(
        N("文件“{file}”不是搬家文件。"),
        N("没有写任何东西。"),
        N("请选旧电脑上“搬到另一台电脑”写出的文件；普通备份请用“从备份恢复”。"),
    ),
    "move_home_there": Sentences(
        N("这台电脑上已经有一个库（{folder}）。"),
        N("那个库没有动，搬家文件也没有动。"),
        N("请在没有库的电脑上接过来，或者先把那个文件夹改名。"),
    ),
    "move_not": Sentences(
        N("这台电脑没有搬走过。"),
        N("什么也没有变。"),
        N("直接用就行。"),
    ),
}
