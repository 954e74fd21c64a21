"""Troubles of the roster, the villages and the policy packs."""

from station_desk.wording import N
from station_desk.wording.sentences import Sentences

_NOT_WRITTEN = N("安全。什么都没有写，您填的内容都在。")
_UNTOUCHED = N("安全。数据没有动。")
_NOT_IMPORTED = N("安全。什么都没有导入，文件也没有动。")

SENTENCES: dict[str, Sentences] = {
    "draft_name_missing": Sentences(
        N("还没有姓名。"),
        _NOT_WRITTEN,
        N("填上姓名再保存。"),
    ),
    "draft_name_too_long": Sentences(
        N("姓名最多 {most} 个字。"),
        _NOT_WRITTEN,
        N("把姓名改短再保存。"),
    ),
    "draft_id_bad_length": Sentences(
        N("身份证号应当是 18 位。"),
        _NOT_WRITTEN,
        N("看着证件重新输入；没有证件就先空着。"),
    ),
    "draft_id_bad_date": Sentences(
        N("身份证号第 7 到 14 位不是一个出生日期。"),
        _NOT_WRITTEN,
        N("看着证件重新输入；没有证件就先空着。"),
    ),
    "draft_id_check_digit": Sentences(
        N("身份证号最后一位对不上。多半是有一位抄错了。"),
        _NOT_WRITTEN,
        N("看着证件重新输入；没有证件就先空着。"),
    ),
    "draft_duplicate_id": Sentences(
        N("花名册里已有这个身份证号：{name}（{village}）。"),
        _NOT_WRITTEN,
        N("打开这个人修改；要是号抄错了，看着证件重新输入。"),
    ),
    "draft_sex_unknown": Sentences(
        N("性别请写“男”或“女”。"),
        _NOT_WRITTEN,
        N("改好再保存。"),
    ),
    "draft_birth_bad": Sentences(
        N("看不懂这个出生日期，或者它在今天以后。"),
        _NOT_WRITTEN,
        N("写成 1985、1985-03 或 1985-03-12。"),
    ),
    "draft_phone_invalid": Sentences(
        N("电话位数不对。"),
        _NOT_WRITTEN,
        N("手机 11 位；座机写区号，如 0543-3210010。"),
    ),
    "draft_phone2_invalid": Sentences(
        N("第二电话位数不对。"),
        _NOT_WRITTEN,
        N("手机 11 位；座机写区号，如 0543-3210010。"),
    ),
    "draft_start_bad": Sentences(
        N("看不懂聘期开始的日期。"),
        _NOT_WRITTEN,
        N("写成 2024、2024-05 或 2024-05-01。"),
    ),
    "draft_end_bad": Sentences(
        N("看不懂聘期结束的日期。"),
        _NOT_WRITTEN,
        N("写成 2024、2024-05 或 2024-05-01；不知道就空着。"),
    ),
    "draft_end_before_start": Sentences(
        N("聘期结束早于开始。"),
        _NOT_WRITTEN,
        N("核对两个日期再保存。"),
    ),
    "draft_state_unknown": Sentences(
        N("没有这种聘任状态。"),
        _NOT_WRITTEN,
        N("选一个状态再保存。"),
    ),
    "draft_village_unknown": Sentences(
        N("本所没有这个村。"),
        _NOT_WRITTEN,
        N("从提示里选一个村；没有的先在“村和编制”里添加。"),
    ),
    "draft_village_closed": Sentences(
        N("{village} 已经撤并。"),
        _NOT_WRITTEN,
        N("选它并入的那个村。"),
    ),
    "draft_exit_bad": Sentences(
        N("看不懂离任日期。"),
        _NOT_WRITTEN,
        N("写成 2024-05-01。"),
    ),
    "draft_card_bad": Sentences(
        N("银行卡号应当是 16 到 19 位数字。"),
        _NOT_WRITTEN,
        N("看着卡重新输入。"),
    ),
    "erase_name_differs": Sentences(
        N("输入的姓名和要删除的人不一样。"),
        N("安全。什么都没有删。"),
        N("看清是哪一个人，再照着输入姓名。"),
    ),
    "station_only": Sentences(
        N("人员由派出所登记，{office}只能查看。"),
        _UNTOUCHED,
        N("请派出所修改后再交一次。"),
    ),
    "person_missing": Sentences(
        N("花名册里没有这个人，可能刚刚撤回或清除了。"),
        _UNTOUCHED,
        N("回到花名册再找一次。"),
    ),
    "village_missing": Sentences(
        N("没有这个村，可能刚刚撤回了。"),
        _UNTOUCHED,
        N("回到村和编制再找一次。"),
    ),
    "village_unnamed": Sentences(
        N("村名不能空着。"),
        _NOT_WRITTEN,
        N("填上村名再保存。"),
    ),
    "villages_none": Sentences(
        N("自带的村名单里没有以 {prefix} 开头的村。"),
        _UNTOUCHED,
        N("换一个乡镇的编号，或者用自己的村名单文件。"),
    ),
    "village_columns_missing": Sentences(
        N("{file} 里没有“代码”和“名称”两列。"),
        _NOT_IMPORTED,
        N("第一行写 code、name（代码、名称），再导入一次。"),
    ),
    "village_row_bad": Sentences(
        N("{file} 第 {row} 行的 {column} 这一格看不懂。"),
        _NOT_IMPORTED,
        N("改好这一格，再导入一次。"),
    ),
    "pack_missing": Sentences(
        N("没有找到方案 {pack}。"),
        _UNTOUCHED,
        N("重新安装本程序；或在设置里换一个方案。"),
    ),
    "pack_damaged": Sentences(
        N("方案文件 {file} 第 {line} 行有问题（{key}）。"),
        _UNTOUCHED,
        N("改好这一行，或重新安装本程序。"),
    ),
}
