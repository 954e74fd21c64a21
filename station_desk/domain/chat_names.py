"""Who is meant in a message of chat: the head of it, and names of the roster in the words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from station_desk.domain.guard import names_in
from station_desk.domain.guard_words import ACTS, GIVEN, LOOSE_SURNAMES, PLAIN_SURNAMES

_AND = re.compile(r"^\s?[、和与及,，跟同/]?\s?$")
_WITH = re.compile(
    r"(?:和|与|跟|同|陪着|带着|带上|领着|跟着|陪|陪同|协同|配合|协助|会同|随|带|找|给|向|被|由|对|替|代|帮|帮助)\s?(?:[\u4e00-\u9fff]{1,7}的)?$"
)
_COMPANION = re.compile(
    r"(?:和|与|跟|同|会同|协同|陪|陪着|陪同|带|带着|带上|领着|跟着|带领|随|跟随|配合|协助)\s?(?:[\u4e00-\u9fff]{1,7}的)?$"
)
_ME_AND = re.compile(r"(?:^|[\s,，、:：。;；□])(?:今[天日]|上午|下午|晚上)?(?:我|本人|俺)(?:和|与|跟|同)\s?$")
_VISITED = re.compile(r"(?:走访|看望|慰问|回访|探望|入户|调解)了?\s?$")
"""Before the name of somebody to whom it was done, or who did it: nobody can tell."""
_WITH_ME = re.compile(
    r"\s?(?:协助|帮助?|陪同?|带着?|领着?|配合|替|代|和|跟|与|同)[我俺]|\s?(?:同志)?(?:的)?(?:带领|指导|陪同|配合|协助)下"
)
"""Behind a name: 李荣宝协助我走访, 在李荣宝带领下走访."""
_HELPS = re.compile(
    r"\s?(?:同志)?(?:今天|上午|下午|晚上|也|又|□|\s)*(?:过?来|前来)?(?:帮忙|支援|协助|搭把手|一起来|陪着)(?![我俺])"
)
"""Behind a name: 刘志强来帮忙."""
_SENT = re.compile(r"\s?(?:今天|上午|下午|晚上|□)*[再也]?去(?=走访|巡逻|入户|调解)")
"""Behind a name: told to go, or gone."""
_FOR_ANOTHER = re.compile(r"\s?代(?:报|发|填)?\s?[)）]")
_TITLED = re.compile(r"同志|[助辅协网]|警务|村|社区|所|书记|主任|民警|[(（]")
_ACTS_NOW = re.compile(r"(?:今|昨|上午|下午|也|又|已)?(?:走访|巡逻|入户|调解|宣传|排查)|\s?[:\d]|\s|$")
_INSTEAD = re.compile(r"(?:代|替|帮)\s?$")
_TELLS = re.compile(r"\s?(?:同志)?(?:上报|汇报|填报|补报|发|报)")
"""代张俊报: told for somebody else."""
_RELAYS = re.compile(
    r"(?:替|帮|代|给)[他她]们?\s?(?:代|上|汇|填)?[报发]|(?:托|让|叫|请)[我俺](?:代|帮|替)?[他她]?(?:上|汇|填)?[报发]"
)
"""替他报: what follows is told for the one named before."""
_NEIGHBOUR = re.compile(r"(?:邻村|隔壁|邻近)的?$")
_STARTS = re.compile(
    r"(?:^|[\s,，、:：。;；(（□])(?:(?!走访|看望|慰问|入户|回访|帮|为|给|到|去|在|对|向|把|调解|协助|配合|和|跟|与|同)[\u4e00-\u9fff]{1,6}(?:村|社区|庄|屯|寨)|隔壁|对门|邻村)?的?(?:警务助理|助理|辅警|村警|网格员)?$"
)
_HOW = r"(?:(?:替|帮|代|陪着?|跟着?|和|带着?)[我俺]|陪着|跟着|带着|领着|今[天日]|昨[天日]|上午|下午|早上|晚上|刚才|也|又|还|都|一?共|总共|合计|□|\s){0,4}"
_VERBS = "走访|巡逻|调解|排查|宣传|入户|检查|慰问|看望"
_WORKS = rf"{_HOW}(?:{_VERBS})"
_DOES = rf"{_HOW}(?:{_VERBS}|:|\d)"
_SURNAMES = "".join(sorted((PLAIN_SURNAMES | LOOSE_SURNAMES) - set("和同跟与向随于")))
_NICK = re.compile(
    rf"(?:^|[\s,，、:：□])(?P<nick>(?:[听据][^,，]{{0,6}}?[说讲称])?[老小]?[{_SURNAMES}](?:民警|警官|支书|书记|主任|所长?|网格员|会计|队长|委员|村长|哥|姐)|[老小](?![区学组院巷村街庄店厂])[\u4e00-\u9fff]|[\u4e00-\u9fff](?:哥|姐|叔|婶|嫂)|(?:社区|驻村|片区|村|他们)?(?:民警|支书|书记|主任|所长|网格员|村干部)|他们?|她们?|人家|阿[\u4e00-\u9fff]|对方|全所|所里|[我本]所|派出所|全[镇县区站队员]|全街道|各村|大家|全体(?:人员|助理)?|邻村|隔壁村|(?:还|另)?有?[一两几\d]个(?:村|人|助理|社区)(?:报|说)的?|[我俺](?:对象|爱人|媳妇|老婆|老公|丈夫|儿子|闺女|爸|妈|哥|弟|姐|妹|徒弟|师傅))(?={_DOES})"
)
"""Somebody who works and is nobody of the roster by these words."""
_ACTOR = re.compile(
    rf"(?:^|[\s,，、:：□])(?P<actor>[^\d\s,，、:：。□]{{0,8}}?(?:(?:义警|民兵|网格|巡防|巡逻|应急|志愿|联防|治安|护村)[\u4e00-\u9fff]?队[员伍]?|妇联|两委|村委会?|党员|志愿者|网格员|工作队|人员|干部|来人|民警|交警|义警|特警|保安|民兵|主任|书记|会计|委员|[站村组校镇乡队局所]长|同事|朋友|亲戚|邻居|家[属人]|[镇县区市乡]里|(?:群众|村民|居民|老百姓)(?=自发|自己|主动|义务)))(?:自发|自己|主动|义务|组织){{0,2}}(?={_WORKS})"
)
"""Others at work by what they are: 义警队巡逻2次."""
_GOVERNS = re.compile(
    r"[和跟与同陪随带领向对给为帮把被在到从去兼]|配合|协助|联合|组织|发动|召集|邀请|作为|身为|参[加与]|走访|看望|慰问|入户|登记|检查|调解|宣传|采集|劝导|服务"
)
_PRESENT = re.compile(
    r"(?:参[加与]|巡逻|走访|出动|同行|值班)?(?:人员|(?<![报告系发责填录调制审办])人|队员|成员)(?:名单)?\s?[:是有为]\s?(?P<who>[^\n。;；]{2,80})"
)
_ELDER = re.compile(r"(?:大爷|大娘|大妈|大叔|大婶|奶奶|爷爷|阿姨|老汉|老太)$")
_PARTNER = re.compile(
    r"(?:和|与|跟|同|会同)\s?(?P<who>[老小大][\u4e00-\u9fff](?!村|庄|组)|[\u4e00-\u9fff](?:哥|姐|叔|婶|嫂)|[他她]们|[他她](?![俩仨\d两三])|大家|同事|搭档|队友|同伴|另外?[一二两几\d]|[一二两三几\d]个?(?:人|名|位))"
    r"|(?P<all>(?:[两三四五六]个?人|[仨俩]人?)(?=一共|总共|共(?!计)|一起|检查|走访|巡逻))|(?P<we>(?:我|咱|俺|他(?=\w{1,4}(?:一起|走访|巡逻|入户|去|到)))(?:们)?(?:俩|仨|[两三四五几\d]个?人)|(?:我们|咱们|俺们)(?!村|庄|社区|所|这|那|警务|片|辖区|街|镇|屯|组|单位|派出))"
)
"""A partner without a name, or several who speak as one."""
_QUARREL = re.compile(
    r"[\u4e00-\u9fff]{0,3}(?:置气|拌嘴|抬杠|吵架|吵起来|闹别扭|打起来)|(?:两?家|俩|两人|之间)?(?:因|为了?|吵|闹|打架|争|发生|产生|有(?:矛盾|纠纷|过节))"
)
_PARTY = re.compile(r"(?:调解|化解|处理|调处|劝解|劝说)了?[^\d,，、纠矛]{1,8}$")
"""调解老王和老李家纠纷: those who quarrelled are no partners."""
_TOGETHER = re.compile(r"\s?(?:一起|一同|共同|一块|走访|巡逻|入户)")
_NOT_YET = re.compile(r"[□ ]*(?:今天|昨天)?(?:没有?|未|无|也|均)?")
_SPEAKS = re.compile(r"^\s?(?:同志)?\s?[:：]|^\s?\d")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody of the roster, with the names of the villages."""

    name: str
    villages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """Who does the work from `start` on. `why` tells why it is in doubt; `joined`: together with somebody."""

    names: tuple[str, ...]
    start: int = 0
    why: str = ""
    joined: bool = False
    village: bool = False
    """Told by the village alone: 前进村走访12户."""
    with_me: bool = False
    """我和李荣宝: together with whoever speaks."""


