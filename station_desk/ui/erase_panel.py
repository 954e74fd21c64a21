"""删除个人信息: what goes is counted first, the reason is chosen, the name typed; then it is gone for ever."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from station_desk.services import erase
from station_desk.services.erase import REASONS, Erased, Hangs
from station_desk.ui.buttons import Switch
from station_desk.ui.fields import Field, chain, say_under, under
from station_desk.ui.kit import Item, field_row, fill, label, named, row
from station_desk.ui.page import Workplace
from station_desk.ui.person_words import listed
from station_desk.ui.theme import theme
from station_desk.wording import N, language, t, tn
from station_desk.wording.archive import still_in_archives

REASON_WORDS: dict[str, str] = {
    "retention": N("离任已久，保存期满"),
    "request": N("本人要求删除"),
    "order": N("上级通知删除"),
    "mistake": N("不该录入的人"),
}
KIND_WORDS: dict[str, str] = {
    "term": N("聘期"),
    "sheet": N("印过的纸"),
    "attachment": N("照片和附件"),
    "remark": N("意见和答复"),
}
_WIDTH = 520


class EraseForm(QWidget):
    """The form; `ready` once the person's name stands in the field."""

    def __init__(self, told: Hangs) -> None:
        super().__init__()
        self.told = told
        self.reason = REASONS[0]
        self._reasons: list[Switch] = []
        self._wrong = under()
        for n, code in enumerate(REASONS, 1):
            made = named(Switch(f"{n}  {t(REASON_WORDS[code])}", "choice"), f"erase-{code}")
            made.clicked.connect(lambda _on=False, code=code: self.choose(code))
            made.installEventFilter(self)
            self._reasons.append(made)
        self.name = Field("erase-name", hint=t("照着写：{name}", name=told.name), guarded=False)
        self.name.textChanged.connect(lambda _text: say_under(self._wrong, ""))
        self._assemble()
        self.choose(REASONS[0])

    def _assemble(self) -> None:
        width = 76 if language() == "zh_CN" else 136
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(8))
        pairs: list[Item] = [
            row((left, 1), (right, 1), gap=6)
            for left, right in zip(self._reasons[::2], self._reasons[1::2], strict=True)
        ]
        fill(
            layout,
            field_row(t("会怎么样"), (_said(what_goes(self.told)), 1), width=width),
            field_row(t("能反悔吗"), (_said(_no_way_back(self.told)), 1), width=width),
            4,
            label(t("为什么（按数字选）"), "second"),
            *pairs,
            4,
            field_row(t("输入姓名"), (self.name, 1), width=width),
            self._wrong,
        )

    def first(self) -> QWidget:
        """Where the cursor begins."""
        return self._reasons[0]

    def choose(self, reason: str) -> None:
        """This reason."""
        self.reason = reason
        for made, code in zip(self._reasons, REASONS, strict=True):
            made.setChecked(code == reason)

    def ready(self) -> bool:
        """Whether the name was typed; else it is said below the field."""
        same = "".join(self.name.text().split()) == "".join(self.told.name.split())
        say_under(self._wrong, "" if same else t("和这个人的姓名不一样，什么都没有删。"))
        if not same:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        return same

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.text().isdigit():
            at = int(event.text()) - 1
            if 0 <= at < len(REASONS):
                self.choose(REASONS[at])
                self.name.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)


def _said(text: str) -> QLabel:
    made = label(text, wrap=True)
    width = theme().px(_WIDTH - (92 if language() == "zh_CN" else 152))
    made.setFixedWidth(width)
    made.setMinimumHeight(made.heightForWidth(width))
    return made


def what_goes(told: Hangs) -> str:
    """What would be erased, in one sentence."""
    parts = [
        t("{what} {n} 条", what=t(word), n=told.kinds[kind]) for kind, word in KIND_WORDS.items() if kind in told.kinds
    ]
    others = listed(parts)
    first = t("“{name}”的身份证号、电话和全部经过从本机删掉", name=told.name)
    second = t("，连同{others}", others=others) if others else ""
    return first + second + t("；下一包让县局也删掉。只留下一个没有内容的记号，好让核对还对得上。")


def _no_way_back(told: Hangs) -> str:
    said = t("不能。旧 U 盘、旧备份再导入也带不回来。")
    if told.backups:
        said += tn(
            "本机还有 {n} 份旧备份里有这个人，到期会自动清掉。",
            "本机还有 {n} 份旧备份里有这个人，到期会自动清掉。",
            told.backups,
        )
    return said


def ask_erase(owner: QWidget, place: Workplace, person_id: str, gone: Callable[[], object] | None = None) -> None:
    """Count what hangs on the person, ask, erase; `gone` is called afterwards."""
    desk = place.desk

    def show(told: Hangs) -> None:
        form = EraseForm(told)
        panels: list[QFrame] = []

        def go() -> None:
            if not form.ready():
                return
            reason, typed = form.reason, form.name.text()
            place.messages.close_panel(panels[0])
            place.work.run(
                lambda _progress: erase.erase_person(desk, person_id, reason, typed),
                done,
                label=t("正在删除"),
                owner=owner,
            )

        chain([form.name], go)
        title = t("删除“{name}”的个人信息", name=told.name)
        acts: list[tuple[str, Callable[[], object]]] = [(t("永远删除"), go)]
        panels.append(place.messages.panel(title, form, acts, focus=form.first(), leave=t("先不删"), width=_WIDTH))

    def done(erased: Erased) -> None:
        words = erased_words(erased.kinds)
        place.messages.done(f"{words}；{still_in_archives('、'.join(erased.archives))}" if erased.archives else words)
        if gone is not None:
            gone()

    place.work.run(lambda _progress: erase.hangs_on(desk, person_id), show, owner=owner)


def erased_words(kinds: Mapping[str, int]) -> str:
    """What was done, for the status strip."""
    return t("已永远删除，共 {n} 条记录；下一包让县局也删掉", n=sum(kinds.values()))
