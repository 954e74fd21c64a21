"""What is said of a form's faults and of the warnings of a print, in one sentence each."""

from station_desk.domain.paper import FormProblem, PrintWarning
from station_desk.wording import N, t

PROBLEMS: dict[str, str] = {
    "xml_broken": N("XML 不完整：{detail}"),
    "tag_mismatch": N("第 {opened} 行开头的“{element}”还没有收尾，这里却收了“{found}”"),
    "tag_unclosed": N("第 {opened} 行开头的“{element}”到文件末尾还没有收尾"),
    "file_too_large": N("文件太大：{bytes} 字节，最多 {limit}"),
    "not_utf8": N("文件不是 UTF-8 编码"),
    "declaration_forbidden": N("不能写 DOCTYPE 或 ENTITY"),
    "instruction_forbidden": N("不能写处理指令"),
    "root_wrong": N("最外层应当是“表单”，这里是“{found}”"),
    "form_code_wrong": N("编号“{value}”应当是一个大写字母加两位数字，例如 F15"),
    "code_taken": N("编号 {code} 已经被 {other} 用了"),
    "element_unknown": N("没有叫“{element}”的元素"),
    "element_misplaced": N("“{element}”不能放在“{parent}”里；这里可以放：{allowed}"),
    "child_missing": N("“{element}”里缺“{child}”"),
    "attribute_unknown": N("“{element}”没有属性“{attribute}”"),
    "attribute_missing": N("“{element}”缺属性“{attribute}”"),
    "attributes_conflict": N("“{element}”的“{one}”和“{other}”只能写一个"),
    "value_unknown": N("“{element}”的{attribute}不能是“{value}”；可以是：{known}"),
    "value_not_number": N("“{element}”的{attribute}应当是数字，这里是“{value}”"),
    "value_not_four": N("“{element}”的{attribute}应当是四个数字：上 右 下 左，这里是“{value}”"),
    "value_out_of_range": N("“{element}”的{attribute}应当在 {low} 到 {high} 之间，这里是“{value}”"),
    "widths_wrong": N("列宽“{value}”写错了：每列一个毫米数，或用 * 分剩下的宽度"),
    "field_unknown": N("数据里没有字段“{field}”"),
    "field_at_edge_only": N("字段“{field}”只能用在“编号”“页码”“放置”里"),
    "field_is_list": N("“{field}”是一组行，要用“循环”"),
    "field_is_picture": N("“{field}”是照片，要用“照片”"),
    "field_no_picture": N("“{field}”不是照片"),
    "field_is_chart": N("“{field}”是图，要用“图表”"),
    "field_no_chart": N("“{field}”不是图"),
    "imposition_not_single": N("“拼版”只用于单页的表单，“表单”要写上单页"),
    "imposition_too_large": N("拼起来要 {width} × {height} 毫米，纸只有 {wide} × {high} 毫米"),
    "imposition_sizes_differ": N("拼版时每一“页”的大小要一样"),
    "imposition_not_two": N("双面拼版要正好两个“页”，这里有 {pages} 个"),
    "loop_not_list": N("“{field}”不是一组行，不能循环"),
    "way_unknown": N("字段“{field}”没有写法“{way}”；可以是：{known}"),
    "brace_unclosed": N("双括号没有配对：{text}"),
    "text_misplaced": N("“{element}”里不能直接写文字：{text}"),
    "columns_mismatch": N("本行共占 {used} 列，而列宽写了 {columns} 列"),
    "span_too_far": N("跨行多出 {rows} 行：跨行不能伸出这一段"),
    "span_parted": N("跨 {columns} 列的格被上面跨行的格隔断了"),
    "table_too_wide": N("表格宽 {width} 毫米，页边之间只有 {room} 毫米"),
    "margins_too_wide": N("页边之间只剩 {width} 毫米"),
    "too_many": N("一页只能有一个“{element}”"),
    "too_many_codes": N("一页最多两个二维码：一上一下，说的是同一个编号"),
    "margins_too_high": N("上下页边之间只剩 {height} 毫米"),
    "letter_not_a4": N("公文用 A4 纸"),
    "outside_paper": N("“{element}”有一部分在纸外面：纸是 {width} × {height} 毫米"),
    "mark_twice": N("标识“{name}”这一页里用了两次，扫描分不清"),
    "mark_in_loop": N("循环里的标识“{name}”每行都一样，扫描分不清；要带上字段"),
    "brace_single": N("单个括号会照样印出来：{text}"),
    "smallest_above_size": N("“{element}”的最小字号 {smallest} 比字号 {size} 还大"),
    "too_many_in_table": N("一个表格只能有一个“{element}”"),
}

WARNINGS: dict[str, str] = {
    "shrunk": N("“{text}”缩到 {size:g} 磅"),
    "wrapped": N("“{text}”缩到 {size:g} 磅，已换行"),
    "condensed": N("“{text}”太长，压窄到 {size:g} 磅"),
    "page_shrunk": N("“{person}”这一份文字多，缩到 {percent}%"),
    "date_missing": N("“{person}”的聘期没有填全，日期留空，请手写"),
}


def tell_problem(problem: FormProblem) -> str:
    """The sentence of a form's fault in the language in use. Raises KeyError for a code without wording (a bug)."""
    sentence = t(PROBLEMS[problem.code], **problem.facts)
    if not problem.meant:
        return t("{sentence}。", sentence=sentence)
    return t("{sentence}，是否想写“{meant}”？", sentence=sentence, meant=problem.meant)


def tell_warning(warning: PrintWarning) -> str:
    """The sentence of a warning in the language in use; with a number when it holds several times. Raises KeyError."""
    sentence = t(WARNINGS[warning.code], **{key: value for key, value in warning.facts.items() if key != "count"})
    count = int(warning.facts.get("count", 1))
    return t("{sentence}（{count} 处）", sentence=sentence, count=count) if count > 1 else sentence
