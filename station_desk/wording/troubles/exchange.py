"""What is said of the exchange. Warnings (`bundle_fork` and after it) are told of bundles that were taken in."""

from station_desk.wording import N
from station_desk.wording.sentences import Sentences

_NOTHING_TAKEN = N("没有收进任何内容，本机的数据没有动。")
_NOTHING_CHANGED = N("安全。什么都没有改。")
_NOBODY_NEW = N("没有认任何新单位，原来的信任不变。")

SENTENCES: dict[str, Sentences] = {
    "identity_damaged": Sentences(
        N("文件“{file}”不是完整的单位身份文件。"),
        _NOBODY_NEW,
        N("请对方重新导出身份文件，再试一次。"),
    ),
    "own_identity_damaged": Sentences(
        N("本单位收发用的密钥读不出来。"),
        N("名册和记录都在，只是暂时不能收发。"),
        N("请从最近一次核对过的备份恢复到旁边，再打开。"),
    ),
    "identity_own": Sentences(
        N("这是本单位自己的身份文件。"),
        _NOBODY_NEW,
        N("请选对方单位导出的身份文件。"),
    ),
    "identity_same_kind": Sentences(
        N("“{office}”和本单位是同一级，不能互相收发。"),
        _NOBODY_NEW,
        N("派出所只认县局，县局只认派出所。请核对选的文件。"),
    ),
    "identity_practice": Sentences(
        N("“{office}”和本机一个是练习、一个是正式，不能互相收发。"),
        _NOBODY_NEW,
        N("正式单位请用正式的身份文件；练习只和练习收发。"),
    ),
    "key_changed": Sentences(
        N("“{office}”的密钥和以前认下的不一样。"),
        N("没有换，仍只认原来的密钥。"),
        N("先打电话问清楚：对方是不是换了电脑。当面核对新指纹，再在“钥匙”里选“认它的新钥匙”。"),
    ),
    "county_known": Sentences(
        N("本机已经认了县局“{office}”，一个派出所只对一个县局。"),
        _NOBODY_NEW,
        N("请核对选的文件是不是本县局的。"),
    ),
    "exchange_file_unreadable": Sentences(
        N("文件“{file}”读不出来。"),
        _NOTHING_TAKEN,
        N("看看 U 盘是不是松了，插好再试；还不行就请对方重新导出。"),
    ),
    "no_county": Sentences(
        N("还没有认县局，不知道交给谁。"),
        N("没有写任何文件，记录都在本机。"),
        N("先在收发页打开县局给的身份文件。"),
    ),
    "receiver_unknown": Sentences(
        N("不认识代码为 {office} 的单位。"),
        N("没有写任何文件，记录都在本机。"),
        N("先打开对方的身份文件，或者核对代码。"),
    ),
    "bundle_corrupt": Sentences(
        N("文件“{file}”坏了，和写出来的时候不一样。"),
        _NOTHING_TAKEN,
        N("请对方重新导出一次，最好换一个 U 盘。"),
    ),
    "bundle_unfinished": Sentences(
        N("文件“{file}”没有写完：写的时候 U 盘被拔了，或者满了。"),
        _NOTHING_TAKEN,
        N("同一个 U 盘上要是有写完的那个，收那个；没有就请对方再拷一次。"),
    ),
    "bundle_unknown_sender": Sentences(
        N("文件“{file}”来自不认识的单位（自称 {sender}）。"),
        _NOTHING_TAKEN,
        N("如果应该认识它：先打开它的身份文件，在电话里核对指纹，再收这个文件。"),
    ),
    "bundle_wrong_recipient": Sentences(
        N("文件“{file}”不是给本单位的（写的是 {to}）。"),
        _NOTHING_TAKEN,
        N("请核对是不是拿错了文件。如果本单位重装过，请把新的身份文件交给对方，再请它重新导出。"),
    ),
    "bundle_sealed_to_others": Sentences(
        N("文件“{file}”写的是给本单位的，本机却没有能打开它的钥匙。"),
        _NOTHING_TAKEN,
        N(
            "本单位换过钥匙的，用换过以后的那份库来收；那份库没有了，就在“钥匙”里再换一次，请对方当面认下新的身份文件。"
            "没换过的，请对方重新导出。"
        ),
    ),
    "bundle_newer_format": Sentences(
        N("文件“{file}”是更新的程序写的，这个版本读不了。"),
        _NOTHING_TAKEN,
        N("先升级本机的程序，再收这个文件。文件请留着。"),
    ),
    "bundle_rejected": Sentences(
        N("文件“{file}”里有“{office}”无权写的内容，整包没有收。"),
        _NOTHING_TAKEN,
        N("请把文件留着，打电话问对方，并告诉管理程序的人。"),
    ),
    "bundle_gap": Sentences(
        N("“{office}”的第 {number} 包现在收不了：缺第 {missing} 包{days}。"),
        N("没有收进任何内容。对方的记录都在对方那里，没有丢。"),
        N("把本机写出的回执交给对方，它下一次导出会自动带上；也可以先收缺的那一包。"),
    ),
    "bundle_gap_unnumbered": Sentences(
        N("“{office}”的第 {number} 包现在收不了：它接着的记录本机没有。"),
        N("没有收进任何内容。对方的记录都在对方那里，没有丢。"),
        N("把本机写出的回执交给对方，它下一次导出会自动带上；也可以请它导出全部。"),
    ),
    "conflict_gone": Sentences(
        N("这一处已经选定了，或者两边又对上了。"),
        _NOTHING_CHANGED,
        N("看看清单里还有没有要选定的。"),
    ),
    "conflict_moved": Sentences(
        N("您看的时候，这一处又来了新的写法。"),
        _NOTHING_CHANGED,
        N("重新看一遍两个版本，再选。"),
    ),
    "conflict_not_ours": Sentences(
        N("这条记录是 {office} 的，由它自己选定。"),
        _NOTHING_CHANGED,
        N("请那边在收发页选定；它的下一包会把结果带来。"),
    ),
    "conflict_choice": Sentences(
        N("要么选第 1 到第 {most} 个版本（--take），要么另给一个值（--value）。"),
        _NOTHING_CHANGED,
        N("先用 conflict list 看两个版本。"),
    ),
    "conflict_value_bad": Sentences(
        N("这一处写不了这个值。"),
        _NOTHING_CHANGED,
        N("在两个版本里选一个，或换一个写法。"),
    ),
    "bundle_never_made": Sentences(
        N("没有给“{office}”做过第 {number} 包。"),
        N("什么都没有写，记录都在本机。"),
        N("请核对序号；收发页的表里是做过的每一包。"),
    ),
    "bundle_not_found": Sentences(
        N("找不到“{text}”：它不是本机做过或看过的包。"),
        N("什么都没有改。"),
        N("请核对移交单上的短码或序号；对方新交来的文件，先收一次再查。"),
    ),
    "slip_nothing": Sentences(
        N("没有可以印到单子上的包。"),
        N("什么都没有改。"),
        N("先导出或收下文件，再印；也可以印空白的。"),
    ),
    "receiver_unclear": Sentences(
        N("有几个单位，不知道是给哪一个的。"),
        N("什么都没有写，记录都在本机。"),
        N("请说明收件单位的代码。"),
    ),
    "bundle_temporary_name": Sentences(
        N("文件“{file}”还叫临时的名字，U 盘多半拔早了。"),
        N("里面是完整的，签名对得上，已按内容收。"),
        N("请告诉对方：看到“可以拔出”再拔。"),
    ),
    "receipt_not_written": Sentences(
        N("包收下了，给“{office}”的回执没有写成：U 盘满了、上了写保护，或者拔掉了。"),
        N("收进来的都在本机，没有丢。"),
        N("换一个能写的 U 盘，再给“{office}”导出一次：那个包就是回执。"),
    ),
    "bundle_fork": Sentences(
        N("“{office}”用过一份 {day} 的旧副本，或者两台电脑都在写：记录分成了两支。"),
        N("两支都已收下，一条也没有丢。"),
        N("把回执交给对方，它收下以后两支就合上了。请打电话问一下为什么用了旧副本。"),
    ),
    "bundle_returned": Sentences(
        N("“{office}”还回 {count} 处改动：是本单位自己写过、这份库里没有的。"),
        N("都已放回原处，一条也没有丢。"),
        N("如果没有恢复过备份、也没有换过电脑，就问清楚谁在用另一份库。"),
    ),
    "bundle_clock_ahead": Sentences(
        N("“{office}”的记录里有将来的日期：它的电脑时间快过一天以上。"),
        N("内容已收下，本机的时间和顺序不受影响。"),
        N("请对方看看电脑的日期，不对就调准；已经准了就不用管。"),
    ),
    "bundle_unknown_fields": Sentences(
        N("“{office}”的程序更新，有 {count} 处内容这个版本还不认识。"),
        N("这些内容原样存着，没有丢。"),
        N("升级本机的程序以后就能看到。"),
    ),
    "bundle_newer_schema": Sentences(
        N("“{office}”用的是更新的程序（{app}）。"),
        N("内容都已收下。"),
        N("方便时升级本机的程序。"),
    ),
    "bundle_changes_refused": Sentences(
        N("“{office}”有 {count} 处改动不合规矩（多半是改了别人的记录），没有采用。"),
        N("这些改动留有记录，别的内容都已收下。"),
        N("请打电话问对方，并告诉管理程序的人。"),
    ),
    "bundle_conflicts": Sentences(
        N("有 {count} 处两边都改过。"),
        N("两个值都留着，现在用的是较晚的一个。"),
        N("在收发页看冲突，选定用哪一个。"),
    ),
}
