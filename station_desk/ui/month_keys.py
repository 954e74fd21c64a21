"""The keys of the month grid beyond those of the number pad."""

from functools import partial
from typing import TYPE_CHECKING

from station_desk.ui.month_acts import ask_return, check_rows, take_back
from station_desk.wording import t

if TYPE_CHECKING:
    from station_desk.ui.month_page import MonthPage


def say_keys(page: "MonthPage") -> None:
    """Bind the keys and say what they do."""
    for keys, says in (
        ("0…9", t("数目；3+2+4 自己相加")),
        ("Enter", t("下一格（向下或向右）")),
        (".  .", t("同上面一行")),
        ("*", t("同上月")),
        ("/", t("零报告；再按一次，这一行空着的都是零报告；5// 也行")),
        ("-", t("清空这一格")),
    ):
        page.tell_key(keys, says)
    page.on_key("F2", page.edit_cell, t("修改这一格；结账以后记更正"))
    page.on_key("Ctrl+D", page.table.copy_above, t("同上面一行"))
    page.on_key("Ctrl+V", page.over.paste, t("粘贴文字，变成数目"))
    page.on_key("Ctrl+I", page.over.import_file, t("导入月度表格"))
    page.on_key("Alt+O", page.over.choose_file, t("导入时：选别的文件"))
    page.on_key("Ctrl+S", page.save, t("现在写入"))
    page.on_key("Ctrl+Z", partial(take_back, page, redo=False), t("撤回"))
    page.on_key("Ctrl+Y", partial(take_back, page, redo=True), t("重做"))
    page.on_key("Alt+C", lambda: check_rows(page, [page.table.row()]), t("民警核对：这一行没有问题"))
    page.on_key(
        "Alt+A",
        lambda: check_rows(page, list(page.book.rows) if page.book else []),
        t("民警核对：列出的都没有问题"),
    )
    page.on_key("Alt+R", lambda: ask_return(page), t("这一格退回，或者作废"))
    page.on_key("Alt+G", page.turn_enter, t("回车改向：向下、向右"))
    page.on_key("Alt+T", page.by_day, t("按天录、按月录"))
    page.on_key("Alt+X", page.other_columns, t("换列：16 类、本方案项目"))
    page.on_key("Alt+Left", lambda: page.other_month(-1), t("上一个月（按天录时：前一天）"))
    page.on_key("Alt+Right", lambda: page.other_month(1), t("下一个月（按天录时：后一天）"))
    for n, name in enumerate(page.tools.chips, 1):
        page.on_key(f"Alt+{n}", partial(page.tools.select, name), "")
    page.tell_key("Alt+1  Alt+4", t("全部、待录、未交表、有提醒"))
