"""Troubles of the database: opening, saving, taking back, backups and restoring."""

from station_desk.wording import N
from station_desk.wording.sentences import Sentences

_NOTHING_CHANGED = N("安全。什么都没有改。")
_SAVED_SO_FAR = N("安全。以前保存的都在，刚才这一步没有存进去。")
_BACKUPS_WHOLE = N("备份在库文件夹的 backups 里，没有动。损坏的库也不会被删。")

SENTENCES: dict[str, Sentences] = {
    "database_missing": Sentences(
        N("库文件 {file} 不见了。"),
        _BACKUPS_WHOLE,
        N("看看是不是被移走了，移回来就好；找不到就从备份恢复。"),
    ),
    "database_exists": Sentences(
        N("这里已经有一个库文件 {file}。"),
        N("安全。原来的库没有动。"),
        N("打开原来的库，或换一个空文件夹再建。"),
    ),
    "database_damaged": Sentences(
        N("库文件坏了，打不开或读不出来。"),
        _BACKUPS_WHOLE,
        N("从备份恢复；恢复会放到旁边的新文件夹，不覆盖现在的库。"),
    ),
    "wrong_key": Sentences(
        N("这把钥匙开不了这个库文件。"),
        _NOTHING_CHANGED,
        N("把库文件和它自己的钥匙文件放回同一个文件夹，再打开。"),
    ),
    "database_newer": Sentences(
        N("这个库是更新的版本（{needs}）存的，本程序太旧，打不开。"),
        _NOTHING_CHANGED,
        N("先装 {needs} 或更新的版本，再打开。"),
    ),
    "database_older": Sentences(
        N("这个库是旧版本（{found}）存的，要先升级到 {needs}，只读打不开。"),
        _NOTHING_CHANGED,
        N("用能写的方式打开一次，程序会先备份再升级。"),
    ),
    "sqlite_too_old": Sentences(
        N("本机的数据库组件太旧（{found}），用它可能会弄坏数据。"),
        N("安全。程序没有打开库。"),
        N("重新安装本程序，组件至少要 {needs}。"),
    ),
    "migration_failed": Sentences(
        N("库从 {found} 升级到 {needs} 没有做成。"),
        N("安全。库还是升级前的样子，升级前的备份是 {backup}。"),
        N("先用原来的版本接着用，把这条消息告诉维护的人。"),
    ),
    "backup_failed": Sentences(
        N("备份 {file} 写好后核对不上。"),
        N("安全。库没有动，以前的备份都在。"),
        N("换一个文件夹或 U 盘再备份一次；再不行就做一次完整检查。"),
    ),
    "restored_copy": Sentences(
        N("这份库比最后一次保存时旧，只到 {day}，后面存过的内容不在里面。"),
        N("安全。还没有写任何东西；县局收到过的内容，县局的回件会送回来。"),
        N("确认要从这份接着用，就选“从这份接着用”；不是的话，找回较新的库。"),
    ),
    "read_only": Sentences(
        N("现在是只看不改。"),
        _NOTHING_CHANGED,
        N("关掉另一个窗口，或以能写的方式重新打开。"),
    ),
    "database_read_only": Sentences(
        N("库文件夹不让写，可能是权限或磁盘只读。"),
        _SAVED_SO_FAR,
        N("请管理员打开这个文件夹的写权限，再来一次。"),
    ),
    "database_busy": Sentences(
        N("别的程序正占着库文件。"),
        _SAVED_SO_FAR,
        N("等一会儿再来一次；杀毒软件正在扫描时也会这样。"),
    ),
    "disk_full": Sentences(
        N("磁盘满了，刚才这一步没有存进去。"),
        _SAVED_SO_FAR,
        N("清出一些空间，再保存一次。"),
    ),
    "disk_failed": Sentences(
        N("磁盘读写出错，刚才这一步没有存进去。"),
        N("以前保存的都在。在重新打开之前，程序不再往里写。"),
        N("关掉程序再打开；再出错就换一块磁盘，从备份恢复。"),
    ),
    "record_missing": Sentences(
        N("要改的记录已经不在了。"),
        _NOTHING_CHANGED,
        N("刷新名单，再看一看。"),
    ),
    "not_ours": Sentences(
        N("这条记录是 {office} 的，本单位不能改。"),
        _NOTHING_CHANGED,
        N("请 {office} 改好，下一个数据包会带过来。"),
    ),
    "undo_nothing": Sentences(
        N("没有可以撤销或重做的操作。"),
        _NOTHING_CHANGED,
        N("接着做就行。"),
    ),
    "undo_impossible": Sentences(
        N("这一步不能撤销。"),
        _NOTHING_CHANGED,
        N("要改回去，请直接修改记录。"),
    ),
    "undo_archived": Sentences(
        N("这一步不能撤销：它的内容已经移到存档 {file}。"),
        _NOTHING_CHANGED,
        N("要改回去，请直接修改记录。"),
    ),
    "archive_needed": Sentences(
        N("要用到存档 {file}，现在找不到它。"),
        N("安全。什么都没有改，现在的记录都在；少的只是老流水。"),
        N("插上放存档的 U 盘，在“设置 → 备份”点“找存档”，再做一次。"),
    ),
    "archive_nothing": Sentences(
        N("{day} 以前没有可以移走的流水。"),
        _NOTHING_CHANGED,
        N("只移走对方已经确认收到的。先收回执，或者选晚一点的日子。"),
    ),
    "archive_not_allowed": Sentences(
        N("移流水到存档由所长或管理员来做。"),
        _NOTHING_CHANGED,
        N("请所长或管理员登录后再做。"),
    ),
    "archive_too_many": Sentences(
        N("已经有 {most} 个存档，不能再多了。"),
        _NOTHING_CHANGED,
        N("库照常用，只是不再变小。还要移，先把最老的一个并回库里：“设置”的“备份”里有。"),
    ),
    "archive_unverified": Sentences(
        N("存档 {file} 读回来核对不上。"),
        N("安全。流水还都在库里，没有移走。"),
        N("换一个 U 盘或者文件夹，再做一次。"),
    ),
    "archive_foreign": Sentences(
        N("{file} 不是这台电脑做的存档，或者打不开。"),
        _NOTHING_CHANGED,
        N("看看是不是拿错了 U 盘；有哪些存档、原来在哪里，用“journal archives”看。"),
    ),
    "archive_altered": Sentences(
        N("{file} 是这台电脑的存档，但是和最后写成的不一样：坏了，或者是删人以前的旧文件。"),
        _NOTHING_CHANGED,
        N("找最后写成的那一份，或者它的备份；旧文件请删掉。"),
    ),
    "undo_rests": Sentences(
        N("这一步不能撤销：后来又改过其中 {count} 条（{records}）。"),
        _NOTHING_CHANGED,
        N("先撤销后来的修改，或直接修改这几条。"),
    ),
    "backup_unreadable": Sentences(
        N("{file} 不是本程序的备份，或者已经坏了。"),
        _NOTHING_CHANGED,
        N("换一份备份再试；backups 文件夹里有多份。"),
    ),
    "backup_newer": Sentences(
        N("备份 {file} 是更新的版本存的，本程序读不了。"),
        _NOTHING_CHANGED,
        N("先装更新的版本，再恢复。"),
    ),
}
