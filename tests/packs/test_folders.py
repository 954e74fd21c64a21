"""A pack may be a folder of files by matter: read as one text, refused with the file and its line."""

from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.packs.folders import MOST_BYTES, pack_ids
from station_desk.packs.load import check_pack, load_pack
from station_desk.packs.reading import text_digest
from tests.support.pack_texts import PACKS, pack_text

ROOT = Path(__file__).resolve().parents[2]


def copied(tmp_path: Path, pack: str = "cn.fujian") -> Path:
    """The files of a bundled pack in a folder of one's own."""
    folder = tmp_path / pack
    folder.mkdir()
    for file in (PACKS / pack).iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def changed(folder: Path, name: str, old: str, new: str) -> int:
    """Change one file of a pack; the line of the change."""
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def found(place: Path) -> list[tuple[str, str, str]]:
    return [(one.place, one.key, one.reason) for one in check_pack(place, PACKS).faults]


def test_every_bundled_pack_is_a_folder_and_says_the_same_as_one_file(tmp_path: Path) -> None:
    for pack in pack_ids(PACKS):
        assert (PACKS / pack / "pack.toml").is_file()
        (tmp_path / f"{pack}.toml").write_text(pack_text(pack), encoding="utf-8")
    for pack in pack_ids(PACKS):
        assert load_pack(tmp_path, pack) == load_pack(PACKS, pack)
    assert text_digest(pack_text("cn.nanan")) == text_digest(pack_text("cn.nanan").replace("\n", "\r\n"))


def test_a_folder_and_its_head_file_are_checked_alike_and_carriage_returns_change_nothing(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    for file in folder.iterdir():
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    for place in (folder, folder / "pack.toml"):
        checked = check_pack(place, PACKS)
        assert checked.faults == ()
        assert checked.policy == load_pack(PACKS, "cn.fujian")


@pytest.mark.parametrize(
    ("name", "old", "new", "key", "reason"),
    [
        ("people.toml", "value = 60\n", "value = 600\n", "age.maximum.value", "out_of_bounds"),
        ("people.toml", "[age.maximum]", "[age.maximum", "", "toml"),
        ("selection.toml", 'code = "approve"', 'code = "apply"', "stages[3]", "twice"),
        ("terms.toml", "[terms.person]", "title = 3\n[terms.person]", "title", "not_here"),
        ("tests.toml", "answer = 3", "answer = 4", "tests[0]", "test_fails"),
        ("money.toml", 'clause = "五（三）', 'claus = "五（三）', "money.stipend_basis.claus", "unknown_key"),
        ("pack.toml", "version = 3", "version = 0", "version", "out_of_bounds"),
    ],
)
def test_a_fault_names_the_file_of_the_folder_and_its_line(
    tmp_path: Path, name: str, old: str, new: str, key: str, reason: str
) -> None:
    folder = copied(tmp_path)
    line = changed(folder, name, old, new)
    ((place, told, why),) = found(folder)
    assert (told, why) == (key, reason)
    file, _colon, at = place.partition(":")
    assert file == name
    assert abs(int(at) - line) <= 3
    with pytest.raises(Trouble) as caught:
        load_pack(tmp_path, "cn.fujian") if reason != "test_fails" else check_damaged(folder)
    assert caught.value.facts["file"] == f"cn.fujian/{name}"


def check_damaged(folder: Path) -> None:
    """A pack whose own test fails is loaded all the same; broken syntax beside it is not."""
    changed(folder, "tests.toml", "[[tests]]", "[[tests]")
    load_pack(folder.parent, "cn.fujian")


def test_a_table_that_stands_in_two_files_is_told_once_at_the_second(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    with (folder / "terms.toml").open("a", encoding="utf-8") as more:
        more.write('\n[quota.unit]\nvalue = "村"\n')
    ((place, _key, reason),) = found(folder)
    assert (place.partition(":")[0], reason) == ("terms.toml", "toml_twice")


def test_a_file_that_is_no_text_or_far_too_large_is_named(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "money.toml").write_bytes("# 每人每月补助".encode("gb18030"))
    assert found(folder) == [("money.toml", "", "unreadable")]
    (folder / "money.toml").write_bytes(b"#" * (MOST_BYTES + 1))
    assert found(folder) == [("money.toml", "", "too_large")]


# --- quotations -------------------------------------------------------------------------------------------------------
def test_the_texts_that_come_with_the_packs_are_the_masked_documents() -> None:
    texts = {file.name: file.read_bytes() for file in (PACKS / "texts").iterdir()}
    assert texts == {file.name: file.read_bytes() for file in (ROOT / "tests" / "reference" / "seeds").iterdir()}


def test_a_quotation_that_is_not_in_the_document_is_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path, "cn.weihai")
    changed(folder, "posts.toml", '设1名辅警"', '设2名辅警"')
    ((place, key, reason),) = found(folder)
    assert (place.partition(":")[0], key, reason) == ("posts.toml", "quota.unit.quote", "quote_not_there")


def test_a_county_puts_the_text_of_its_document_beside_its_pack(tmp_path: Path) -> None:
    file = tmp_path / "cn.shanyang.toml"
    file.write_text(
        'id = "cn.shanyang"\ntitle = "山阳县"\nsummary = "一句"\nversion = 1\neffective_from = ""\nparent = "cn.fujian"\n'
        '[documents.rule]\ntitle = "山阳县办法"\ntext = "办法"\n'
        '[person.term_months]\nvalue = 36\ndoc = "rule"\nclause = "第九条"\nquote = "聘期 36个月 … 期满考核"\n',
        encoding="utf-8",
    )
    assert found(file) == [("", "documents.rule.text", "text_missing")]
    (tmp_path / "办法.txt").write_bytes("第九条　聘期36个月，\r\n期满考核合格的续聘。".encode("gb18030"))
    assert found(file) == []
    (tmp_path / "办法.txt").write_text("第九条 聘期三年。", encoding="utf-8")
    assert found(file) == [("", "person.term_months.quote", "quote_not_there")]
    text = file.read_text(encoding="utf-8")
    for name in ("../办法", "/etc/passwd"):
        file.write_text(text.replace('text = "办法"', f'text = "{name}"'), encoding="utf-8")
        assert found(file) == [("", "documents.rule.text", "text_missing")]
