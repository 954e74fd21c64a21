"""`eligibility`: whether somebody may be chosen, with the clause and the words of each rule; nothing is stored unasked."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session
from station_desk.domain.dates import is_date
from station_desk.domain.eligibility import Case, Decision, ExclusionCheck
from station_desk.domain.policy import Policy
from station_desk.domain.trouble import Trouble
from station_desk.machine.home import Home
from station_desk.services import eligibility as errands
from station_desk.services import packs
from station_desk.services.json_files import read_json
from station_desk.services.selection_terms import find_person
from station_desk.wording import t
from station_desk.wording.eligibility import decision_words, exclusion_words, finding_words, verdict_words
from station_desk.wording.policy import source_words

eligibility = typer.Typer(help="whether somebody may be chosen", no_args_is_help=True)
RESULTS = ("none", "not_eligible", "open")
_TEXTS = ("id", "name", "birth", "day", "education", "relaxed")
_LISTS = ("posts", "met", "unmet")
_EXCLUSION = ("result", "checker", "checked_on", "number", "ask_again")


def register(app: typer.Typer) -> None:
    app.add_typer(eligibility, name="eligibility")


@eligibility.callback()
def start() -> None:
    """Whether somebody may be chosen by a policy."""


@eligibility.command()
def check(
    ctx: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="JSON: one case or a list (day, birth, education, posts …)")
    ] = None,
    person: Annotated[str, typer.Option(help="somebody of the roster: id or name")] = "",
    pack: Annotated[str, typer.Option(help="the policy; default: the office's own")] = "",
    day: Annotated[str, typer.Option(help="the reference day, YYYY-MM-DD; default today")] = "",
    birth: Annotated[str, typer.Option(help="date of birth, YYYY-MM-DD")] = "",
    education: Annotated[str, typer.Option(help="e.g. 高中")] = "",
    post: Annotated[list[str] | None, typer.Option(help="a post held, e.g. 治保主任; may be repeated")] = None,
    relaxed: Annotated[str, typer.Option(help="the ground for the relaxed age, as the policy names it")] = "",
    met: Annotated[list[str] | None, typer.Option(help="code of a condition that is met")] = None,
    unmet: Annotated[list[str] | None, typer.Option(help="code of a condition that is not met")] = None,
    reason: Annotated[list[str] | None, typer.Option(help="CODE=REASON for a general condition not met")] = None,
    exclusion: Annotated[str, typer.Option(help="none, not_eligible or open: all grounds together")] = "open",
    checker: Annotated[str, typer.Option(help="who checked")] = "",
    checked_on: Annotated[str, typer.Option(help="when, YYYY-MM-DD")] = "",
    number: Annotated[str, typer.Option(help="number of the document")] = "",
    ask_again: Annotated[str, typer.Option(help="the day from which somebody may be asked again, YYYY-MM-DD")] = "",
    record: Annotated[bool, typer.Option("--record", help="keep the one result for --person")] = False,
) -> None:
    """Judge cases by a policy: the answer in a sentence, each condition with document, clause and quotation.

    Stores nothing; --record keeps the one result for somebody of the roster, by the office's own policy.
    """
    session: Session = ctx.obj
    told: dict[str, object] = {
        "birth": birth,
        "education": education,
        "posts": post or (),
        "relaxed": relaxed,
        "met": met or (),
        "unmet": unmet or (),
        "reasons": dict(one.partition("=")[::2] for one in reason or ()),
        "exclusion": dict(zip(_EXCLUSION, (exclusion, checker, checked_on, number, ask_again), strict=True)),
    }
    if record and not person:
        raise Trouble("record_for_whom")
    if person:
        _check_person(session, person, pack, {**told, "day": day}, record=record)
        return
    cases = _told_in(file) if file else [told]
    policy = read_policy(session, pack)
    judged = []
    for one in cases:
        case = case_of({"day": day or date.today().isoformat(), **one})
        judged.append((one, packs.judge(policy, case)))
    _answer(session, policy, judged)


def _check_person(session: Session, person: str, pack: str, told: Mapping[str, object], *, record: bool) -> None:
    with session.desk(write=record) as desk:
        found = find_person(desk, person)
        if record and pack not in ("", desk.office.pack):
            raise Trouble("record_own_pack", pack=pack, own=desk.office.pack)
        case = case_of({**told, "day": told["day"] or desk.clock.today().isoformat()})
        case = replace(
            case,
            birth=case.birth or found.birth,
            education=case.education or found.education or "",
            posts=case.posts or ((found.post,) if found.post else ()),
        )
        policy = packs.read_here(desk, pack or desk.office.pack)
        if record:
            _kept, decision = errands.record(desk, "person", found.id, case)
        else:
            decision = packs.judge(policy, case)
    _answer(session, policy, [({"id": found.id, "name": found.name}, decision)])
    session.answer["recorded"] = record


def read_policy(session: Session, pack: str) -> Policy:
    """A bundled pack; one of the office's own, or without an id the one that it follows, out of its home."""
    if pack in {one.id for one in packs.list_packs()} or (pack and not Home(session.home).exists()):
        return packs.read(pack)
    with session.desk() as desk:
        return packs.read_here(desk, pack or desk.office.pack)


