"""The pages of the window in the order of the navigation. Only pages that exist and work stand here."""

from station_desk.domain.records import OfficeKind
from station_desk.services import overview
from station_desk.ui.annual_page import AnnualPage
from station_desk.ui.assess_page import AssessPage
from station_desk.ui.assess_rubric_page import RubricPage
from station_desk.ui.entries import PageEntry
from station_desk.ui.exchange_page import ExchangePage
from station_desk.ui.figures_page import FiguresPage
from station_desk.ui.frame import Frame
from station_desk.ui.guide_page import GuidePage
from station_desk.ui.home_page import HomePage
from station_desk.ui.inbox_page import InboxPage
from station_desk.ui.month_page import MonthPage
from station_desk.ui.page import Target, Workplace
from station_desk.ui.print_page import PrintPage
from station_desk.ui.returns_page import ReturnsPage
from station_desk.ui.roster_page import RosterPage
from station_desk.ui.selection_page import SelectionPage
from station_desk.ui.settings_page import SettingsPage
from station_desk.ui.stipend_county import CountyStipendPage
from station_desk.ui.stipend_page import StipendPage
from station_desk.ui.tools import Tools
from station_desk.ui.watch import Watch
from station_desk.wording import N

COUNTY = (OfficeKind.COUNTY,)
STATION = (OfficeKind.STATION,)

ENTRIES: tuple[PageEntry, ...] = (
    PageEntry("home", N("首页"), "home", "1", 1, HomePage, HomePage.ACTS),
    PageEntry("guide", N("这个月办到哪一步"), "list-check", "", 1, GuidePage, GuidePage.ACTS, under="home"),
    PageEntry("roster", N("花名册"), "users", "2", 1, RosterPage, RosterPage.ACTS),
    PageEntry("inbox", N("县局收件"), "inbox", "3", 1, InboxPage, InboxPage.ACTS, COUNTY),
    PageEntry("returns", N("收表台"), "clipboard-check", "3", 2, ReturnsPage, ReturnsPage.ACTS, STATION),
    PageEntry("month", N("月度录入"), "table", "4", 2, MonthPage, MonthPage.ACTS, STATION),
    PageEntry("assess", N("考核"), "list-check", "5", 2, AssessPage, AssessPage.ACTS),
    PageEntry("rubric", N("考核评分标准"), "file-text", "", 2, RubricPage, RubricPage.ACTS, under="assess"),
    PageEntry("annual", N("年度考核"), "list-check", "", 2, AnnualPage, AnnualPage.ACTS, under="assess"),
    PageEntry("stipend", N("补助"), "coin", "6", 2, StipendPage, StipendPage.ACTS, STATION),
    PageEntry("stipend", N("补助"), "coin", "6", 2, CountyStipendPage, CountyStipendPage.ACTS, COUNTY),
    PageEntry("selection", N("选聘"), "user-check", "7", 3, SelectionPage, SelectionPage.ACTS),
    PageEntry("figures", N("统计"), "report-analytics", "8", 3, FiguresPage, FiguresPage.ACTS),
    PageEntry("print", N("打印"), "printer", "9", 4, PrintPage, PrintPage.ACTS),
    PageEntry("exchange", N("收发"), "usb", "0", 4, ExchangePage, ExchangePage.ACTS),
    PageEntry("settings", N("设置"), "settings", ",", 5, SettingsPage, SettingsPage.ACTS),
)


def entries_of(kind: OfficeKind) -> tuple[PageEntry, ...]:
    """The pages of this kind of office."""
    return tuple(entry for entry in ENTRIES if kind in entry.offices)


def make_frame(tools: Tools) -> Frame:
    """The frame of an opened desk."""
    desk = tools.desk
    frames: list[Frame] = []

    def go(target: Target) -> None:
        frames[0].go(target)

    watch = Watch(tools.work, lambda: overview.today(desk), tools.messages.error)
    place = Workplace(desk, tools.work, tools.messages, go, watch, tools.finder, tools.preferences)
    frames.append(Frame(place, entries_of(desk.office.kind)))
    return frames[0]
