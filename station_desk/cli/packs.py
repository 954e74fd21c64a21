"""`packs`: the policy packs, each value with the words it rests on."""

from datetime import date
from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.cli.eligibility import case_of, decision_answer, decision_lines, read_policy
from station_desk.domain.coverage import CoverLine
from station_desk.domain.dates import is_date
from station_desk.domain.policy import Listing, NotStated, Policy, Rule
from station_desk.domain.policy_tests import entry_text
from station_desk.domain.trouble import Trouble
from station_desk.services import packs as errands
from station_desk.wording import t
from station_desk.wording.policy import entry_words, source_words, value_words, what_of
from station_desk.wording.posts import why_words

packs = typer.Typer(help="the policy packs", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(packs, name="packs")


@packs.command("list")
def list_(ctx: typer.Context) -> None:
    """The packs that an office can follow."""
    session: Session = ctx.obj
    found = errands.list_packs()
    session.answer = {"packs": [_head(one) for one in found]}
    session.say(
        *(
            t("{id}  {title}，版本 {n}。{summary}", id=p.id, title=p.title, n=p.version, summary=p.summary)
            for p in found
        )
    )


@packs.command()
def show(
    ctx: typer.Context,
    pack: Annotated[
        str, typer.Argument(help="a bundled pack; without one: the office's own, with what was filled in")
    ] = "",
) -> None:
    """One pack as one reads a rule: what, value, and the words it rests on."""
    session: Session = ctx.obj
    policy = read_policy(session, pack)
    session.answer = _head(policy) | {
        "documents": [
            {"id": one.id, "title": one.title, "number": one.number, "date": one.date}
            for one in policy.documents.values()
        ],
        "rules": [_rule(policy, key, rule) for key, rule in policy.rules.items()],
        "lists": {key: _listing(policy, found) for key, found in policy.lists.items()},
    }
    session.say(policy.title, *(f"{what_of(key)}：{_told(policy, key, rule)}" for key, rule in policy.rules.items()))
    for key, found in policy.lists.items():
        session.say(f"{what_of(key)}：{_list_told(found)}")


@packs.command()
def compare(ctx: typer.Context, left: str, right: str) -> None:
    """What two packs tell differently; a pack with its parent: what it changed."""
    session: Session = ctx.obj
    one, other = read_policy(session, left), read_policy(session, right)
    found = errands.compare(one, other)
    session.answer = {
        "left": _head(one),
        "right": _head(other),
        "differences": [
            {
                "key": gap.key,
                "what": what_of(gap.key),
                "left": _side(one, gap.key, gap.left),
                "right": _side(other, gap.key, gap.right),
            }
            for gap in found
        ],
    }
    for gap in found:
        session.say(what_of(gap.key))
        for policy, side in ((one, gap.left), (other, gap.right)):
            session.say(t("    {title}：{value}", title=policy.title, value=_side_told(gap.key, side)))


@packs.command("try")
def try_(
    ctx: typer.Context,
    pack: str,
    day: Annotated[str, typer.Option(help="the reference day, YYYY-MM-DD")],
    birth: Annotated[str, typer.Option(help="date of birth, YYYY-MM-DD")] = "",
    education: Annotated[str, typer.Option(help="e.g. 高中")] = "",
    post: Annotated[list[str] | None, typer.Option(help="a post held, e.g. 治保主任; may be repeated")] = None,
    relaxed: Annotated[str, typer.Option(help="the ground for the relaxed age, as the pack names it")] = "",
    met: Annotated[list[str] | None, typer.Option(help="code of a condition that is met")] = None,
    unmet: Annotated[list[str] | None, typer.Option(help="code of a condition that is not met")] = None,
    reason: Annotated[list[str] | None, typer.Option(help="CODE=WORDS for a general condition not met")] = None,
    exclusion: Annotated[str, typer.Option(help="none, not_eligible or open: all grounds together")] = "open",
    checker: Annotated[str, typer.Option(help="who checked")] = "",
    checked_on: Annotated[str, typer.Option(help="when, YYYY-MM-DD")] = "",
    number: Annotated[str, typer.Option(help="number of the document")] = "",
) -> None:
    """Judge a case by a pack, with clause and quotation; stores nothing. `eligibility check` does more."""
    session: Session = ctx.obj
    told = {"day": day, "birth": birth, "education": education, "posts": post, "relaxed": relaxed}
    checked = {"result": exclusion, "checker": checker, "checked_on": checked_on, "number": number}
    reasons = dict(_pair(one) for one in reason or ())
    case = case_of({**told, "met": met, "unmet": unmet, "reasons": reasons, "exclusion": checked})
    policy = read_policy(session, pack)
    decision = errands.judge(policy, case)
    head = {"pack": decision.pack, "version": decision.version, "digest": decision.digest}
    session.answer = head | decision_answer(policy, decision)
    session.say(*decision_lines(policy, decision))


@packs.command()
def coverage(
    ctx: typer.Context, as_of: Annotated[str, typer.Option("--as-of", help="the day, YYYY-MM-DD; default today")] = ""
) -> None:
    """Every unit of the office on a day: posts and why, who serves, what is open and for how long."""
    session: Session = ctx.obj
    with session.desk() as desk:
        found = errands.coverage_on(desk, _day(as_of) if as_of else None)
    session.answer = {
        "day": found.day.isoformat(),
        "quota": found.quota,
        "vacant": found.vacant,
        "covered": found.covered,
        "of": found.of,
        "units": [_unit(line) for line in found.lines],
    }
    heads = [t("代码"), t("村"), t("应配"), t("原因"), t("在聘"), t("空缺"), t("空缺天数")]
    rows = [
        [one.code, one.name, one.quota, why_words(one), t("、").join(one.people), one.vacant, one.days]
        for one in found.lines
    ]
    session.say(table(heads, rows))
    session.say(
        t(
            "应配 {quota} 名，空缺 {vacant} 名；{of} 个里有 {covered} 个有人。",
            quota=found.quota,
            vacant=found.vacant,
            of=found.of,
            covered=found.covered,
        )
    )


def _unit(line: CoverLine) -> dict[str, object]:
    return {
        "code": line.code,
        "name": line.name,
        "kind": line.kind,
        "households": line.households,
        "quota": line.quota,
        "why": line.why,
        "reason": line.reason,
        "people": list(line.people),
        "covered_by": list(line.covered_by),
        "vacant": line.vacant,
        "days": line.days,
    }


def _head(policy: Policy) -> dict[str, object]:
    missing = [key for key, rule in policy.rules.items() if isinstance(rule, NotStated) and rule.ask]
    return {
        "id": policy.id,
        "title": policy.title,
        "summary": policy.summary,
        "version": policy.version,
        "effective_from": policy.effective_from,
        "parent": policy.parent,
        "digest": policy.digest,
        "stated": sum(not isinstance(rule, NotStated) for rule in policy.rules.values()),
        "missing": missing,
    }


def _rule(policy: Policy, key: str, rule: Rule[object]) -> dict[str, object]:
    value = None if isinstance(rule, NotStated) else rule.value
    return {
        "key": key,
        "what": what_of(key),
        "state": _state(rule),
        "value": list(value) if isinstance(value, tuple) else value,
        "said": "" if isinstance(rule, NotStated) else value_words(key, rule.value),
        "source": errands.provenance(rule, policy),
        "ask": rule.ask if isinstance(rule, NotStated) else "",
        "own": key in policy.own,
        "filled": key in policy.filled,
    }


def _state(rule: Rule[object] | Listing[object]) -> str:
    if isinstance(rule, NotStated):
        return "not_stated" if rule.ask else "none"
    return type(rule).__name__.lower()


def _listing(policy: Policy, found: Listing[object]) -> dict[str, object]:
    if isinstance(found, NotStated):
        return {"state": _state(found), "ask": found.ask, "entries": []}
    entries = [
        {"text": entry_text(one.value), "said": entry_words(one.value), "source": errands.provenance(one, policy)}
        for one in found
    ]
    return {"state": "stated", "ask": "", "entries": entries}


def _side(policy: Policy, key: str, side: Rule[object] | Listing[object]) -> dict[str, object]:
    return _listing(policy, side) if isinstance(side, tuple) else _rule(policy, key, side)


def _side_told(key: str, side: Rule[object] | Listing[object]) -> str:
    if isinstance(side, tuple):
        return _list_told(side)
    return _missing(side) if isinstance(side, NotStated) else value_words(key, side.value)


def _told(policy: Policy, key: str, rule: Rule[object]) -> str:
    if isinstance(rule, NotStated):
        return _missing(rule)
    return f"{value_words(key, rule.value)}  “{getattr(rule, 'quote', '')}” {source_words(rule, policy.documents)}"


def _list_told(found: Listing[object]) -> str:
    if isinstance(found, NotStated):
        return _missing(found)
    return t("；").join(entry_words(one.value) for one in found)


def _missing(rule: NotStated) -> str:
    return t("缺（由{who}定）", who=rule.ask) if rule.ask else t("没有这一项")


def _day(text: str) -> date:
    if len(text) != 10 or not is_date(text):
        raise Trouble("day_wrong", text=text)
    return date.fromisoformat(text)


def _pair(text: str) -> tuple[str, str]:
    code, _, words = text.partition("=")
    return code, words