def case_of(told: Mapping[str, object]) -> Case:
    """A case out of what was told. Troubles `day_wrong` (text), `answer_unknown` (item, known)."""
    texts, lists, reasons, exclusion = _fields(told)
    result = exclusion["result"] or "open"
    if result not in RESULTS:
        raise Trouble("answer_unknown", item=result, known=", ".join(RESULTS))
    checked_on, ask_again = (whole_day(exclusion[name]) for name in ("checked_on", "ask_again"))
    return Case(
        day=date.fromisoformat(whole_day(texts["day"]) or date.today().isoformat()),
        birth=whole_day(texts["birth"]) or None,
        education=texts["education"],
        posts=lists["posts"],
        relaxed=texts["relaxed"],
        answers=dict.fromkeys(lists["met"], True) | dict.fromkeys(lists["unmet"], False),
        reasons=reasons,
        exclusion=ExclusionCheck(result, exclusion["checker"], checked_on, exclusion["number"], ask_again),  # type: ignore[arg-type]
    )


def _fields(
    told: Mapping[str, object],
) -> tuple[dict[str, str], dict[str, tuple[str, ...]], dict[str, str], dict[str, str]]:
    """What was told, each of its kind. Trouble `case_unreadable` (item)."""
    known = {*_TEXTS, *_LISTS, "reasons", "exclusion"}
    for name in told:
        if name not in known:
            raise Trouble("case_unreadable", item=name)
    parts: list[dict[str, str]] = [{}, {}]
    for part, name in zip(parts, ("reasons", "exclusion"), strict=True):
        given = told.get(name) or {}
        if not isinstance(given, Mapping) or not all(isinstance(one, str) for pair in given.items() for one in pair):
            raise Trouble("case_unreadable", item=name)
        part.update(given)
    texts, lists = {}, {}
    for name in _TEXTS:
        value = told.get(name) or ""
        if not isinstance(value, str):
            raise Trouble("case_unreadable", item=name)
        texts[name] = value
    for name in _LISTS:
        many = told.get(name) or ()
        if not isinstance(many, list | tuple) or not all(isinstance(one, str) for one in many):
            raise Trouble("case_unreadable", item=name)
        lists[name] = tuple(many)
    for name in parts[1]:
        if name not in _EXCLUSION:
            raise Trouble("case_unreadable", item=f"exclusion.{name}")
    for code in lists["met"]:
        if code in lists["unmet"]:
            raise Trouble("case_unreadable", item=f"met + unmet: {code}")
    return texts, lists, parts[0], {name: parts[1].get(name, "") for name in _EXCLUSION}


def whole_day(text: str) -> str:
    """A whole day as it was typed, "" for none. Trouble `day_wrong` (text)."""
    if text and (len(text) != 10 or not is_date(text)):
        raise Trouble("day_wrong", text=text)
    return text


def _told_in(file: Path) -> list[Mapping[str, object]]:
    """The cases of a file. Troubles `json_unreadable` (file), `case_unreadable` (item)."""
    document = read_json(file)
    cases: list[Mapping[str, object]] = [
        one for one in (document if isinstance(document, list) else [document]) if isinstance(one, dict)
    ]
    if not cases or (isinstance(document, list) and len(cases) != len(document)):
        raise Trouble("case_unreadable", item=file.name)
    return cases


def _answer(session: Session, policy: Policy, judged: list[tuple[Mapping[str, object], Decision]]) -> None:
    results = []
    for told, decision in judged:
        results.append(
            {name: told[name] for name in ("id", "name") if told.get(name)} | decision_answer(policy, decision)
        )
        session.say(*decision_lines(policy, decision))
    session.answer = {"pack": policy.id, "version": policy.version, "digest": policy.digest, "results": results}


def decision_answer(policy: Policy, decision: Decision) -> dict[str, object]:
    """A decision for a machine: the verdict, its sentence, each condition with where it comes from."""
    return {
        "day": decision.day.isoformat(),
        "verdict": decision.verdict,
        "sentence": decision_words(decision, policy),
        "tier": decision.tier,
        "exclusion": decision.exclusion,
        "findings": [
            {
                "code": one.code,
                "state": one.state,
                "level": one.level,
                "sentence": finding_words(one),
                "source": packs.provenance(one.rule, policy),
            }
            for one in decision.findings
        ],
    }


def decision_lines(policy: Policy, decision: Decision) -> list[str]:
    """A decision for a person: each condition with the words it rests on, the grounds together, the answer."""
    lines = []
    for one in decision.findings:
        quote = getattr(one.rule, "quote", "")
        said = t("    “{quote}” {source}", quote=quote, source=source_words(one.rule, policy.documents))
        lines += [finding_words(one), said if quote else f"    {source_words(one.rule, policy.documents)}"]
    return [*lines, exclusion_words(decision), verdict_words(decision)]
