"""Panels that begin something: a batch from the vacancies, one candidate after the other (UX 4.6)."""

from collections import Counter
from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from station_desk.domain.idno import mask_id
from station_desk.domain.intake_words import EDUCATION
from station_desk.domain.policy import Policy, stated
from station_desk.services import selection, selection_mend
from station_desk.services.desk import Desk
from station_desk.services.selection_board import Board, Case
from station_desk.ui.page import Workplace
from station_desk.ui.selection_forms import BETWEEN, Form
from station_desk.wording import t
from station_desk.wording.selection import reasons


def ask_batch(owner: QWidget, place: Workplace, vacant: Mapping[str, tuple[str, int]]) -> None:
    """Open a batch. `vacant` as `selection.vacant_names`; every one of them is proposed."""
    today = place.desk.clock.today().isoformat()
    form = Form(owner, place, t("开始一批选聘"), t("开始"))
    form.line("name", t("名称"), t("{year}年{month}月", year=today[:4], month=int(today[5:7])))
    form.line("villages", t("空缺的村"), "、".join(_told(name, seats) for name, seats in vacant.values()))
    form.line("opened", t("开始"), today, latin=True)
    form.line("closes", t("报名截止"), latin=True, hint=t("年-月-日，没有就空着"))
    form.line("days", t("几天内办完"), latin=True, hint=t("例如 17，没有期限就空着"))

    def act(desk: Desk) -> object:
        start, days = form.text("opened"), form.text("days")
        due = selection.deadline_after(start, int(days)) if days.isascii() and days.isdecimal() else ""
        seats: Counter[str] = Counter()
        for village, count in (_asked(one) for one in BETWEEN.split(form.text("villages")) if one):
            seats[village] += count
        new = selection.NewBatch(form.text("name"), start, seats, form.text("closes"), due)
        return selection.open_batch(desk, new)

    form.show(act)


def ask_candidate(owner: QWidget, place: Workplace, found: Board, policy: Policy, at: int = 0) -> None:
    """Take up one candidate; when it is written the same form comes for the next village."""
    form = Form(owner, place, t("加候选人"), t("记下，接着加"))
    villages = [(found.village_of(post), post.id) for post in found.posts]
    form.choice("village", t("村"), villages[at:] + villages[:at])
    form.line("name", t("姓名"))
    form.line("id", t("身份证号"), latin=True)
    form.line("phone", t("电话"), latin=True)
    form.choice("education", t("学历"), [(t("没有填"), ""), *((one, one) for one in EDUCATION)])
    form.line("post", t("现任职务"), hint=t("例如 治保主任"))
    if policy.stores_political:
        form.line("political", t("政治面貌"))
    relaxed = stated(policy.age.relaxed_for, ())
    if relaxed:
        form.choice("relaxed", t("年龄放宽"), [(t("不放宽"), ""), *((one, one) for one in relaxed)])
    form.line("signed", t("报名表签字日期"), found.today.isoformat(), latin=True)

    def act(desk: Desk) -> object:
        told = selection.NewCandidate(
            form.text("village"),
            form.text("name"),
            form.text("id"),
            phone=form.text("phone"),
            education=form.text("education"),
            political=form.text("political") if policy.stores_political else "",
            post=form.text("post"),
            relaxed=form.text("relaxed") if relaxed else "",
            signed_on=form.text("signed"),
        )
        return selection.add_candidates(desk, found.batch.id, [told])

    def again() -> None:
        chosen = next(at for at, post in enumerate(found.posts) if post.id == form.text("village"))
        ask_candidate(owner, place, found, policy, (chosen + 1) % len(found.posts))

    form.show(act, again)


def ask_mend(owner: QWidget, place: Workplace, found: Board, one: Case, policy: Policy, field: str = "") -> None:
    """Put right what was typed of a candidate; `field` is the one to begin with."""
    mine = one.candidate
    form = Form(owner, place, t("更正：{name}", name=one.name), t("记下"))
    form.line("name", t("姓名"), mine.name)
    form.line("id_no", t("身份证号"), latin=True, hint=t("{number}，不改就空着", number=mask_id(mine.id_no or None)))
    form.line("phone", t("电话"), mine.phone, latin=True)
    taught = [(word, word) for word in dict.fromkeys((mine.education, *EDUCATION)) if word]
    form.choice("education", t("学历"), [*taught, (t("没有填"), "")])
    form.line("post", t("现任职务"), mine.post)
    if policy.stores_political:
        form.line("political", t("政治面貌"), mine.political)
    form.begin_at(field)

    def act(desk: Desk) -> object:
        return selection_mend.mend_candidate(desk, found.batch.id, one.id, {key: form.text(key) for key in form.fields})

    form.show(act)


def ask_end(owner: QWidget, place: Workplace, found: Board) -> None:
    """Put a batch away that is done, or cancel it with a reason."""
    form = Form(owner, place, t("结束这一批：{name}", name=found.batch.name), t("结束"))
    ways = [(t("办完了，归档"), "archived"), (t("取消这一批"), "cancelled")]
    form.choice("way", t("怎么结束"), ways if found.state == "done" else ways[::-1])
    form.choice("reason", t("取消的原因"), [(words, code) for code, words in reasons().items()])

    def act(desk: Desk) -> None:
        way = form.text("way")
        reason = form.text("reason") if way == "cancelled" else ""
        selection.end_batch(desk, found.batch.id, way, reason)

    form.show(act)


def _told(name: str, seats: int) -> str:
    return name if seats == 1 else f"{name}={seats}"


def _asked(text: str) -> tuple[str, int]:
    village, _, count = text.partition("=")
    return village, int(count) if count.isascii() and count.isdecimal() else 1
