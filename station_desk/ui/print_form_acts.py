"""What an office does with a form itself: change it, compare it, go back to the original; a county sends its own down."""

from collections.abc import Callable

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from station_desk.domain.paper import FormInfo
from station_desk.domain.records import OfficeKind
from station_desk.services import form_places
from station_desk.ui.kit import Item, button, fill, label, named, row
from station_desk.ui.messages import Question
from station_desk.ui.page import Workplace
from station_desk.ui.print_words import form_name
from station_desk.ui.theme import theme
from station_desk.wording import N, t

_WIDTH = 520
_ORIGINS = {"bundled": N("程序自带"), "county": N("县局发来"), "own": N("本单位改过")}


def show_form_acts(owner: QWidget, place: Workplace, form: FormInfo, done: Callable[[], object]) -> None:
    """The acts that are possible with `form` just now; `done` is called after each that changed something."""
    panels: list[QFrame] = []

    def close() -> None:
        place.messages.close_panel(panels[0])

    def after(act: Callable[[], None]) -> Callable[[], None]:
        def go() -> None:
            close()
            act()

        return go

    acts = _FormActs(owner, place, form, done)
    made = [button(text, after(act), name=name) for text, name, act in acts.offered()]
    body = QWidget()
    layout = QVBoxLayout(body)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme().px(10))
    items: list[Item] = [label(t("现在用的：{origin}", origin=t(_ORIGINS[form.origin])), "second")]
    items += [label(str(form.file.name), "small", copy=True)]
    items += [row((one, 1)) for one in made]
    fill(layout, *items)
    panels.append(place.messages.panel(form_name(form), body, [], focus=made[0] if made else None, width=_WIDTH))


class _FormActs:
    """The acts with one form."""

    def __init__(self, owner: QWidget, place: Workplace, form: FormInfo, done: Callable[[], object]) -> None:
        self.owner, self.place, self.form, self.done = owner, place, form, done

    def offered(self) -> list[tuple[str, str, Callable[[], None]]]:
        """Words, name and act of what can be done."""
        if self.place.desk.read_only:
            return [(t("和原来的比一比"), "form-compare", self.compare)] if self.form.own else []
        if not self.form.own:
            found = [(t("改这张表"), "form-change", self.change)]
        else:
            found = [(t("打开来改"), "form-open", self.open)]
            if self.form.replaces:
                found.append((t("和原来的比一比"), "form-compare", self.compare))
            found.append((t("退回原来的"), "form-return", self.go_back))
        if self.place.desk.office.kind is OfficeKind.COUNTY and self.form.own:
            found.append((t("发给各所"), "form-publish", self.publish))
        if self.place.desk.office.kind is OfficeKind.COUNTY and self.form.code in form_places.published(
            self.place.desk
        ):
            found.append((t("不再发给各所"), "form-withdraw", self.withdraw))
        return found

    def change(self) -> None:
        """A copy of one's own, opened in the editor of the computer."""
        desk, code = self.place.desk, self.form.code
        self.place.work.run(
            lambda _progress: form_places.begin_own(desk, code),
            lambda file: self._changed(file.name, open_too=True),
            owner=self.owner,
        )

    def open(self) -> None:
        """The own file in the editor of the computer."""
        file = form_places.own_forms(self.place.desk) / self.form.file.name
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
        self.place.messages.done(t("改的是 {file}；存好以后回来看预览", file=file.name))

    def _changed(self, file: str, *, open_too: bool) -> None:
        if open_too:
            self.open()
        self.place.messages.done(t("本单位自己的一份：{file}。改好存上，回来看预览", file=file))
        self.done()

    def compare(self) -> None:
        """The lines that differ."""
        desk, code = self.place.desk, self.form.code
        self.place.work.run(lambda _progress: form_places.compare(desk, code), self._compared, owner=self.owner)

    def _compared(self, lines: list[str]) -> None:
        text = named(QPlainTextEdit("\n".join(lines) or t("和原来的一样。")), "form-difference")
        text.setReadOnly(True)
        text.setMinimumHeight(theme().px(360))
        title = t("{form}：- 是原来的，+ 是本单位的", form=form_name(self.form))
        self.place.messages.panel(title, text, [], focus=text, width=760)

    def go_back(self) -> None:
        """Ask, then put the own form away."""
        desk, code = self.place.desk, self.form.code
        question = Question(
            t("{form}退回原来的？", form=form_name(self.form)),
            t("以后印的都用原来的那份。"),
            t("能。本单位改过的那份挪到“{folder}”文件夹，不删。", folder=form_places.PUT_AWAY),
            t("退回原来的"),
            t("先不退"),
        )

        def go() -> None:
            self.place.work.run(
                lambda _progress: form_places.return_to_original(desk, code),
                lambda away: self._said(t("又用原来的了；自己的那份挪到 {file}", file=away.name)),
                owner=self.owner,
            )

        self.place.messages.ask(question, go)

    def publish(self) -> None:
        """County: the own form goes to every station with the next bundle."""
        desk, code = self.place.desk, self.form.code
        self.place.work.run(
            lambda _progress: form_places.publish(desk, code),
            lambda sent: self._said(t("{form} 会随下一个包发到各所。", form=sent)),
            owner=self.owner,
        )

    def withdraw(self) -> None:
        """County: the stations go back to the bundled form."""
        desk, code = self.place.desk, self.form.code
        self.place.work.run(
            lambda _progress: form_places.withdraw(desk, code),
            lambda _none: self._said(t("下一个包到了以后，各所又用程序自带的 {form}。", form=code)),
            owner=self.owner,
        )

    def _said(self, text: str) -> None:
        self.place.messages.done(text)
        self.done()
