"""Look first, then take in: a dry run, its report over the page, and 收下 only after it has been shown (UX 4.10)."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFrame, QWidget

from station_desk.domain.exchange import ImportAnswer
from station_desk.domain.progress import Progress
from station_desk.services import exchange
from station_desk.ui.inbox_report import BundleWords, ReportTable
from station_desk.ui.kit import column
from station_desk.ui.page import Workplace
from station_desk.ui.theme import theme
from station_desk.wording import t

_WIDTH = 640
_MOST_ROWS = 6


def look_and_take(
    owner: QWidget,
    place: Workplace,
    bundles: Sequence[Path],
    names: Mapping[str, str],
    taken: Callable[[ImportAnswer], object],
) -> None:
    """Report on `bundles`, then take the good ones in when the clerk says so; `taken` gets the answer."""
    desk, paths = place.desk, list(bundles)

    def report(progress: Progress) -> ImportAnswer:
        return exchange.import_bundles(desk, paths, dry_run=True, progress=progress)

    place.work.run(
        report,
        lambda answer: _show(owner, place, answer, dict(names), taken),
        label=t("正在核对文件"),
        owner=owner,
    )


def _show(
    owner: QWidget,
    place: Workplace,
    answer: ImportAnswer,
    names: dict[str, str],
    taken: Callable[[ImportAnswer], object],
) -> None:
    good = [bundle for bundle in answer.bundles if bundle.result in ("applied", "fork")]
    if not good and len(answer.bundles) == 1 and answer.trouble is not None:
        place.messages.trouble(answer.trouble)
        return
    table, words = ReportTable(names, compact=True), BundleWords()
    table.chosen.connect(lambda bundle: words.show_bundle(bundle, names, taken=False))
    rows = min(len(answer.bundles), _MOST_ROWS)
    table.setFixedHeight(theme().size("header_row") + rows * theme().size("row_list") + 2)
    words.setMinimumHeight(theme().px(150))
    table.show_bundles(answer.bundles, taken=False)
    panels: list[QFrame] = []

    def take() -> None:
        place.messages.close_panel(panels[0])
        _take(owner, place, table.chosen_files(), taken)

    acts = [(t("收下 {n} 个", n=len(good)), take)] if good else []
    body = column(table, (words, 1), gap=10)
    panel = place.messages.panel(t("文件里有什么"), body, acts, leave=t("先不收"), focus=table.list, width=_WIDTH)
    panels.append(panel)


def _take(owner: QWidget, place: Workplace, paths: list[Path], taken: Callable[[ImportAnswer], object]) -> None:
    desk = place.desk

    def take_in(progress: Progress) -> ImportAnswer:
        return exchange.import_bundles(desk, paths, progress=progress)

    def told(answer: ImportAnswer) -> None:
        done = [bundle for bundle in answer.bundles if bundle.result in ("applied", "fork")]
        place.messages.done(t("收下 {n} 个文件，{changes} 处改动", n=len(done), changes=sum(b.changes for b in done)))
        if answer.trouble is not None:
            place.messages.trouble(answer.trouble)
        taken(answer)

    place.work.run(take_in, told, label=t("正在收下"), owner=owner)
