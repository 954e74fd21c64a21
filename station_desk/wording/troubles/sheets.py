"""Troubles of spreadsheets: foreign files, imports, exports."""

from station_desk.wording import N
from station_desk.wording.sentences import Sentences

_UNTOUCHED = N("安全。花名册没有动，这个文件也没有动。")

SENTENCES = {
    "sheet_missing": Sentences(
        N("找不到文件“{file}”，或者读不出来。"), _UNTOUCHED, N("看看 U 盘是不是拔了，再选一次文件。")
    ),
    "sheet_locked": Sentences(
        N("文件“{file}”打不开，可能正在别的程序里开着。"), _UNTOUCHED, N("先在 WPS 或 Excel 里关掉它，再导入一次。")
    ),
    "sheet_file_too_large": Sentences(
        N("文件“{file}”超过 {limit_mb} MB，不像一份花名册。"),
        _UNTOUCHED,
        N("把人员那一张表另存成一个新文件，去掉图片，再导入。"),
    ),
    "sheet_too_large": Sentences(
        N("文件“{file}”里的表太大：一张表最多 {rows} 行、{columns} 列。"),
        _UNTOUCHED,
        N("把人员那几行几列复制到一个新文件里，再导入。"),
    ),
    "sheet_bomb": Sentences(
        N("文件“{file}”拆开后大得不正常，程序没有继续读。"),
        _UNTOUCHED,
        N("请不要用这个文件。请发来的人另存一份再给。"),
    ),
    "sheet_too_slow": Sentences(
        N("文件“{file}”读了 {seconds} 秒还没有读完，程序停下了。"),
        _UNTOUCHED,
        N("把人员那一张表另存成一个新文件，再导入。"),
    ),
    "sheet_too_much_memory": Sentences(
        N("读文件“{file}”要的内存超过 {memory_mb} MB，程序停下了。"),
        _UNTOUCHED,
        N("表的最右边或最下边可能有一个多余的格子。把人员那几行几列复制到一个新文件里，再导入。"),
    ),
    "sheet_unknown_kind": Sentences(
        N("文件“{file}”不是 Excel、WPS 表格，也不是 CSV。"),
        _UNTOUCHED,
        N("在 WPS 或 Excel 里打开它，另存为 .xlsx，再导入。"),
    ),
    "sheet_html": Sentences(
        N("文件“{file}”名字像表格，里面其实是网页。"),
        _UNTOUCHED,
        N("在 WPS 或 Excel 里打开它，另存为 .xlsx，再导入。"),
    ),
    "sheet_xml": Sentences(
        N("文件“{file}”是 XML 格式的老式表格，名字却是别的。"),
        _UNTOUCHED,
        N("在 WPS 或 Excel 里打开它，另存为 .xlsx，再导入。"),
    ),
    "sheet_empty": Sentences(N("文件“{file}”是空的。"), _UNTOUCHED, N("请发来的人再拷一次，或者换一个文件。")),
    "sheet_lock_file": Sentences(
        N("“{file}”是表格打开时留下的临时文件，里面没有表。"),
        _UNTOUCHED,
        N("在 WPS 或 Excel 里关掉那张表，选名字前面没有 ~$ 的那个文件。"),
    ),
    "sheet_password": Sentences(
        N("文件“{file}”设了打开密码。"), _UNTOUCHED, N("在 WPS 或 Excel 里打开它，去掉密码另存一份，再导入。")
    ),
    "sheet_damaged": Sentences(
        N("文件“{file}”坏了，读不出来。"), _UNTOUCHED, N("在 WPS 或 Excel 里打开看看，能打开就另存一份再导入。")
    ),
    "sheet_not_found": Sentences(
        N("文件里没有叫“{sheet}”的表。"), _UNTOUCHED, N("文件里有这些表：{sheets}。请选其中一张。")
    ),
    "sheet_no_people": Sentences(
        N("文件“{file}”里没有找到花名册：没有一行表头写着“姓名”。"),
        _UNTOUCHED,
        N("看看选的文件对不对。表头至少要有姓名，再加身份证号、电话或村名。"),
    ),
    "column_unknown": Sentences(
        N("没有叫“{column}”的列，或者这一列不能这样用。"),
        _UNTOUCHED,
        N("列用字母说，如 B；内容从给出的项目里选，或者选“不用”。"),
    ),
    "column_of_residents": Sentences(
        N("{column} 列（{words}）是群众信息，本程序不收。"),
        _UNTOUCHED,
        N("这一列不导入，其他列照常导入。"),
    ),
    "import_needs_station": Sentences(
        N("“{office}”是县局。花名册由派出所导入。"),
        N("安全。什么都没有改。"),
        N("请派出所导入后，用 U 盘把包交上来。"),
    ),
    "spelling_unknown": Sentences(
        N("没有记住“{spelling}”这个写法。"),
        N("安全。什么都没有改。"),
        N("用 villages spellings 看记住了哪些写法。"),
    ),
    "log_no_grid": Sentences(
        N("文件“{file}”里找不到姓名一列和要记的项目。"),
        N("安全。什么都没有写。"),
        N(
            "表头要有“姓名”，后面一列一项，写项目的名称或代码（走访、L02），或者 1月到12月；"
            "也可以一行一项（姓名、项目、数量），或者一行一个村（村、各项）。"
        ),
    ),
    "log_by_village": Sentences(
        N("文件“{file}”没有姓名，一行一个村。"),
        N("安全。什么都没有写。"),
        N("一个村只有一名助理、数都是他做的，就加 --by-village 再写入；不是的，请在表里加上姓名。"),
    ),
    "columns_guessed": Sentences(
        N("文件“{file}”里没有认得的表头，各列是按格子里的内容猜的，还没有人看过。"),
        N("安全。什么都没有写。"),
        N("请看一遍各列猜得对不对，再写入；命令行在看过以后加 --accept-guess。"),
    ),
    "import_stale": Sentences(
        N("看过“{file}”以后，花名册有了改动，照原来看到的写就不对了。"),
        _UNTOUCHED,
        N("再读一次这个文件，看过再写入。"),
    ),
    "import_none": Sentences(
        N("没有可以撤回的导入。"), N("安全。什么都没有改。"), N("要改哪个人，请打开他的卡片直接改。")
    ),
    "township_unknown": Sentences(
        N("本所没有编码是 {township} 的乡镇。"), _UNTOUCHED, N("用 villages list 看本所有哪些村，取村编码的前 9 位。")
    ),
    "ages_unreadable": Sentences(
        N("看不懂年龄范围“{text}”。"), _UNTOUCHED, N("请写成 18-60 这样，也可以只写一头：18- 或 -60。")
    ),
    "export_column_unknown": Sentences(
        N("花名册没有叫“{column}”的列。"), N("安全。什么都没有写。"), N("可以选的列：{columns}。")
    ),
}
