"""Invented people belong to nobody, fit their villages, and come out the same every time."""

from datetime import date

from station_desk.domain.idno import read_id
from station_desk.domain.invented import LINEAGE, invent
from station_desk.domain.phones import read_phone

TODAY = date(2026, 11, 22)
VILLAGES = ["苗家居委会", "宋黑村委会", "东赵村委会", "前进村委会"] * 500


def test_the_same_seed_and_day_give_the_same_people() -> None:
    first = list(invent(VILLAGES, ["371602"], TODAY, 1))
    assert first == list(invent(VILLAGES, ["371602"], TODAY, 1))
    assert first != list(invent(VILLAGES, ["371602"], TODAY, 2))
    assert first != list(invent(VILLAGES, ["371602"], date(2026, 11, 23), 1))


def test_every_number_is_well_formed_set_aside_and_given_once() -> None:
    people = list(invent(VILLAGES, ["371602", "372301"], TODAY, 1))
    for person in people:
        reading = read_id(person.id_no, None, TODAY)
        assert (reading.problem, reading.birth, reading.sex) == ("", person.birth, person.sex)
        assert person.id_no[14:17] in {"996", "997", "998", "999"}
        assert person.phone[3:7] == "0000"
        assert read_phone(person.phone) == person.phone
    assert len({person.id_no for person in people}) == len({person.phone for person in people}) == len(people)


def test_about_half_of_a_village_bears_its_name() -> None:
    miao = [person.name for person in list(invent(VILLAGES, ["371602"], TODAY, 1))[::4]]
    share = sum(name.startswith("苗") for name in miao) / len(miao)
    assert LINEAGE - 0.1 < share < LINEAGE + 0.1


def test_rare_and_long_names_are_among_the_first() -> None:
    names = [person.name for person in invent(VILLAGES[:30], ["371602"], TODAY, 1)]
    assert {"崔䶮", "欧阳𬀩", "买买提吐尔逊·阿卜杜热合曼"} <= set(names)
