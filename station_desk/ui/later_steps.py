"""The later steps of the first start: policy pack, and the first person with a pass phrase. Villages: `villages_step`."""

from dataclasses import dataclass

from station_desk.domain.policy import Policy
from station_desk.domain.trouble import Trouble
from station_desk.machine.folders import resources_dir
from station_desk.packs.folders import pack_ids, pack_of_area
from station_desk.packs.load import load_pack
from station_desk.ui.fields import Field, chain, say_under, under
from station_desk.ui.first_steps import Choices, Step
from station_desk.ui.kit import fill, label
from station_desk.ui.messages import Messages
from station_desk.ui.office_form import OfficeForm
from station_desk.ui.recovery import NewPassPhrase
from station_desk.ui.villages_step import VillagesStep
from station_desk.ui.work import Work
from station_desk.wording import N, t


class PackStep(Step):
    """The policy pack, each with the document it rests on; the packs are read when the step is first shown.

    The one that was written for the office's area is on; elsewhere none is, so that Enter alone takes nobody's policy.
    """

    TITLE = N("按哪个方案？")

    def __init__(self, form: OfficeForm) -> None:
        super().__init__(form)
        self.packs: list[Policy] = []
        self._code = ""
        self.choices = Choices([])
        self.source = label("", "second", wrap=True)

    def enter(self) -> None:
        if not self.packs:
            folder = resources_dir() / "packs"
            self.packs = [load_pack(folder, pack) for pack in pack_ids(folder)]
            if not self.packs:
                raise Trouble("program_incomplete", folder="packs")
            self.choices = Choices(
                [(f"pack-{p.id.replace('.', '-')}", f"{p.title}\n     {p.summary}") for p in self.packs]
            )
            self.choices.picked.connect(self._picked)
            fill(self.room, self.choices, self.source, None)
        if self._code != self.form.code:
            self._code = self.form.code
            ours = pack_of_area(resources_dir() / "packs", self.form.code)
            self._show(next((at for at, pack in enumerate(self.packs) if pack.id == ours), -1))
        self.choices.focus()

    def ready(self) -> bool:
        at = self.choices.chosen()
        if at < 0:
            return False
        self.form.pack = self.packs[at].id
        return True

    def _picked(self, at: int) -> None:
        self._show(at)
        self.go_on.emit()

    def _show(self, at: int) -> None:
        self.choices.choose(at)
        if at < 0:
            self.source.setText(t("没有专为本地写的方案：按数字键选最接近的一个，以后可以在设置里换。"))
            return
        titles = "；".join(document.title for document in self.packs[at].documents.values())
        self.source.setText(t("依据：{titles}", titles=titles))


class PersonStep(Step):
    """The first person and the pass phrase, twice."""

    TITLE = N("谁用这台电脑？")

    def __init__(self, form: OfficeForm) -> None:
        super().__init__(form)
        self.name = Field("person", hint=t("真名，每一次改动都会记上"))
        self.wrong = under()
        self.phrase = NewPassPhrase("pass-phrase")
        fill(
            self.room,
            label(t("姓名"), "second"),
            self.name,
            self.wrong,
            label(t("口令"), "second"),
            self.phrase,
            label(t("以后可以在设置里再加人，每人一个口令。"), "second", wrap=True),
            None,
        )
        chain([self.name, self.phrase.first, self.phrase.second], self.go_on.emit)
        self.name.textEdited.connect(lambda _text: say_under(self.wrong, ""))

    def enter(self) -> None:
        self.name.setFocus()

    def ready(self) -> bool:
        self.form.person = self.name.text().strip()
        if not self.form.person:
            say_under(self.wrong, t("请填姓名。"))
            self.name.setFocus()
            return False
        phrase = self.phrase.value()
        self.form.pass_phrase = phrase or ""
        return phrase is not None


@dataclass(frozen=True, slots=True)
class LaterSteps:
    """Steps 3 to 5."""

    villages: VillagesStep
    pack: PackStep
    person: PersonStep


def make_later_steps(form: OfficeForm, work: Work, messages: Messages) -> LaterSteps:
    """The steps that follow the first answer."""
    return LaterSteps(VillagesStep(form, work, messages), PackStep(form), PersonStep(form))
