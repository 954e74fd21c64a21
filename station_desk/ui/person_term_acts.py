"""Acts on a term from the person's card: renew, suspend, let go on, move to another station (DOMAIN 2.3)."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from station_desk.domain.records import OfficeKind, TermState
from station_desk.domain.roster import PersonCard
from station_desk.services import selection, selection_terms, selection_transfer
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.services.selection_transfer import Transfer
from station_desk.ui.page import Workplace
from station_desk.ui.selection_forms import Form
from station_desk.wording import t
from station_desk.wording.selection import pause_reasons

Ask = Callable[[], None]


def ask_term(owner: QWidget, place: Workplace, shown: PersonCard | None) -> None:
    """What may be done now with the person on the card, and the transfers that wait for this office; one is chosen."""
    desk = place.desk

    def read(_progress: object) -> tuple[list[Transfer], Mapping[str, str]]:
        stations = memory_of(desk).book(desk).stations
        return [one for one in selection_transfer.transfers(desk) if not one.done], stations

    def choose(found: tuple[list[Transfer], Mapping[str, str]]) -> None:
        acts = _acts(owner, place, shown, *found)
        if not acts:
            place.messages.done(t("现在没有可办的聘期事项"))
        elif len(acts) == 1:
            acts[0][1]()
        else:
            _choose(owner, place, acts)

    place.work.run(read, choose, owner=owner)


def _choose(owner: QWidget, place: Workplace, acts: Sequence[tuple[str, Ask]]) -> None:
    form = Form(owner, place, t("聘期"), t("接着办"))
    form.choice("what", t("办什么"), [(words, at) for at, (words, _ask) in enumerate(acts)])
    form.show(lambda _desk: None, lambda: acts[int(form.text("what") or 0)][1](), says=False)


def _acts(
    owner: QWidget,
    place: Workplace,
    shown: PersonCard | None,
    waiting: Sequence[Transfer],
    stations: Mapping[str, str],
) -> list[tuple[str, Ask]]:
    """The acts in their order, each with what it asks."""
    if place.desk.office.kind is OfficeKind.COUNTY:
        if shown is None or shown.status not in (TermState.ACTIVE, TermState.SUSPENDED):
            return []
        return [(t("调到别的派出所：{name}", name=shown.name), partial(_order, owner, place, shown, stations))]
    found: list[tuple[str, Ask]] = []
    if shown is not None and shown.ours and shown.status is TermState.ACTIVE:
        found.append((t("续聘：{name}", name=shown.name), partial(_renew, owner, place, shown)))
        found.append((t("暂停：{name}", name=shown.name), partial(_suspend, owner, place, shown)))
    if shown is not None and shown.ours and shown.status is TermState.SUSPENDED:
        found.append((t("恢复：{name}", name=shown.name), partial(_resume, owner, place, shown)))
    for one in waiting:
        if one.way == "leaves":
            found.append((t("办调出：{name}", name=one.record.name), partial(_release, owner, place, one)))
        elif one.way == "comes":
            found.append((t("办调入：{name}", name=one.record.name), partial(_receive, owner, place, one)))
    return found


def _renew(owner: QWidget, place: Workplace, shown: PersonCard) -> None:
    form = Form(owner, place, t("续聘：{name}", name=shown.name), t("续聘"))
    form.line("end", t("新聘期到"), latin=True, hint=t("空着：按方案的任期；方案没有写明要填"))
    form.line("number", t("聘书编号"), hint=t("没有就空着"))
    form.show(lambda desk: selection_terms.renew(desk, [shown.id], form.text("end"), form.text("number")))


def _suspend(owner: QWidget, place: Workplace, shown: PersonCard) -> None:
    form = Form(owner, place, t("暂停：{name}", name=shown.name), t("暂停聘期"))
    form.say(t("村里的岗位还算有人；暂停的日子不发补助，原因和文号记在聘期里。"))
    form.choice("reason", t("原因"), [(words, code) for code, words in pause_reasons().items()])
    form.line("on", t("从哪天起"), place.desk.clock.today().isoformat(), latin=True)
    form.line("doc", t("文号"), hint=t("没有就空着"))
    form.show(
        lambda desk: selection_terms.suspend(desk, shown.id, form.text("on"), form.text("reason"), form.text("doc"))
    )


def _resume(owner: QWidget, place: Workplace, shown: PersonCard) -> None:
    form = Form(owner, place, t("恢复：{name}", name=shown.name), t("恢复"))
    form.line("on", t("哪天起在岗"), place.desk.clock.today().isoformat(), latin=True)
    form.show(lambda desk: selection_terms.resume(desk, shown.id, form.text("on")))


def _order(owner: QWidget, place: Workplace, shown: PersonCard, stations: Mapping[str, str]) -> None:
    form = Form(owner, place, t("调到别的派出所：{name}", name=shown.name), t("写下调动"))
    form.say(t("调动随下一个包送到两个派出所：原来的办调出，新的办调入，过去的记录留在原来的派出所。"))
    others = [(f"{name}　{code}", code) for code, name in stations.items() if code != shown.scope]
    form.choice("to", t("新派出所"), others)
    form.line("day", t("哪天起"), place.desk.clock.today().isoformat(), latin=True)
    form.line("doc", t("文号"))
    form.show(
        lambda desk: selection_transfer.order(desk, shown.id, form.text("to"), form.text("day"), form.text("doc"))
    )


def _release(owner: QWidget, place: Workplace, one: Transfer) -> None:
    record = one.record
    form = Form(owner, place, t("办调出：{name}", name=record.name), t("办调出"))
    form.say(t("{doc}，{day} 起调走；这里的聘期到前一天为止。", doc=record.doc_no, day=record.day))
    form.show(lambda desk: selection_transfer.release(desk, record.id))


def _receive(owner: QWidget, place: Workplace, one: Transfer) -> None:
    record, desk = one.record, place.desk

    def vacant(_progress: object) -> list[tuple[str, object]]:
        villages = memory_of(desk).book(desk).villages
        return [(villages[key].name, key) for key, seats in selection.vacancies(desk).items() if seats > 0]

    def ask(places: list[tuple[str, object]]) -> None:
        form = Form(owner, place, t("办调入：{name}", name=record.name), t("办调入"))
        form.say(t("{doc}，{day} 起到这里。", doc=record.doc_no, day=record.day))
        form.choice("village", t("到哪个村"), places)
        form.line("end", t("聘期到"), latin=True, hint=t("没有就空着"))
        form.line("number", t("聘书编号"), hint=t("没有就空着"))

        def act(writes: Desk) -> object:
            told = (form.text("village"), form.text("end"), form.text("number"))
            return selection_transfer.receive(writes, record.id, *told)

        form.show(act)

    place.work.run(vacant, ask, owner=owner)