def head_person(head: str, people: Sequence[Speaker]) -> Subject:
    """Who stands in the head of a message: the one name of the roster in it. Two of one name: by the village in it."""
    found = [one for one in people if one.name and one.name in head]
    longest = max((len(one.name) for one in found), default=0)
    found = [one for one in found if len(one.name) == longest]
    if len(found) > 1:
        found = [one for one in found if any(_short(village) in head for village in one.villages)] or found
    if len(found) > 1:
        return Subject((), why="person_unclear")
    home = [one for one in people if any(head in (village, _short(village)) for village in one.villages)]
    if not found and head and len(home) == 1:
        return Subject((home[0].name,))
    if found and _longer_in_head(head, found[0]):
        return Subject((), why="person_unknown")
    return Subject((found[0].name,)) if found else Subject(())


def _longer_in_head(head: str, one: Speaker) -> bool:
    """Whether the name in a head goes on, as 张俊 in 张俊杰: somebody else."""
    after = head.partition(one.name)[2]
    home = any(after.startswith(_short(village)) for village in one.villages)
    return len(one.name) == 2 and after[:1] in GIVEN and not home and _TITLED.match(after) is None


def _longer_in_words(sentence: str, start: int, end: int) -> bool:
    """The same in a sentence: 张俊杰走访5户, 马高明走访5户."""
    after = end - start == 2 and sentence[end : end + 1] in GIVEN and _ACTS_NOW.match(sentence[end + 1 :]) is not None
    before = sentence[start - 1 : start] if start else ""
    return (after and bool(sentence[end : end + 1])) or (
        before in PLAIN_SURNAMES and (start == 1 or sentence[start - 2] in " ,，、:。\n□")
    )


