"""Words of the exchange: kinds of records, receipts, results, sizes and days."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from station_desk.domain.exchange import ImportedBundle, KindCount, Result, SentBundle
from station_desk.domain.overview import RECEIPT_WARN_DAYS
from station_desk.domain.slips import Countersigned
from station_desk.domain.trouble import Trouble
from station_desk.ui.marks import MarkKind
from station_desk.ui.person_words import joined
from station_desk.ui.summary import day_words, local
from station_desk.wording import N, language, t, tn
from station_desk.wording.troubles import tell

KINDS: Mapping[str, str] = {
    "person": N("人员"),
    "term": N("聘期"),
    "term_village": N("任职的村"),
    "village": N("村"),
    "sheet": N("印过的表"),
    "account": N("操作人"),
    "office": N("单位"),
    "attachment": N("附件"),
    "remark": N("意见"),
    "settlement": N("选定的版本"),
    "village_alias": N("村的别名"),
    "form_file": N("表单"),
    "log_entry": N("日志数"),
    "month_state": N("月份"),
    "target": N("指标要求"),
    "metric": N("指标"),
    "figure": N("全所数字"),
    "pack_file": N("方案"),
    "pack_value": N("方案里补填的值"),
    "pack_use": N("用过的方案"),
    "unit": N("警务室、工作站"),
    "unit_village": N("警务室、工作站管的村"),
    "post": N("岗位"),
    "eligibility_check": N("资格审查结果"),
    "batch": N("选聘批次"),
    "batch_post": N("选聘的岗位"),
    "candidate": N("人选"),
    "stage_result": N("选聘各步结果"),
    "ballot": N("投票"),
    "ballot_count": N("得票"),
    "publicity": N("公示"),
    "objection": N("异议"),
    "transfer": N("调动"),
    "holiday": N("节假日"),
    "rubric_file": N("评分标准"),
    "assessment": N("考核表"),
    "assessment_item": N("考核得分"),
    "assessment_step": N("考核各步"),
    "stipend_run": N("补助月份"),
    "stipend_line": N("补助明细"),
    "stipend_adjust": N("补助调整"),
    "stipend_step": N("补助各步"),
    "room_topup": N("乡镇增补"),
}
RESULTS: Mapping[Result, tuple[MarkKind, str]] = {
    "applied": ("ok", N("可以收下")),
    "fork": ("warn", N("旧库接着做的，可以收下")),
    "duplicate": ("skip", N("已收过")),
    "gap": ("warn", N("前面缺包，先不能收")),
    "corrupt": ("bad", N("没有通过核对")),
    "wrong_recipient": ("bad", N("不是给我们的")),
    "unknown_sender": ("bad", N("不认识的单位")),
    "newer_format": ("bad", N("来自更新的版本")),
    "rejected": ("bad", N("内容不合规矩，没有收")),
}
TAKEN_WORDS: Mapping[Result, str] = {
    "applied": N("收下了"),
    "fork": N("收下了，是旧库接着做的"),
    "duplicate": N("以前收过"),
}


def day_of(instant: str | None) -> str:
    """The local day of a UTC instant as ISO text, a dash for none."""
    return local(instant).date().isoformat() if instant else "—"


def short_day(instant: str | None, today: date) -> str:
    """The local day as a person says it; with its year where that is another."""
    if not instant:
        return "—"
    day = local(instant).date()
    return day_words(day) if day.year == today.year else day.isoformat()


def days_since(instant: str, now: date) -> int:
    """Whole days since the local day of a UTC instant."""
    return (now - datetime.fromisoformat(instant).astimezone().date()).days


def kinds_line(by_kind: Mapping[str, int]) -> str:
    """`人员 6·聘期 12`."""
    return joined(f"{t(KINDS.get(kind, kind))} {count}" for kind, count in by_kind.items() if count)


def kind_counts(kinds: Iterable[KindCount]) -> str:
    """What a bundle would do here, in words: `人员：新增 3，改动 2`."""
    lines = []
    for kind in kinds:
        said = []
        if kind.created:
            said.append(t("新增 {n}", n=kind.created))
        if kind.changed:
            said.append(t("改动 {n}", n=kind.changed))
        if kind.erased:
            said.append(t("删去 {n}", n=kind.erased))
        comma = "，" if language() == "zh_CN" else ", "
        lines.append(t("{kind}：{said}", kind=t(KINDS.get(kind.kind, kind.kind)), said=comma.join(said)))
    return "\n".join(lines)


def bytes_words(count: int) -> str:
    """`46 KB`, `12.4 GB`."""
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024))} KB"
    if count < 1024**3:
        return f"{count / 1024**2:.1f} MB"
    return f"{count / 1024**3:.1f} GB"


def receipt_state(bundle: SentBundle, lost: Iterable[int], today: date) -> tuple[MarkKind, str, str]:
    """The receipt of a bundle that was sent: mark, words, tone."""
    if bundle.acked_at is not None:
        return "ok", t("已收到"), ""
    if bundle.number in set(lost):
        return "bad", t("对方缺这一包"), "bad"
    if not bundle.changes:
        return "skip", t("没有改动，不用等"), "text2"
    days = days_since(bundle.at, today)
    if days >= RECEIPT_WARN_DAYS:
        return "warn", tn("{n} 天没有回执", "{n} 天没有回执", days), "warn"
    return "wait", t("等回执"), "text2"


def witness_words(signed: Countersigned | None, today: date) -> str:
    """How far the county has signed for our records, and how many it has not seen yet; nothing before its first answer."""
    if signed is None:
        return ""
    day = short_day(signed.at, today)
    if signed.number is None:
        upto = t("{name} {day}确认到第 {n} 笔", name=signed.name, day=day, n=signed.behind)
    else:
        upto = t(
            "{name} {day}确认到第 {number} 号包、第 {n} 笔",
            name=signed.name,
            day=day,
            number=signed.number,
            n=signed.behind,
        )
    proof = (
        t("签名 {code} 有效", code=signed.signature)
        if signed.valid
        else t("签名 {code} 核对不上", code=signed.signature)
    )
    rest = tn("还有 {n} 笔没有确认", "还有 {n} 笔没有确认", signed.after) if signed.after else ""
    gone = tn("它后来用回旧副本，现在缺 {n} 笔", "它后来用回旧副本，现在缺 {n} 笔", signed.gone) if signed.gone else ""
    return joined((upto, proof, rest, gone) if rest or gone else (upto, proof, t("全部确认了")))


def numbers_words(numbers: Iterable[int | str]) -> str:
    """`第 7、8 包`."""
    listed = list(numbers)
    comma = "、" if language() == "zh_CN" else ", "
    return t("第 {numbers} 包", numbers=comma.join(str(n) for n in listed[:6])) + ("…" if len(listed) > 6 else "")


def finding(bundle: ImportedBundle, *, taken: bool) -> str:
    """The finding of one file in a few words; `taken` after it was taken in, else what would happen."""
    if taken and bundle.result in TAKEN_WORDS:
        return t(TAKEN_WORDS[bundle.result])
    words = t(RESULTS[bundle.result][1])
    if bundle.missing:
        return joined((words, t("缺{numbers}", numbers=numbers_words(bundle.missing))))
    return words


def full_finding(bundle: ImportedBundle) -> str:
    """Everything to say about one file: what it does or why not, and what to do next."""
    said: list[str] = []
    if bundle.kinds:
        said.append(kind_counts(bundle.kinds))
    elif bundle.result in ("applied", "fork") and not bundle.changes and not bundle.files:
        said.append(t("这是一份回执，没有新的改动。"))
    if bundle.files:
        said.append(tn("照片和文件 {n} 个", "照片和文件 {n} 个", bundle.files))
    said += [t("与本机不一样的地方 {n} 处，两个值都留着", n=bundle.conflicts)] if bundle.conflicts else []
    said += [t("这个版本还不认识的栏目 {n} 个，原样留着", n=bundle.unknown_fields)] if bundle.unknown_fields else []
    said += [t("不归对方改的 {n} 处没有收", n=bundle.rejected)] if bundle.rejected else []
    told = [tell(one) for one in (*bundle.warnings, *((bundle.trouble,) if bundle.trouble else ()))]
    said += [f"{one.what}{_blank()}{one.next}" for one in told]
    return "\n".join(said)


def trouble_line(trouble: Trouble) -> str:
    """A trouble in one paragraph."""
    told = tell(trouble)
    return _blank().join((told.what, told.safe, told.next))


def _blank() -> str:
    return "" if language() == "zh_CN" else " "
