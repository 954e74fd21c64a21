"""Record ids."""

from concurrent.futures import ThreadPoolExecutor

from station_desk.domain.ids import RECORD_ID, new_id


def test_ids_are_uuids_of_version_seven() -> None:
    made = new_id()
    assert RECORD_ID.fullmatch(made)
    assert made[12] == "7"
    assert made[16] in "89ab"


def test_ids_keep_the_order_of_making_within_a_millisecond_and_when_the_clock_goes_back() -> None:
    made = [new_id(now) for now in (5_000_000_000_000,) * 2_000 + (4_000_000_000_000,) * 2_000]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_threads_never_make_the_same_id() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _n: new_id(), range(5_000)))
    assert len(set(made)) == len(made)