def of_first_line(text: str, people: Sequence[Speaker]) -> Subject:
    """湖头社区警务助理今日工作小结: whose village alone stands in the first line of a message that names nobody."""
    line = text.lstrip().partition("\n")[0]
    found = {one.name for one in people if any(village in line for village in one.villages)}
    return Subject((found.pop(),)) if len(found) == 1 else Subject(())


def of_village(one: Subject, head: Subject) -> Subject:
    """A village tells who is meant where nobody else does; another's village under somebody's name is asked about."""
    if head.why or set(head.names) & set(one.names):
        return head
    if head.names or len(one.names) > 1:
        return Subject((), one.start, "person_unclear")
    return one


def speaker_or(one: Subject, head: Subject, sentence: str) -> Subject:
    """老徐 under the name of 徐明 is the speaker; any other subject is as it was."""
    mine = head.names and re.match(_nickname(head.names[0]), sentence[one.start :])
    return head if one.why == "person_unknown" and mine else one


def _nickname(name: str) -> str:
    """A pattern for 老徐 and 小徐, who may be 徐明; 徐书记 is somebody else."""
    return rf"[老小]{name[0]}(?!\w?[书主会])"


def with_others(text: str, people: Sequence[Speaker], head: Subject) -> bool:
    """参加人员：张俊、李荣宝: a list of those who were there names others of the roster than the speaker."""
    found = _PRESENT.search(text)
    return found is not None and any(one.name in found["who"] and one.name not in head.names for one in people)


def without_names(text: str, people: Sequence[Speaker], own: Subject | None = None) -> str:
    """The text with the names of the roster as 君, so that all places stay: 黄国庆 is no holiday. The villages of `own` are 村."""
    for name in sorted({one.name for one in people if len(one.name) > 1}, key=len, reverse=True):
        text = text.replace(name, "君" * len(name))
    for name in own.names if own else ():
        text = re.sub(_nickname(name), "君君", text)
    for village in (village for one in people if own and one.name in own.names for village in one.villages):
        text = text.replace(_short(village), "村" * len(_short(village)))
    return text


def subjects(sentence: str, people: Sequence[Speaker]) -> list[Subject]:
    """The people named in a sentence as doing the work, in order; several joined by 和 or 、 are one subject."""
    spans = _spans(sentence, people)
    found: list[Subject] = []
    at = 0
    while at < len(spans):
        last = at
        while last + 1 < len(spans) and _AND.match(sentence[spans[last][1] : spans[last + 1][0]]):
            last += 1
        start, before = spans[at][0], sentence[: spans[at][0]]
        names = tuple(dict.fromkeys(spans[n][2] for n in range(at, last + 1)))
        why = next((spans[n][3] for n in range(at, last + 1) if spans[n][3]), "")
        after = sentence[spans[last][1] :]
        if _WITH_ME.match(after) or _HELPS.match(after):
            found.append(Subject(names, start, "shared", True))
        elif _SENT.match(after):
            found.append(Subject((), start, "not_a_report"))
        elif _VISITED.search(before) or _FOR_ANOTHER.match(after):
            if not _FOR_ANOTHER.match(after):
                found.append(Subject((), start, "person_unclear"))
        elif _INSTEAD.search(before) and _TELLS.match(after):
            found.append(Subject(names, start, why, len(names) > 1))
        elif _WITH.search(before):
            if _COMPANION.search(before):
                found.append(Subject(names, start, "shared", True, with_me=_ME_AND.search(before) is not None))
        else:
            found.append(Subject(names, start, why, len(names) > 1))
        at = last + 1
    found += _relayed(sentence, spans)
    return sorted([*found, *_strangers(sentence, spans), *_villages(sentence, people)], key=lambda one: one.start)


