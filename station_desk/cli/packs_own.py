"""`packs`, second part: packs of one's own, their versions, and values that the documents leave open."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.cli.packs import packs
from station_desk.domain.policy_keys import KEYS, LISTS
from station_desk.domain.policy_values import FilledValue
from station_desk.domain.trouble import Trouble
from station_desk.machine.home import Home
from station_desk.packs.load import CheckedPack
from station_desk.services import pack_fill, pack_install, pack_sheets, reference
from station_desk.wording import N, t
from station_desk.wording.pack_faults import fault_words
from station_desk.wording.policy import value_words, what_of

_ORIGINS = {"bundled": N("程序自带"), "installed": N("本单位的"), "offered": N("县局发的"), "withdrawn": N("已收回")}


def register(app: typer.Typer) -> None:
    """More commands of `packs`, which `cli.packs` has registered with `app`."""
    for command in (check, template, install, follow, publish, withdraw, versions, fill, unfill, fillings):
        packs.command()(command)


def check(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="a .toml file, a folder with pack.toml, or a workbook")],
) -> None:
    """Check a pack file, folder or workbook: line or cell, key, what is wrong and how to mend it; then its own tests.

    A parent that is neither beside it nor bundled is looked for among the packs of the office's home.
    """
    session: Session = ctx.obj
    checked = pack_install.check_file(file)
    if Home(session.home).exists() and any(fault.reason == "parent_missing" for fault in checked.faults):
        with session.desk() as desk:
            checked = pack_install.check_file(file, desk)
    _tell_faults(session, file, checked)
    session.say(t("方案没有问题，{n} 条自测都通过。", n=checked.tests))


def template(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="the workbook to write, .xlsx")],
    parent: Annotated[str, typer.Option(help="a pack to inherit from: what it says stands beside")] = "",
    copy: Annotated[str, typer.Option(help="a pack to copy whole, to read or to work on")] = "",
) -> None:
    """Write a workbook to fill in: a pack of one's own without TOML."""
    session: Session = ctx.obj
    wanted = parent or copy
    if wanted and wanted not in {one.id for one in reference.list_packs()} and Home(session.home).exists():
        with session.desk() as desk:
            pack_sheets.write_template(file, what_of, value_words, parent, copy, desk)
    else:
        pack_sheets.write_template(file, what_of, value_words, parent, copy)
    session.answer = {"file": str(file), "parent": parent, "copy": copy}
    session.say(t("已写好 {file}。填完用 packs check 检查。", file=file.name))


def install(ctx: typer.Context, file: Annotated[Path, typer.Argument(help="a .toml file or a workbook")]) -> None:
    """Make a checked pack one of this office's packs."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        _tell_faults(session, file, pack_install.check_file(file, desk))
        policy = pack_install.install(desk, file)
        follows = desk.office.pack == policy.id
    session.answer = {"pack": policy.id, "version": policy.version, "digest": policy.digest, "follows": follows}
    session.say(t("已收下 {title}，版本 {n}。", title=policy.title, n=policy.version))
    if not follows:
        session.say(t("本单位还在按原来的方案办；要改用它：packs follow {pack}", pack=policy.id))


def follow(ctx: typer.Context, pack: str) -> None:
    """From now on this office follows another pack; what rested on the old one keeps its text."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        policy = pack_install.follow(desk, pack)
    session.answer = {"pack": policy.id, "version": policy.version, "digest": policy.digest}
    session.say(t("从现在起按 {title}（版本 {n}）办。", title=policy.title, n=policy.version))


def publish(ctx: typer.Context, pack: Annotated[str, typer.Argument(help="default: the office's own")] = "") -> None:
    """A county's pack goes to every station with the next bundle."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        sent = pack_install.publish(desk, pack)
    session.answer = {"pack": sent.pack, "version": sent.version}
    session.say(t("{pack}（版本 {n}）下次导出时带给各所。", pack=sent.pack, n=sent.version))


def withdraw(ctx: typer.Context, pack: str, version: int) -> None:
    """Take back an own version that nothing rests on."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        pack_install.withdraw(desk, pack, version)
    session.answer = {"pack": pack, "version": version}
    session.say(t("已收回 {pack}（版本 {n}）。", pack=pack, n=version))


