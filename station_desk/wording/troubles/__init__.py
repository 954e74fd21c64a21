"""The three sentences of each trouble: what happened, what is safe, what to do next (DESIGN 5). One file per room."""

import importlib
import pkgutil

from station_desk.domain.trouble import Trouble
from station_desk.wording import t
from station_desk.wording.assess import STATES, STEPS, STIPEND_STATES, STIPEND_STEPS
from station_desk.wording.policy import WHAT, what_of
from station_desk.wording.sentences import Sentences, Told


def _all() -> dict[str, Sentences]:
    found: dict[str, Sentences] = {}
    for module in pkgutil.iter_modules(__path__):
        for code, sentences in importlib.import_module(f"{__name__}.{module.name}").SENTENCES.items():
            if code in found:
                raise KeyError(f"two wordings of {code}")
            found[code] = sentences
    return found


SENTENCES = _all()


def tell(trouble: Trouble) -> Told:
    """The three sentences of `trouble` in the language in use. Raises KeyError for a code without wording (a bug)."""
    sentences = SENTENCES[trouble.code]
    facts = {key: "、".join(value) if isinstance(value, list) else value for key, value in trouble.facts.items()}
    pay = trouble.code.startswith("stipend_")
    words = {"state": STIPEND_STATES if pay else STATES, "step": STIPEND_STEPS if pay else STEPS}
    if facts.get("key") in WHAT and not trouble.code.startswith("pack_"):
        facts["key"] = what_of(
            str(facts["key"])
        )  # the name of a rule; a file's own fault keeps the name that it bears there
    facts |= {key: t(known[str(facts[key])]) for key, known in words.items() if str(facts.get(key)) in known}
    return Told(trouble.code, *(t(text).format_map(facts) for text in (sentences.what, sentences.safe, sentences.next)))
