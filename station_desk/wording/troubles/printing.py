"""Troubles of paper: forms, fonts, serials, printers."""

from station_desk.wording import N
from station_desk.wording.sentences import Sentences

_NOTHING_PRINTED = N("没有印出来，也没有占用编号。数据没有动。")
_NOTHING_CHANGED = N("数据没有动。")
_SETS_ELSE = N("别的成套照常能用，数据没有动。")

SENTENCES = {
    "form_own_exists": Sentences(
        N("本单位已经有自己的一份：{file}。"), _NOTHING_CHANGED, N("直接改那个文件；要重新开始，先退回原来的。")
    ),
    "form_not_own": Sentences(
        N("“{form}”没有本单位自己的版本。"), _NOTHING_CHANGED, N("要改这张表，先拷一份成自己的，再改。")
    ),
    "form_not_sent": Sentences(N("“{form}”没有发给派出所。"), _NOTHING_CHANGED, N("用 forms list 看发了哪些。")),
    "county_sends_forms": Sentences(
        N("这件事由县局做，派出所不能做。"), _NOTHING_CHANGED, N("请报县局，由县局改好后随包发来。")
    ),
    "form_no_list": Sentences(
        N("“{form}”不是名单，没有表格可存。"), N("数据没有动。"), N("请选花名册、推选名单这样一行一人的表。")
    ),
    "glyph_missing": Sentences(
        N("“{person}”这一份里有一个字“{char}”（{point}），装着的字体里都没有。"),
        _NOTHING_PRINTED,
        N("把有这个字的字体文件（.ttf）放进数据文件夹的 fonts/extra，再印一次；或者先请人核对这个字有没有输错。"),
    ),
    "glyph_missing_text": Sentences(
        N("有一个字“{char}”（{point}），装着的字体里都没有。"),
        _NOTHING_PRINTED,
        N("把有这个字的字体文件（.ttf）放进数据文件夹的 fonts/extra，再印一次。"),
    ),
    "paper_no_batch": Sentences(
        N("还没有开过选聘批次。"), _NOTHING_PRINTED, N("先在“选聘”页开一批；现在就要用，可以印空白的。")
    ),
    "paper_no_results": Sentences(
        N("{month} 还没有打好分的考核表。"), _NOTHING_PRINTED, N("先在“考核”页打分，或者换一个月份；也可以印空白的。")
    ),
    "form_meets_code": Sentences(
        N("“{form}”第 {line} 行的内容碰到二维码四周的留白了。"),
        _NOTHING_PRINTED,
        N("把页边放大一些，或者把二维码移到别处；二维码四周约 3 毫米要空着。"),
    ),
    "form_overflow": Sentences(
        N("{form}里有文字放不下：{what}（表单文件第 {line} 行）。字已经缩到最小了。"),
        _NOTHING_PRINTED,
        N("把文字改短，或在表单文件里把这一处放宽。"),
    ),
    "form_unknown": Sentences(
        N("没有叫“{form}”的表单。"),
        _NOTHING_CHANGED,
        N("现有的表单：{known}。"),
    ),
    "form_broken": Sentences(
        N("表单文件 {file} 有 {count} 处写错，第一处在第 {line} 行。"),
        _NOTHING_PRINTED,
        N("用“表单检查”看每一处错在哪里，改好再印；把这个文件挪开，就用程序自带的那一份。"),
    ),
    "form_file_missing": Sentences(
        N("表单文件 {file} 打不开。"),
        _NOTHING_CHANGED,
        N("看看文件名和文件夹对不对，再试一次。"),
    ),
    "font_missing": Sentences(
        N("程序自带的字体文件 {file} 不见了。"),
        _NOTHING_PRINTED,
        N("请重新安装程序；数据不用动。"),
    ),
    "font_unusable": Sentences(
        N("字体文件 {file} 用不了：坏了，或者不是 TrueType 轮廓的字体。"),
        _NOTHING_PRINTED,
        N("自己放进 fonts/extra 的，请拿掉或换一个 .ttf 文件；程序自带的，请重新安装程序。"),
    ),
    "no_term": Sentences(
        N("“{person}”没有在聘或待聘的聘期，印不出这份表。"),
        _NOTHING_PRINTED,
        N("先在花名册里补上聘期，再来印。"),
    ),
    "nobody_to_print": Sentences(
        N("没有要印{form}的人。"),
        _NOTHING_CHANGED,
        N("选一个人，或选全部在聘和待聘的人；也可以印空白的。"),
    ),
    "printer_none": Sentences(
        N("没有找到打印机。"),
        _NOTHING_CHANGED,
        N("接好打印机再试；也可以先存为 PDF，拷到别的电脑上打印。"),
    ),
    "printer_refused": Sentences(
        N("打印机“{printer}”没有接受这份文件：{detail}"),
        N("编号和记录都在，没有少。"),
        N("看看打印机开着没有、缺不缺纸，再发一次；也可以先存为 PDF。"),
    ),
    "serial_wrong": Sentences(
        N("编号“{text}”对不上：缺了字，或者有一位抄错了。"),
        _NOTHING_CHANGED,
        N("照纸上右下或左下的编号再输入一次。"),
    ),
    "code_foreign": Sentences(
        N("这个二维码不是本程序印的。"),
        _NOTHING_CHANGED,
        N("看看是不是拿错了纸。"),
    ),
    "serial_foreign": Sentences(
        N("编号 {serial} 不是这里印出去的。"),
        _NOTHING_CHANGED,
        N("看看是不是别的所的纸，或者拿错了；是本所的，就再核对一次编号。"),
    ),
    "sheet_replaced": Sentences(
        N("{serial} 已经重印过，由另一张代替了。"),
        _NOTHING_CHANGED,
        N("在“印出去的表”里能看到代替它的编号；旧的这张请作废。"),
    ),
    "sheet_is_spoiled": Sentences(
        N("{serial} 已经作废了。"), _NOTHING_CHANGED, N("请用重印的那一张；没有重印过，就再印一张。")
    ),
    "sheet_is_lost": Sentences(
        N("{serial} 记着是丢了的。"), _NOTHING_CHANGED, N("找到了就先记“已收”；没找到，重印一张。")
    ),
    "sheet_is_returned": Sentences(N("{serial} 已经收回来了。"), _NOTHING_CHANGED, N("要改，先记成“发出”，再记别的。")),
    "sheet_is_entered": Sentences(N("{serial} 已经录入了。"), _NOTHING_CHANGED, N("要改，先记成“已收”，再记别的。")),
    "sheet_unordered": Sentences(
        N("没有记下 {serial} 当时是怎么印的。"), _NOTHING_PRINTED, N("请在打印页重新印这张表，再把旧的记成作废。")
    ),
    "sheet_outdated": Sentences(
        N("{serial} 那份表现在的页数不一样了，单印这一页会对不上。"),
        _NOTHING_PRINTED,
        N("请把整份表重印一遍，再把旧的记成作废。"),
    ),
    "set_unknown": Sentences(N("没有叫“{name}”的成套。"), _NOTHING_CHANGED, N("现有的成套：{known}。")),
    "set_line_unreadable": Sentences(
        N("{file} 第 {line} 行看不懂：{text}"),
        _SETS_ELSE,
        N("一行一套，先写名称，再写冒号和表的编号，例如“月中检查：F20 F35”。"),
    ),
    "set_line_too_long": Sentences(
        N("{file} 第 {line} 行太长：{text}"), _SETS_ELSE, N("名称最多 20 个字，一套最多 20 张表。")
    ),
    "set_name_twice": Sentences(
        N("{file} 第 {line} 行：“{name}”前面已经有了。"), _SETS_ELSE, N("换个名称，或者并成一行。")
    ),
    "set_form_unknown": Sentences(
        N("{file} 第 {line} 行：“{name}”里的 {form} 没有这张表。"), _SETS_ELSE, N("照打印页上的编号改。")
    ),
    "set_form_unfit": Sentences(
        N("{file} 第 {line} 行：“{name}”里的 {form} 不能成套打印。"),
        _SETS_ELSE,
        N("移交单 F44 以外，包、回执、更正单和统计表要在各自的页面打印。"),
    ),
    "set_form_twice": Sentences(N("{file} 第 {line} 行：“{name}”里 {form} 写了两遍。"), _SETS_ELSE, N("删掉一个。")),
    "set_lacks_form": Sentences(
        N("这一套里的 {form} 用不了：表单文件有错，或者不在了。"),
        _NOTHING_PRINTED,
        N("用“检查表单”看错在哪一行；也可以退回程序自带的那一份。"),
    ),
}
