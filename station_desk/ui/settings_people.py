"""People and roles: who unlocks this desk. Adding, removing, a new pass phrase for somebody, a new recovery code."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.domain.records import Account, Role
from station_desk.services import accounts
from station_desk.ui.delegate import Cell
from station_desk.ui.fields import Choice, Field, chain, say_under, under
from station_desk.ui.kit import button, fill, flat, label, row
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.messages import Question
from station_desk.ui.page import Primary, Workplace
from station_desk.ui.recovery import NewPassPhrase
from station_desk.ui.recovery_paper import RecoveryPaper
from station_desk.ui.settings_section import Section, titled
from station_desk.ui.summary import ROLE_WORDS
from station_desk.ui.theme import theme
from station_desk.wording import N, t


class PeopleSection(Section):
    """The accounts of this desk."""

    TITLE = N("人员和权限")

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        columns = [Column(t("姓名"), 0), Column(t("做什么"), 140), Column(t("状态"), 140)]
        self.model: ListModel[Account] = ListModel(columns, self._cells)
        self.view: ListView[Account] = ListView(self.model, "accounts")
        self.view.setMinimumHeight(theme().px(200))
        self.remove = button(t("去掉这个人"), self._remove, icon="trash", name="remove-person")
        self.reset = button(t("给他设新口令"), self._reset, icon="key", name="reset-pass-phrase")
        code = button(t("换恢复码"), self._new_code, icon="refresh", name="new-recovery-code")
        said = t("恢复码只在口令都忘了的时候用。换了以后，旧纸上的就打不开了。")
        self.add(
            (flat(self.view), 1),
            row(self.reset, self.remove, None),
            titled(t("恢复码"), label(said, "second", wrap=True), row(code, None)),
        )
        manages = place.desk.account.role in accounts.MANAGERS and not place.desk.read_only
        code.setEnabled(manages)
        self._manages = manages
        if manages:
            self.primary = Primary(t("加一个人"), self._add, "user-plus")
        self.view.chosen.connect(lambda _account: self._show_acts())

    def on_shown(self) -> None:
        desk = self.place.desk
        self.place.work.run(lambda _progress: accounts.list_accounts(desk), self._came, owner=self)

    def refresh(self, kinds: frozenset[str]) -> None:
        if "account" in kinds:
            self.on_shown()

    def _came(self, found: list[Account]) -> None:
        at = max(0, self.view.currentIndex().row())
        self.model.set_rows(found)
        self.view.choose(min(at, len(found) - 1))
        self._show_acts()

    def _show_acts(self) -> None:
        account = self.view.current()
        other = account is not None and account.active and account.id != self.place.desk.account.id
        self.remove.setEnabled(self._manages and other)
        self.reset.setEnabled(self._manages and other)

    def _cells(self, account: Account) -> tuple[Cell, ...]:
        me = account.id == self.place.desk.account.id
        state = t("现在登录的") if me else t("可以登录") if account.active else t("已去掉")
        ink = "" if account.active else "hint"
        return (
            Cell(account.name, weight="medium", ink=ink),
            Cell(t(ROLE_WORDS[account.role]), ink=ink or "text2"),
            Cell(state, ink=ink or "text2"),
        )

    # ---------------------------------------------------------------------------------------------------------- acts
    def _add(self) -> None:
        form = PersonForm()
        panel = self.place.messages.panel(t("加一个人"), form, [(t("加上"), lambda: send())], focus=form.name)

        def done(account: Account) -> None:
            self.place.messages.close_panel(panel)
            self.place.messages.done(t("{name} 可以登录了", name=account.name))
            self.on_shown()

        def send() -> None:
            taken = form.take()
            if taken is not None:
                desk, (name, role, phrase) = self.place.desk, taken
                self.place.work.run(lambda _progress: accounts.add_account(desk, name, role, phrase), done, owner=form)

        chain([form.name, form.role, form.phrase.first, form.phrase.second], send)

    def _remove(self) -> None:
        account = self.view.current()
        if account is None:
            return
        desk = self.place.desk
        question = Question(
            t("去掉 {name}？", name=account.name),
            t("{name} 不能再登录这台电脑。他做过的事仍然记着。数据会换一把锁，要等一会儿。", name=account.name),
            t("能。以后可以再加上，设新口令。"),
            t("去掉"),
            t("先不去掉"),
        )

        def done() -> None:
            self.place.messages.done(t("{name} 已去掉", name=account.name))
            self.on_shown()

        def go() -> None:
            self.place.work.run(
                lambda _progress: accounts.remove_account(desk, account.id),
                lambda _none: done(),
                label=t("正在换锁"),
                owner=self,
            )

        self.place.messages.ask(question, go)

    def _reset(self) -> None:
        account = self.view.current()
        if account is None:
            return
        desk, form = self.place.desk, NewPassPhrase()
        title = t("给 {name} 设新口令", name=account.name)
        panel = self.place.messages.panel(title, form, [(t("设好"), lambda: send())], focus=form.first)

        def done() -> None:
            self.place.messages.close_panel(panel)
            self.place.messages.done(t("{name} 的新口令设好了", name=account.name))

        def send() -> None:
            phrase = form.value()
            if phrase is not None:
                self.place.work.run(
                    lambda _progress: accounts.reset_pass_phrase(desk, account.id, phrase),
                    lambda _none: done(),
                    owner=form,
                )

        chain([form.first, form.second], send)

    def _new_code(self) -> None:
        desk = self.place.desk
        question = Question(
            t("换恢复码？"),
            t("旧纸上的恢复码从此打不开这个库。新的要马上抄下来。数据会换一把锁，要等一会儿。"),
            t("不能，但可以再换一次。"),
            t("换"),
            t("先不换"),
        )

        def go() -> None:
            self.place.work.run(
                lambda _progress: accounts.new_recovery_code(desk), self._show_code, label=t("正在换锁"), owner=self
            )

        self.place.messages.ask(question, go)

    def _show_code(self, code: str) -> None:
        paper = RecoveryPaper(code, self.place.desk.office.name)
        panel = self.place.messages.panel(t("新的恢复码"), paper, [(t("完成"), paper.send)], focus=paper.fields[0])
        paper.done.connect(lambda: self.place.messages.close_panel(panel))


class PersonForm(QWidget):
    """Name, role, pass phrase twice."""

    def __init__(self) -> None:
        super().__init__()
        self.name = Field("new-person")
        self.wrong = under()
        self.role = Choice("new-role", [(t(word), role) for role, word in ROLE_WORDS.items()])
        self.phrase = NewPassPhrase()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(6))
        fill(
            layout,
            label(t("姓名"), "second"),
            self.name,
            self.wrong,
            label(t("做什么"), "second"),
            self.role,
            label(t("口令，请他自己输入"), "second"),
            self.phrase,
        )

    def take(self) -> tuple[str, Role, str] | None:
        """The answers; None (and a sentence in the form) while one is missing."""
        if not self.name.text().strip():
            say_under(self.wrong, t("请填姓名。"))
            self.name.setFocus()
            return None
        say_under(self.wrong, "")
        phrase = self.phrase.value()
        return None if phrase is None else (self.name.text().strip(), Role(str(self.role.value())), phrase)