def _relayed(sentence: str, known: Sequence[tuple[int, int, str, str]]) -> Iterator[Subject]:
    """宋桂芝手机没电，托我报一下: the one of the roster who was named before, and no other name; else nobody knows who."""
    for one in _RELAYS.finditer(sentence):
        others = any(
            not any(start <= name.start < end for start, end, _, _ in known)
            for name in names_in(sentence[: one.start()], ())
        )
        yield Subject((), one.start(), "person_unknown") if others else _named_before(known, one.start())


def _spans(sentence: str, people: Sequence[Speaker]) -> list[tuple[int, int, str, str]]:
    """(start, end, name, why) of every name of the roster, the longest where two begin together."""
    found: list[tuple[int, int, str, str]] = []
    for name in sorted({one.name for one in people if len(one.name) > 1}, key=len, reverse=True):
        same = [one for one in people if one.name == name]
        told = [one for one in same if any(_short(village) in sentence for village in one.villages)]
        why = "person_unclear" if len(same) > 1 and len(told) != 1 else ""
        for match in re.finditer(re.escape(name), sentence):
            if not any(start < match.end() and match.start() < end for start, end, _, _ in found):
                other = _longer_in_words(sentence, *match.span())
                found.append((match.start(), match.end(), name, "person_unknown" if other else why))
    return sorted(found)


def _strangers(sentence: str, known: Sequence[tuple[int, int, str, str]]) -> list[Subject]:
    """Names that the roster does not have, where they stand as doing the work."""
    found = []
    for one in names_in(sentence, ()):
        if any(start < one.end and one.start < end for start, end, _, _ in known) or not _STARTS.search(
            sentence[: one.start]
        ):
            continue
        after = sentence[one.end :]
        if ACTS.match(after) or (_SPEAKS.match(after) and not _ELDER.search(one.text)):
            found.append(Subject((), one.start, "person_unknown"))
    found += [
        Subject((), one.start("actor"), "person_unknown")
        for one in _ACTOR.finditer(sentence)
        if not _GOVERNS.search(one["actor"])
        and not any(start < one.end() and one.start() < end for start, end, _, _ in known)
    ]
    found += [_called(one, known) for one in _NICK.finditer(sentence)]
    found += [
        Subject((), one.start(), "shared", True)
        for one in _PARTNER.finditer(sentence)
        if not (_QUARREL.match(sentence, one.end()) or _PARTY.search(sentence[: one.start()]))
        or _TOGETHER.match(sentence[one.end() :])
    ]
    return found


def _called(nick: re.Match[str], known: Sequence[tuple[int, int, str, str]]) -> Subject:
    """她 is the one person of the roster named before in the sentence; whoever else is called by such words is unknown."""
    at = nick.start("nick")
    return _named_before(known, at) if nick["nick"] in ("她", "他") else Subject((), at, "person_unknown")


def _named_before(known: Sequence[tuple[int, int, str, str]], at: int) -> Subject:
    """The one person of the roster named before a place in the sentence; unknown where there is none or another."""
    named = {(name, why) for start, _end, name, why in known if start < at}
    if len(named) != 1:
        return Subject((), at, "person_unknown")
    name, why = named.pop()
    return Subject((name,), at, why)


def _villages(sentence: str, people: Sequence[Speaker]) -> list[Subject]:
    """Those whose village is told as doing the work."""
    found = []
    for village in {one for speaker in people for one in speaker.villages}:
        names = tuple(one.name for one in people if village in one.villages)
        for match in re.finditer(re.escape(village), sentence):
            act = ACTS.match(sentence[match.end() :])
            plain = act is not None and _NOT_YET.fullmatch(act["gap"]) is not None
            if _STARTS.search(_NEIGHBOUR.sub("", sentence[: match.start()])) and (
                plain or sentence[match.end() : match.end() + 1] == ":"
            ):
                found.append(Subject(names, match.start(), village=True))
    return found


def _short(village: str) -> str:
    """A village as it is called in chat: 前进 for 前进村."""
    return re.sub(r"(?:村民委员会|居民委员会|村委会|居委会|社区|行政村|村)$", "", village) or village
