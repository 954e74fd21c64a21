"""Settings: everything works at once, people come and go, backups are proved, the policy shows its words."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from station_desk import SCHEMA_VERSION
from station_desk.bundles.identity import new_identity
from station_desk.domain.policy import Decided
from station_desk.domain.records import OfficeKind, Role
from station_desk.machine.settings import load_settings
from station_desk.services import accounts, exchange, letter_faces, safety
from station_desk.services import archive as archiving
from station_desk.services.desk import Desk
from station_desk.services.reference import list_packs, policy
from station_desk.store.peers import hear
from station_desk.ui.fields import Field
from station_desk.ui.recovery_paper import ASKED, RecoveryPaper
from station_desk.ui.rule_lines import rule_lines
from station_desk.ui.settings_mine import ChangePassPhrase
from station_desk.ui.settings_page import SettingsPage
from station_desk.ui.settings_people import PeopleSection, PersonForm
from station_desk.ui.settings_posts import PostsSection
from station_desk.ui.settings_rules import RulesSection
from station_desk.ui.theme import theme
from station_desk.ui.window import DeskWindow
from tests.support.homes import PASS_PHRASE
from tests.ui.conftest import Opened, quiet
from tests.ui.test_frame import CTRL, frame_of, key

NEW = "another-phrase-2"


def page_of(window: DeskWindow, qtbot: QtBot, section: str) -> SettingsPage:
    """The settings at a section, reached by keys."""
    key(qtbot, Qt.Key.Key_Comma, CTRL)
    page = frame_of(window).page()
    assert isinstance(page, SettingsPage)
    key(qtbot, Qt.Key.Key_F6)
    while QApplication.focusWidget() is not page.list:
        key(qtbot, Qt.Key.Key_F6)
    while page.list.current() != section:
        key(qtbot, Qt.Key.Key_Down)
    quiet(qtbot, window)
    return page


def button_of(window: DeskWindow, name: str) -> QPushButton:
    found = [b for b in window.findChildren(QPushButton, name) if b.isVisible()]
    assert found, name
    return found[-1]


def words(window: DeskWindow) -> str:
    return "\n".join(said.text() for said in window.findChildren(QLabel) if said.isVisible())


def test_the_look_changes_at_once_and_is_kept(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    page_of(window, qtbot, "mine")
    button_of(window, "theme-contrast-dark").click()
    assert theme().look == "contrast_dark"
    assert load_settings().theme == "contrast_dark"
    assert button_of(window, "theme-contrast-dark").isChecked()
    assert not button_of(window, "theme-light").isChecked()


def test_type_size_and_language_make_the_page_anew_at_the_same_place(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    page_of(window, qtbot, "mine")
    button_of(window, "type-120").click()
    quiet(qtbot, window)
    assert theme().factor == 1.2
    button_of(window, "language-en").click()
    quiet(qtbot, window)
    assert frame_of(window).page().title != "设置"  # type: ignore[union-attr]
    assert button_of(window, "language-en").isChecked()


def test_the_minutes_until_the_lock_are_kept(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    page = page_of(window, qtbot, "mine")
    page.sections["mine"].idle.set_value(12)  # type: ignore[attr-defined]
    assert load_settings().idle_minutes == 12
    assert window.idle_watch.milliseconds == 12 * 60_000


def test_the_own_pass_phrase_is_changed_with_the_old_one(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    page_of(window, qtbot, "mine")
    button_of(window, "change-pass-phrase").click()
    form = window.findChild(ChangePassPhrase)
    assert form is not None
    for field in (form.phrase.first, form.phrase.second):
        field.setText(NEW)
    form.old.setText("not the old one")
    form.send()
    quiet(qtbot, window)
    assert form.wrong.text()
    form.old.setText(PASS_PHRASE)
    form.send()
    quiet(qtbot, window)
    assert not window.overlay.busy
    assert "口令改好了" in frame_of(window).strip.said.text()


def test_a_person_is_added_and_removed_again(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    page = page_of(window, qtbot, "people")
    people = page.sections["people"]
    assert isinstance(people, PeopleSection)
    key(qtbot, Qt.Key.Key_Return, CTRL)
    form = window.findChild(PersonForm)
    assert form is not None
    assert QApplication.focusWidget() is form.name
    button_of(window, "panel-act-1").click()
    assert form.wrong.text()
    form.name.setText("王敏")
    form.role.set_value(Role.CHIEF)
    form.phrase.first.setText(NEW)
    form.phrase.second.setText(NEW)
    button_of(window, "panel-act-1").click()
    quiet(qtbot, window)
    assert window.desk is not None
    assert [a.name for a in accounts.list_accounts(window.desk)] == ["李四", "王敏"]
    assert not people.remove.isEnabled()
    people.view.choose(1)
    assert people.remove.isEnabled()
    people.remove.click()
    assert QApplication.focusWidget().objectName() == "answer-no"  # type: ignore[union-attr]
    button_of(window, "answer-yes").click()
    quiet(qtbot, window)
    assert [a.active for a in accounts.list_accounts(window.desk)] == [True, False]


def test_somebody_gets_a_new_pass_phrase(opened: Opened, qtbot: QtBot) -> None:
    window = opened(fill=lambda desk: accounts.add_account(desk, "王敏", Role.CLERK, PASS_PHRASE))
    page = page_of(window, qtbot, "people")
    people = page.sections["people"]
    assert isinstance(people, PeopleSection)
    people.view.choose(1)
    people.reset.click()
    from station_desk.ui.recovery import NewPassPhrase

    form = window.findChild(NewPassPhrase)
    assert form is not None
    form.first.setText(NEW)
    form.second.setText(NEW)
    button_of(window, "panel-act-1").click()
    quiet(qtbot, window)
    assert "王敏 的新口令设好了" in frame_of(window).strip.said.text()


def test_a_clerk_manages_nobody(opened: Opened, qtbot: QtBot, gate: Opened) -> None:
    window = opened(fill=lambda desk: accounts.add_account(desk, "王敏", Role.CLERK, PASS_PHRASE))
    window.close_desk()
    card = window.stack.currentWidget().card  # type: ignore[attr-defined]
    card.person.set_value("王敏")
    from tests.ui.conftest import unlock

    unlock(qtbot, window)
    page = page_of(window, qtbot, "people")
    assert page.primary is None
    assert not button_of(window, "new-recovery-code").isEnabled()


def test_a_new_recovery_code_is_shown_and_asked_back(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    page_of(window, qtbot, "people")
    button_of(window, "new-recovery-code").click()
    button_of(window, "answer-yes").click()
    quiet(qtbot, window)
    paper = window.findChild(RecoveryPaper)
    assert paper is not None
    for field, n in zip(paper.fields, ASKED, strict=True):
        field.setText(paper._groups[n - 1])
    paper.send()
    assert not window.overlay.busy


def test_a_backup_is_made_listed_and_checked(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    page = page_of(window, qtbot, "backup")
    assert "还没有备份" in words(window)
    key(qtbot, Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert "写入并读回核对" in words(window)
    assert page.sections["backup"].model.rowCount() == 1  # type: ignore[attr-defined]
    for name in ("check", "check-deep"):
        button_of(window, name).click()
        quiet(qtbot, window)
        assert "完好，没有发现问题" in words(window)


def test_a_backup_to_a_stick_and_back_beside(
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened()
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr("station_desk.ui.settings_backup.ask_folder", lambda _p, _t, chosen: chosen(stick))
    page_of(window, qtbot, "backup")
    button_of(window, "backup-to").click()
    quiet(qtbot, window)
    (file,) = stick.glob("*.backup")
    monkeypatch.setattr("station_desk.ui.settings_backup.ask_open", lambda _p, _t, _n, chosen: chosen(file))
    button_of(window, "restore").click()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "restore-pass-phrase"
    qtbot.keyClicks(focus, PASS_PHRASE)
    qtbot.keyClick(focus, Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert "原来的没有动" in words(window)
    assert [folder.name for folder in tmp_path.iterdir() if folder.name.startswith("home-restored")]


def test_what_a_check_finds_is_told_in_sentences(opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    from station_desk.domain.finding import Finding

    found = [Finding("keys_not_twice")] + [Finding("backup_damaged", f"{n}.backup") for n in range(10)]
    monkeypatch.setattr(safety, "check", lambda *_a, **_k: safety.CheckReport(False, found))
    window = opened()
    page_of(window, qtbot, "backup")
    button_of(window, "check").click()
    quiet(qtbot, window)
    assert "钥匙文件只剩一份完好" in words(window)
    assert "还有 3 件" in words(window)


def test_the_key_file_is_written_and_the_fingerprint_shown(
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened()
    page_of(window, qtbot, "keys")
    assert window.desk is not None
    assert exchange.fingerprint(window.desk) in words(window)
    file = tmp_path / "own.sdk"
    monkeypatch.setattr("station_desk.ui.settings_keys.ask_save", lambda _p, _t, _s, _n, chosen: chosen(file))
    button_of(window, "export-identity").click()
    quiet(qtbot, window)
    assert file.stat().st_size > 0


def test_the_policy_is_read_with_its_words_and_what_is_not_stated(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    page_of(window, qtbot, "rules")
    said = words(window)
    assert "“在未配备专职辅警的每个行政村”" in said
    assert "缺" in said
    button_of(window, "rules-open").click()
    assert button_of(window, "rules-open").isChecked()


def test_the_policy_stands_beside_its_parent_and_beside_another(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    section = page_of(window, qtbot, "rules").sections["rules"]
    assert isinstance(section, RulesSection)
    button_of(window, "rules-parent").click()
    assert [line.key for line, _row in section.shown][:2] == ["terms.approver", "quota.at_least"]
    quiet(qtbot, window)
    assert "县级公安机关" in words(window)
    section.beside.set_value("cn.weihai")
    assert "农村辅警" in [line.other for line, _row in section.shown]
    assert not button_of(window, "rules-parent").isChecked()
    button_of(window, "rules-all").click()
    assert section.beside.value() == ""
    qtbot.waitUntil(lambda: section.rows.complete)
    quiet(qtbot, window)
    assert section.find_next_problem()
    missing, shown = section.shown[section._at]
    assert missing.missing
    assert shown.mapTo(section.area.viewport(), QPoint(0, 0)).y() == 0
    assert section.find_next_problem()
    assert section.shown[section._at][0] != missing
    button_of(window, "rules-stated").click()
    assert not section.find_next_problem()


def test_a_value_that_is_left_open_is_filled_in_by_keys_and_taken_back(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    section = page_of(window, qtbot, "rules").sections["rules"]
    assert isinstance(section, RulesSection)
    button_of(window, "rules-open").click()
    wanted = [line.key for line, _row in section.shown].index("person.term_months")
    while section._at != wanted:
        key(qtbot, Qt.Key.Key_F8)
    key(qtbot, Qt.Key.Key_F2)
    for typed in ("36个月", "县局", "县公〔2026〕9号"):
        field = QApplication.focusWidget()
        assert isinstance(field, Field)
        field.setText(typed)
        key(qtbot, Qt.Key.Key_Return)
    field = QApplication.focusWidget()
    assert isinstance(field, Field)
    field.setText("九月")
    key(qtbot, Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert "“九月”不是日期" in words(window)
    field.setText("2026-09-01")
    key(qtbot, Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert window.desk is not None
    assert policy(window.desk).term_months == Decided(36, "县局", "县公〔2026〕9号", "2026-09-01")
    button_of(window, "rules-filled").click()
    (line,) = [line for line, _row in section.shown]
    assert (line.value, line.filled) == ("36 个月", True)
    quiet(qtbot, window)
    assert "县局定，县公〔2026〕9号，2026-09-01" in words(window)
    key(qtbot, Qt.Key.Key_F2)
    button_of(window, "panel-act-1").click()
    quiet(qtbot, window)
    assert policy(window.desk).filled == frozenset()


def test_the_posts_of_a_village_are_decided_by_keys_and_seen_on_an_earlier_day(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    section = page_of(window, qtbot, "posts").sections["posts"]
    assert isinstance(section, PostsSection)
    assert [line.quota for line in section.model.rows()] == [1, 1, 1]
    section.list.choose(1)
    key(qtbot, Qt.Key.Key_F2)
    for typed in ("3", "移民安置点", ""):
        field = QApplication.focusWidget()
        assert isinstance(field, Field)
        field.setText(typed)
        key(qtbot, Qt.Key.Key_Return)
    key(qtbot, Qt.Key.Key_Return)
    key(qtbot, Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert "没有写全谁定、文号和日期" in words(window)
    window.findChild(Field, "posts-number").setText("梁〔2026〕3号")
    window.findChild(Field, "posts-on").setText("2026-03-01")
    button_of(window, "panel-act-1").click()
    quiet(qtbot, window)
    assert [(line.quota, line.reason) for line in section.model.rows()] == [(1, ""), (3, "移民安置点"), (1, "")]
    assert "应配 5 名，空缺 5 名" in words(window)
    section.day.setText("2026-02-01")
    section.day.went_on.emit(1)
    quiet(qtbot, window)
    assert [line.quota for line in section.model.rows()] == [1, 1, 1]


def test_a_pack_file_with_faults_shows_each_and_a_whole_one_is_followed(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened()
    section = page_of(window, qtbot, "rules").sections["rules"]
    assert isinstance(section, RulesSection)
    text = 'id = "cn.shanyang"\ntitle = "山阳县 一村一警务助理"\nsummary = "随省里。"\nversion = 1\n'
    file = tmp_path / "cn.shanyang.toml"
    file.write_text(text + 'effective_from = "去年"\nparent = "cn.fujian"\n', encoding="utf-8")
    section._install(file)
    quiet(qtbot, window)
    assert "第 5 行" in words(window)
    assert "不是日期" in words(window)
    key(qtbot, Qt.Key.Key_Escape)
    file.write_text(text + 'effective_from = "2026-01-01"\nparent = "cn.fujian"\n', encoding="utf-8")
    section._install(file)
    quiet(qtbot, window)
    assert "山阳县 一村一警务助理，版本 1" in words(window)


@pytest.mark.parametrize("pack", [pack.id for pack in list_packs()])
def test_every_rule_of_every_pack_is_named_and_quoted_or_open(pack: str) -> None:
    policy = next(one for one in list_packs() if one.id == pack)
    lines = rule_lines(policy)
    assert len(lines) >= 20
    assert [line.key for line in lines if line.what == line.key] == []
    assert [line.key for line in lines if line.value is not None and not line.words] == []
    assert [line.key for line in lines if line.value in ("", "0")] == []


def test_every_licence_is_there_whole(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    page = page_of(window, qtbot, "about")
    about = page.sections["about"]
    for at in range(about.model.rowCount()):  # type: ignore[attr-defined]
        about.view.choose(at)  # type: ignore[attr-defined]
        assert len(about.text.toPlainText()) > 300  # type: ignore[attr-defined]


def test_the_page_of_backups_tells_how_large_everything_is(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    page_of(window, qtbot, "backup")
    said = words(window)
    assert "库一共" in said
    assert "用满一个整月以后" in said
    assert "处改动" in said


def test_old_journal_goes_to_an_archive_by_a_day_and_a_place(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened()
    page_of(window, qtbot, "backup")
    button_of(window, "archive").click()
    field = window.findChild(Field, "archive-before")
    assert field is not None
    assert QApplication.focusWidget() is field
    field.setText("去年")
    key(qtbot, Qt.Key.Key_Return)
    assert "2025-01-01" in words(window)
    assert field.property("state") == "bad"
    field.setText("2025-01-01")
    key(qtbot, Qt.Key.Key_Return)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    dialog.filesSelected.emit([str(tmp_path)])
    dialog.close()
    quiet(qtbot, window)
    assert "2025-01-01 以前没有可以移走的流水" in words(window)
    assert list(tmp_path.glob("*.archive")) == []


def archived(desk: Desk, folder: Path) -> None:
    """A station whose county has confirmed everything, its old journal in an archive in `folder`."""
    county = new_identity("371602", OfficeKind.COUNTY, "滨城分局")
    (folder / "county.sdk").write_bytes(county.public_file())
    exchange.trust(desk, folder / "county.sdk")
    held = {scope: [one.hex() for one in found] for scope, found in desk.store.heads().items()}
    with desk.store.transaction() as conn:
        hear(conn, "371602", held, desk.clock.now_iso(), "0.1.0", SCHEMA_VERSION)
    archiving.archive(desk, desk.clock.today() + timedelta(days=2), folder)


def test_an_archive_is_joined_again_from_the_window(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(fill=lambda desk: archived(desk, tmp_path))
    page_of(window, qtbot, "backup")
    (file,) = tmp_path.glob("*.archive")
    assert "在手边" in words(window)
    button_of(window, "archive-back").setFocus()
    key(qtbot, Qt.Key.Key_Space)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    dialog.filesSelected.emit([str(file)])
    dialog.close()
    quiet(qtbot, window)
    assert f"处改动回到了库里。{file.name} 用不着了" in words(window)
    assert archiving.archives(window.desk) == []  # type: ignore[arg-type]
    assert not [b for b in window.findChildren(QPushButton, "archive-back") if b.isVisible()]


def test_the_faces_of_letters_are_chosen_and_the_computer_tells_which_it_has(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station_desk.services.letter_faces.folders.font_dirs", list)
    window = opened()
    page_of(window, qtbot, "paper")
    assert button_of(window, "faces-bundled").isChecked()
    assert "本机没有找到公文用的字体。" in words(window)
    for name in ("faces-installed", "faces-bundled"):
        button_of(window, name).setFocus()
        key(qtbot, Qt.Key.Key_Space)
        quiet(qtbot, window)
        assert button_of(window, name).isChecked()
        assert letter_faces.letter_faces(window.desk).chosen is (name == "faces-installed")  # type: ignore[arg-type]
