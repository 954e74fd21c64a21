"""The stage board in words and marks: a cell for each stage, a sentence for the candidate, the act that comes next."""

from station_desk.domain.selection import Done, Kind, State, kind_of, sides
from station_desk.services.selection_board import Board, Case
from station_desk.ui.delegate import Cell
from station_desk.wording import N, t
from station_desk.wording.selection import lack_words, period_words, reason_words, short_side, state_words

ACTS: dict[Kind, str] = {
    "plan": N("录用人计划"),
    "apply": N("录报名"),
    "elig": N("录资格审查"),
    "recommend": N("录推荐会议"),
    "examine": N("录考察意见"),
    "pre_approve": N("录联合审定"),
    "vote": N("录投票结果"),
    "publicity": N("贴出公示"),
    "test": N("录成绩"),
    "merit": N("按成绩择优"),
    "approve": N("录县局批复"),
    "contract": N("录合同"),
    "recruit": N("录招聘结果"),
    "appoint": N("聘任"),
}
_ENDED = frozenset(State) - {State.DRAFT, State.RUNNING, State.APPROVED, State.APPOINTED, State.RESERVE, State.OBJECTED}


def act_words(found: Board, one: Case) -> str:
    """What is done next with a candidate; "" for nothing."""
    if one.standing.state is State.OBJECTED:
        return t("答复异议")
    if not one.standing.going:
        return ""
    if needs_check(one):
        return t("录资格审查")
    kind = kind_of(found.stages[one.standing.at])
    if kind == "publicity" and one.shown_until is not None:
        return t("公示期满")
    return t(ACTS[kind])


def needs_check(one: Case) -> bool:
    """Whether the check of the conditions comes before the stage itself."""
    return any(lack in ("check", "check_open") for lack in one.lacks)


def stage_cell(found: Board, one: Case, at: int) -> Cell:
    """One stage of one candidate: what is there, what is missing, or nothing yet."""
    standing = one.standing
    if at < standing.at or (standing.state is State.APPOINTED and at == standing.at):
        done = standing.done[at]
        return Cell(_short_day(done), mark="tick", second=(done.doc_no if done else ""), ink="text2")
    if at > standing.at:
        return Cell("–", ink="text2")
    if standing.state in _ENDED:
        return Cell(state_words(standing.state.value), mark="bad", ink="bad")
    if standing.state is State.RESERVE:
        return Cell(t("候补"), mark="wait", ink="text2")
    if standing.state is State.OBJECTED:
        return Cell(t("有异议"), mark="warn", ink="warn")
    lack = one.lacks[0] if one.lacks else "step"
    if one.shown_until and one.shown_until.unsure:
        return Cell(lack_words(lack, (), _until(one)), mark="warn", ink="warn")
    return Cell(lack_words(lack, sides(found.stages[at]), _until(one)), mark="todo", ink="accent")


def sentence(found: Board, one: Case) -> str:
    """Where somebody stands, in a sentence."""
    stage = found.stages[one.standing.at]
    if one.standing.state in _ENDED or one.standing.state is State.RESERVE:
        why = t("，{reason}", reason=reason_words(one.standing.reason)) if one.standing.reason else ""
        words = state_words(one.standing.state.value)
        return t("{name}：{stage}，{state}{why}", name=one.name, stage=stage.name, state=words, why=why)
    if one.standing.state is State.APPOINTED:
        return t("{name}：已聘任", name=one.name)
    parts = [lack_words(lack, sides(stage), _until(one)) for lack in one.lacks]
    if one.shown_until and one.lacks:
        parts += period_words(one.shown_until)
    said = t("；").join(parts)
    return t("{name}：{stage}，{lacks}", name=one.name, stage=stage.name, lacks=said or t("异议还没有答复"))


def cell_sentence(found: Board, one: Case, at: int) -> str:
    """A candidate at one stage: what was done there, or that it has not come to it; the next one as `sentence` says."""
    standing, stage = one.standing, found.stages[at].name
    if at > standing.at:
        return t("{name}：还没有到“{stage}”", name=one.name, stage=stage)
    done = standing.done[at]
    if at == standing.at and standing.state is not State.APPOINTED:
        return sentence(found, one)
    parts = [done.day, done.doc_no] if done else []
    if done and done.score is not None:
        parts.append(t("{points} 分", points=f"{done.score / 10:g}"))
    said = t("，").join(part for part in parts if part)
    return t("{name}：{stage}，{said}", name=one.name, stage=stage, said=said or t("已办"))


def signed(found: Board, one: Case, at: int) -> list[tuple[str, str]]:
    """Who has signed at a stage: (side, what is there)."""
    stage = found.stages[at]
    done = one.standing.done[at]
    names = (done.by_name, done.second_by) if done else ("", "")
    who = sides(stage)
    if len(who) < 2:
        return []
    day = done.day if done else ""
    return [
        (short_side(side), t("{day} 同意（{name}）", day=day, name=name) if name else t("还没有"))
        for side, name in zip(who, names, strict=True)
    ]


def conditions(one: Case) -> Cell:
    """Age and education; amber where the check is open, red where it excludes."""
    age = t("{n} 岁", n=one.age) if one.age is not None else ""
    text = t("、").join(part for part in (age, one.candidate.education) if part)
    if one.standing.state is State.INELIGIBLE:
        return Cell(text, mark="bad", ink="bad")
    return Cell(text, mark="ok" if one.facts.check == "none" else "", ink="text2")


def _short_day(done: Done | None) -> str:
    return done.day[5:] if done and done.day else ""


def _until(one: Case) -> str:
    last = one.shown_until.last if one.shown_until else None
    return last.isoformat()[5:] if last else ""