def versions(ctx: typer.Context) -> None:
    """Every version at hand: where it comes from, whether it is in force, what rests on it."""
    session: Session = ctx.obj
    with session.desk() as desk:
        found = pack_install.versions(desk)
        own = desk.office.pack
    session.answer = {
        "follows": own,
        "versions": [
            {
                "pack": one.pack,
                "version": one.version,
                "title": one.title,
                "effective_from": one.effective_from,
                "origin": one.origin,
                "in_force": one.in_force,
                "uses": one.uses,
                "used_since": one.used_since,
                "changed": one.changed,
            }
            for one in found
        ],
    }
    heads = [t("方案"), t("版本"), t("名称"), t("来源"), t("施行日期"), t("在用"), t("有几条记录按它办")]
    rows = [
        [
            one.pack,
            one.version,
            one.title,
            t(_ORIGINS[one.origin]),
            one.effective_from,
            _used(one.pack == own, one),
            one.uses,
        ]
        for one in found
    ]
    session.say(table(heads, rows))
    session.say(
        *(
            t("{pack} 版本 {n} 的文件改过，编号没有变；本单位仍按用过的那一份。", pack=one.pack, n=one.version)
            for one in found
            if one.changed
        )
    )


def _used(own: bool, one: pack_install.PackVersion) -> str:
    return t("是") if own and one.in_force else ""


def fill(
    ctx: typer.Context,
    pack: Annotated[str, typer.Argument(help="the pack, e.g. cn.nanan")],
    key: Annotated[str, typer.Argument(help="what to fill in, e.g. person.term_months")],
    value: Annotated[str, typer.Argument(help="36, 300元, 是; several words parted by 、")],
    by: Annotated[str, typer.Option(help="who decided")],
    doc: Annotated[str, typer.Option(help="number of the document")],
    on: Annotated[str, typer.Option(help="the day of the decision, YYYY-MM-DD")],
    valid_from: Annotated[
        str, typer.Option("--from", help="counts from this day on; default: the day of the decision")
    ] = "",
) -> None:
    """Fill in a value that the documents leave open; a county's goes to its stations with the next bundle."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        filled = pack_fill.fill(desk, pack, key, value, by, doc, on, valid_from)
        digest = reference.policy(desk).digest
    session.answer = _filled(filled) | {"digest": digest}
    session.say(t("{what}：{value}（{by}定，{number}，{day}）", **_told(filled)))


def unfill(ctx: typer.Context, pack: str, key: str) -> None:
    """Take back what this office filled in for a key."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        count = pack_fill.unfill(desk, pack, key)
    session.answer = {"pack": pack, "key": key, "taken_back": count}
    session.say(t("已收回，{what}又是“未写明”。", what=what_of(key)))


def fillings(ctx: typer.Context, pack: Annotated[str, typer.Argument(help="default: the office's own")] = "") -> None:
    """Everything that was filled in for a pack, the newest first."""
    session: Session = ctx.obj
    with session.desk() as desk:
        found = pack_fill.fillings(desk, pack)
    session.answer = {"fillings": [_filled(one) for one in found]}
    session.say(*(t("{what}：{value}（{by}定，{number}，{day}）", **_told(one)) for one in found))


def _tell_faults(session: Session, file: Path, checked: CheckedPack) -> None:
    """The faults into the answer and onto the screen; Trouble `pack_faulty` where there are any."""
    problems = [
        {
            "line": fault.line,
            "place": fault.place,
            "key": fault.key,
            "code": fault.reason,
            "message": fault_words(fault.key, fault.reason, fault.meant),
            "meant": fault.meant,
        }
        for fault in checked.faults
    ]
    session.answer = {"ok": not problems, "file": str(file), "problems": problems, "tests": checked.tests}
    session.say(*(f"{file}{_where(one)}: {one['message']}" for one in problems))
    left = [fault.key for fault in checked.faults if fault.reason == "missing" and fault.key in (*KEYS, *LISTS)]
    if left:
        session.answer["unset_keys"] = left
        listed = "".join(f'    "{key}",\n' for key in left)
        session.say(t("文件没有写明的，照抄到 [unset] 里；本制度没有这一项的移到 none："), f"keys = [\n{listed}]")
    if problems:
        raise Trouble("pack_faulty", file=file.name, count=len(problems))


def _where(problem: Mapping[str, object]) -> str:
    """The cell or the line; nothing for what is missing as a whole."""
    return f":{problem['place'] or problem['line']}" if problem["place"] or problem["line"] else ""


def _told(one: FilledValue) -> dict[str, str]:
    value = value_words(one.key, one.value)
    return {"what": what_of(one.key), "value": value, "by": one.by, "number": one.number, "day": one.on}


def _filled(one: FilledValue) -> dict[str, object]:
    return {
        "pack": one.pack,
        "key": one.key,
        "value": list(one.value) if isinstance(one.value, tuple) else one.value,
        "said": value_words(one.key, one.value),
        "decided_by": one.by,
        "number": one.number,
        "on": one.on,
        "valid_from": one.valid_from,
        "office": one.office,
        "county": one.county,
    }
