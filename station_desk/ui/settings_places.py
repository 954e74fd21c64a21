"""Stations and rooms: all of them in a panel over 村和编制; one is added or ended, or a whole list of them is taken over."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from station_desk.domain.posts import PostUnit, UnitKind
from station_desk.domain.unit_lists import listed_villages
from station_desk.services import post_lists, posts
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.ui import files
from station_desk.ui.delegate import Cell
from station_desk.ui.fields import Choice, Field, chain, say_under, under
from station_desk.ui.kit import empty_state, field_row, fill, flat, label, put_over
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Workplace
from station_desk.ui.panel_act import act_or_say
from station_desk.ui.theme import theme
from station_desk.ui.villages_step import SHEETS
from station_desk.wording import language, t
from station_desk.wording.posts import UNIT_KINDS, held_words

_WIDTH, _ROWS, _MOST_SAID = 900, 6, 6


class PlacesView(QWidget):
    """The stations and rooms with their villages, and below them the fields of one more."""

    def __init__(self, place: Workplace, village: str) -> None:
        super().__init__()
        self.place = place
        self._names: Mapping[str, str] = {}
        columns = [
            Column(t("类别"), 100),
            Column(t("名称"), 170),
            Column(t("警务室"), 140),
            Column(t("所辖村"), 0),
            Column(t("民警"), 90),
            Column(t("起止"), 190),
        ]
        self._model: ListModel[PostUnit] = ListModel(columns, self._cells)
        self.list: ListView[PostUnit] = ListView(self._model, "places-list", row=28)
        self.list.fix_height(_ROWS)
        self._room = QStackedWidget()
        self._room.addWidget(flat(self.list))
        self._room.setFixedHeight(self.list.height())
        self.kind = Choice("places-kind", [(t(word), kind) for kind, word in UNIT_KINDS.items()])
        self.name = Field("places-name", hint=t("例如 迟营警务工作站"))
        self.villages = Field("places-villages", guarded=False, hint=t("几个用“、”隔开，岗位算在第一个村"))
        self.villages.setText(village)
        self.room = Choice("places-room")
        self.officer = Field("places-officer", guarded=False)
        self.day = Field("places-day", latin=True, hint="2026-03-01")
        self.said, self.wrong = label("", "second", wrap=True), under()
        width = 90 if language() == "zh_CN" else 120
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(6))
        fill(
            layout,
            self._room,
            self.said,
            field_row(t("名称"), (self.name, 1), self.kind, width=width),
            field_row(t("所辖村"), (self.villages, 1), width=width),
            field_row(t("警务室"), (self.room, 1), label(t("民警"), "second"), (self.officer, 1), width=width),
            field_row(t("日期"), (self.day, 1), label(t("添加：从哪天起；停用：最后一天"), "small"), width=width),
            self.wrong,
        )
        chain([self.name, self.kind, self.villages, self.room, self.officer, self.day], self.add)
        self.read()

    def read(self) -> None:
        """Show what there is now."""
        desk = self.place.desk

        def known() -> tuple[Sequence[PostUnit], Mapping[str, str]]:
            return posts.units(desk), {one.id: one.name for one in memory_of(desk).book(desk).villages.values()}

        self.place.work.run(lambda _progress: known(), self._came, owner=self)

    def _came(self, found: tuple[Sequence[PostUnit], Mapping[str, str]]) -> None:
        units, villages = found
        self._names = {**villages, **{one.id: one.name for one in units}}
        self._model.set_rows(units)
        put_over(self._room, None if units else _none_yet())
        room = self.room.value()
        rooms = [(one.name, one.id) for one in units if one.kind == "room" and not one.valid_to]
        self.room.set_entries([(t("不属于警务室"), ""), *rooms])
        self.room.set_value(room)

    def _cells(self, one: PostUnit) -> Sequence[Cell]:
        there = t("、").join(self._names.get(village, "") for village in one.villages)
        days = f"{one.valid_from or ''} – {one.valid_to or ''}" if one.valid_from or one.valid_to else ""
        room = self._names.get(one.parent_id, "")
        texts = (t(UNIT_KINDS[one.kind]), one.name, room, there, one.officer, days)
        return tuple(Cell(text) for text in texts)

    def add(self) -> None:
        """One more station or room, as the fields say."""
        kind, room = cast("UnitKind", self.kind.value()), str(self.room.value() or "")
        name, villages = self.name.text(), listed_villages(self.villages.text())
        officer, day = self.officer.text(), self.day.text().strip()
        self._do(
            lambda desk: posts.add_unit(desk, kind, name, villages, "", officer, day, room),
            t("记下了：{kind} {name}。", kind=t(UNIT_KINDS[kind]), name=name.strip()),
        )

    def end(self) -> None:
        """The chosen one is there for the last time on the day in the field."""
        one, day = self.list.current(), self.day.text().strip()
        if one is None:
            say_under(self.wrong, t("先在上面选一个。"))
            return
        self._do(lambda desk: posts.end_unit(desk, one.id, day), t("{name} 到 {day} 为止。", name=one.name, day=day))

    def _do(self, act: Callable[[Desk], object], told: str) -> None:
        def kept() -> None:
            self.name.clear()
            self.name.setFocus()
            self._tell(told)

        act_or_say(self, self.place, lambda: act(self.place.desk), self.wrong, kept)

    def ask_list(self) -> None:
        """A list of stations and rooms out of a workbook or CSV."""
        files.ask_open(self, t("收站、室名单"), t("表格 ({patterns})", patterns=SHEETS), self.take_list)

    def take_list(self, file: Path) -> None:
        """Take over a list; what could not be taken is said by its row."""
        taken: list[post_lists.TakenUnits] = []

        def kept() -> None:
            one = taken[0]
            counts = {"new": one.new, "changed": one.changed, "same": one.same}
            said = [t("新增 {new} 个，更新 {changed} 个，没有变 {same} 个。", **counts)]
            said += [held_words(fault) for fault in one.held[:_MOST_SAID]]
            if len(one.held) > _MOST_SAID:
                said.append(t("还有 {n} 行没有收，改好这些再收一次。", n=len(one.held) - _MOST_SAID))
            self._tell("\n".join(said))

        def take() -> None:
            taken.append(post_lists.import_units(self.place.desk, file))

        act_or_say(self, self.place, take, self.wrong, kept)

    def _tell(self, told: str) -> None:
        """What was done, and the list as it is now."""
        self.said.setText(told)
        say_under(self.wrong, "")
        self.place.messages.overlay.fit()
        self.read()


def _none_yet() -> QWidget:
    what = t("还没有站和室。")
    return empty_state(what, t("在下面填一个，按“添加”；也可以按“收名单”，从表格里一次收进来。"))


def show_places(place: Workplace, village: str, left: Callable[[], object]) -> PlacesView:
    """The panel; `village` stands in the field of villages at first, `left` when it was closed."""
    view = PlacesView(place, village)
    acts: list[tuple[str, Callable[[], object]]] = [
        (t("收名单"), view.ask_list),
        (t("停用选中的"), view.end),
        (t("添加"), view.add),
    ]
    place.messages.panel(t("站和室"), view, acts, focus=view.name, left=left, width=_WIDTH)
    return view
