"""The keys of the whole program (UX 5): one meaning on every page, in every state. Pages add their own by `on_key`."""

from dataclasses import dataclass

from station_desk.wording import N


@dataclass(frozen=True, slots=True)
class GlobalKey:
    """`act` names a method of the frame; `keys` as Qt spells them, the first is the one that is shown."""

    act: str
    keys: tuple[str, ...]
    says: str


GLOBAL_KEYS: tuple[GlobalKey, ...] = (
    GlobalKey("search", ("Ctrl+F", "F3", "/"), N("搜索框；再按一次到处找")),
    GlobalKey("search_acts", ("Ctrl+K",), N("只找功能")),
    GlobalKey("step_back", ("Esc",), N("退一步，不丢已输入的内容")),
    GlobalKey("do_primary", ("Ctrl+Return", "Ctrl+Enter"), N("做这一页的大事（右上角的按钮）")),
    GlobalKey("save_now", ("Ctrl+S",), N("现在保存（草稿本来就会保存）")),
    GlobalKey("next_area", ("F6",), N("列表、卡片、工具栏、导航轮流走")),
    GlobalKey("previous_area", ("Shift+F6",), N("反过来走")),
    GlobalKey("next_problem", ("F8",), N("下一处要人看的")),
    GlobalKey("previous_problem", ("Shift+F8",), N("上一处要人看的")),
    GlobalKey("lock", ("Ctrl+L",), N("锁屏")),
    GlobalKey("help", ("F1",), N("这一页的按键")),
    GlobalKey("bigger", ("Ctrl+=", "Ctrl++"), N("字大一些")),
    GlobalKey("smaller", ("Ctrl+-",), N("字小一些")),
)


def shown(keys: str) -> str:
    """A key as it is written for the person: "Ctrl+Return" as Ctrl+Enter."""
    return keys.replace("Return", "Enter")
