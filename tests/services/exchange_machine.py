"""The machine of random histories: what people, PCs and sticks do, and at the end the comparison with the oracle.

The shape is that of "Mysteries of Dropbox": random acts and faults, then quiet, then everything is everywhere.
"""

from random import Random

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.services import exchange_oracle
from tests.services.exchange_errands import ERRANDS, errand
from tests.services.exchange_kit import OFFICE, OTHER, PC, SECOND, STATIONS, Kit, the_same_dice
from tests.services.exchange_stick import STEPS
from tests.services.exchange_world import DAMAGE, World

WRITING = ("create", "create", "name", "name", "deleted", "local", "run", "erase", "undo", "redo")
WAYS = ("kept", "lost", "twice", "looked", "renamed", "old times", "crossed", "thrown away", *DAMAGE, *DAMAGE)
ODD = (
    "errand",
    "errand",
    "errand",
    "foreign",
    "forged writer",
    "forged statement",
    "newer version",
    "stick died",
    "clock",
    "clock",
)
_YEARS = 24 * 3650
ACTS = ("write", "export", "deliver", "odd", "copy", "story")
EVERYBODY, COPIES = (PC, SECOND, OFFICE, OTHER), (PC, SECOND)
_COINS = 32
chance = st.lists(st.booleans(), min_size=_COINS, max_size=_COINS).map(
    lambda coins: Random(sum(coin << i for i, coin in enumerate(coins)))
)
"""What an act is and what it is about: drawn evenly. (Rules of Hypothesis's own repeat a few of them again and again.) A seed
made of coins: into numbers Hypothesis mixes constants of the program, so that each edit anywhere gave other histories."""


KITS: list[Kit] = []
"""The desks of all histories, made by the fixture of the test."""


def some_acts(dice: Random) -> list[tuple[str, int, int]]:
    """A morning's work: (what, which record, value)."""
    return [(dice.choice(WRITING), dice.randrange(4), dice.randrange(10)) for _ in range(dice.randrange(1, 4))]


class Histories(RuleBasedStateMachine):
    """What people and sticks do."""

    @initialize(dice=chance)
    def begin(self, dice: Random) -> None:
        self.menu = dice.sample(ACTS, dice.randrange(2, len(ACTS) + 1))
        self.dice = the_same_dice()
        self.dice.__enter__()
        self.world = World(KITS[-1])

    @rule(dice=chance)
    def act(self, dice: Random) -> None:
        """Something happens. A history knows some kinds of acts only, so that each kind also meets much of itself."""
        getattr(self, dice.choice(self.menu))(dice)

    # --- people and sticks -----------------------------------------------------------------------------------------
    def write(self, dice: Random) -> None:
        self.world.write_all(dice.choice(EVERYBODY), some_acts(dice))
        errand(self.world, dice.choice(ERRANDS), dice.choice(EVERYBODY), dice)

    def export(self, dice: Random) -> None:
        i = dice.choice(EVERYBODY)
        self.world.write_all(i, some_acts(dice))
        parcel = self.world.export(i, self.to(i, dice), full=dice.random() < 0.2)
        self.world.stick.append(parcel)
        if dice.random() < 0.5:
            self.world.deliver(parcel)

    def deliver(self, dice: Random) -> None:
        stick, i = self.world.stick, dice.choice(EVERYBODY)
        if not stick:
            self.world.write_all(i, some_acts(dice))
            stick.append(self.world.export(i, self.to(i, dice)))
        for _ in range(2):
            if stick:
                self.world.hand_in(dice.choice(stick), dice.choice(WAYS), dice.randrange(5000))

    def odd(self, dice: Random) -> None:
        """What does not happen every day."""
        for what in dice.sample(ODD, 2):
            self.odd_one(what, dice)

    def odd_one(self, what: str, dice: Random) -> None:
        world, i = self.world, dice.choice(EVERYBODY)
        world.write_all(i, some_acts(dice))
        match what:
            case "errand":
                errand(world, dice.choice(ERRANDS), i, dice)
            case "foreign":
                world.foreign()
            case "newer version":
                world.newer(dice.choice(COPIES))
            case "stick died":
                world.export_onto_a_dying_stick(i, self.to(i, dice), dice.randrange(STEPS))
            case "clock":
                world.wind(i, dice.choice((-_YEARS, _YEARS, -1, 30)))
            case _:
                world.forge(dice.choice(COPIES), vouched=what == "forged statement")

    # --- old copies ------------------------------------------------------------------------------------------------
    def copy(self, dice: Random) -> None:
        world, i = self.world, dice.choice(EVERYBODY)
        world.write_all(i, some_acts(dice))
        if dice.random() < 0.6 or not world.copies:
            world.keep_copy(i)
        elif dice.random() < 0.7:
            i = dice.choice(sorted(world.copies))
            world.put_copy_back(i, noticed=dice.random() < 0.4)
        else:
            world.clone(noticed=dice.random() < 0.5)
            i = SECOND
        world.write_all(i, some_acts(dice))

    def story(self, dice: Random) -> None:
        i, value = dice.choice(COPIES), dice.randrange(10)
        match dice.choice(("disaster", "quarrel", "quarrel", "peace", "correction", "county forgets")):
            case "disaster":
                who = dice.choice(EVERYBODY)
                self.disaster(who, self.to(who, dice), value)
            case "quarrel":
                self.quarrel(value)
            case "peace":
                self.quarrel(value)
                for at in COPIES:
                    self.world.deliver(self.world.export(at, OFFICE))
                self.world.deliver(self.world.export(OFFICE, PC, full=True))
                errand(self.world, "settled", PC, dice)
            case "correction":
                self.world.write_all(i, [("create", 0, value)])
                self.world.deliver(self.world.export(i, OFFICE))
                errand(self.world, "remark", OFFICE, dice)
                self.world.deliver(self.world.export(OFFICE, i))
                errand(self.world, "answer", i, dice)
            case _:
                self.county_forgets(i, value)

    def to(self, i: int, dice: Random) -> int:
        """Whom a desk writes to."""
        return dice.choice(STATIONS) if i == OFFICE else OFFICE

    def disaster(self, i: int, to: int, value: int) -> None:
        """Written, handed over, and then an old copy is put back and written on."""
        world = self.world
        world.keep_copy(i)
        world.write_all(i, [("create", 0, value), ("name", 0, value)])
        world.deliver(world.export(i, to))
        world.put_copy_back(i, noticed=False)
        world.write_all(i, [("create", 0, value), ("name", 0, value + 1)])

    def county_forgets(self, i: int, value: int) -> None:
        """The county confirms what it takes in, and then an old copy is put back: the next bundle rests on what it lost."""
        world = self.world
        world.keep_copy(OFFICE)
        world.write_all(i, [("create", 0, value), ("erase", value, 0)])
        world.deliver(world.export(i, OFFICE))
        world.deliver(world.stick.pop())
        world.put_copy_back(OFFICE, noticed=False)
        world.write_all(i, [("create", 0, value)])
        world.deliver(world.export(i, OFFICE))

    def quarrel(self, value: int) -> None:
        """Both PCs know a record and write the same field, each without the other."""
        world = self.world
        world.write_all(PC, [("create", 0, value)])
        world.deliver(world.export(PC, OFFICE))
        world.deliver(world.export(OFFICE, SECOND, full=True), SECOND)
        for i in (PC, SECOND):
            world.write_all(i, [("name", value % 4, value + i)])

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        try:
            exchange_oracle.check(self.world)
        finally:
            self.dice.__exit__(None, None, None)


def both_forget(world: World) -> None:
    """Each side counts on what the other has lost: the county on a word of the station's other computer, the station on a
    receipt from before the county went back to an old copy. So each refuses the other's bundle for want of something."""
    work = [("create", 0, 3)]
    world.keep_copy(OFFICE)
    world.write_all(PC, work)
    world.deliver(world.export(PC, OFFICE))
    world.deliver(world.stick.pop())
    world.put_copy_back(OFFICE, noticed=False)
    world.write_all(SECOND, work)
    world.deliver(world.export(SECOND, OFFICE))
    for i in (OFFICE, PC):
        world.write_all(i, work)
    for parcel in [world.export(PC, OFFICE), world.export(OFFICE, PC)]:
        assert world.deliver(parcel) == "gap"


def run(examples: int, *, steps: int = 5, start: int | None = None, shrink: bool = False) -> None:
    """So many histories, the same ones for the same `start`; an exception tells of the first that went wrong."""
    machine = Histories if start is None else seed(start)(type("Histories", (Histories,), {}))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        ),
    )
