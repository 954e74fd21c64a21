"""Every sentence a person reads. The source is Chinese; `resources/catalogues/<language>/` holds the translations.

`t` translates and fills in, `tn` chooses by number, `N` marks a text that is translated later. Used by `app`, `ui`,
`cli` and `printing` only.

Sources call the people of a programme 警务助理 (`PEOPLE`); what is said calls them as the office's pack does (农村辅警):
the word is put into the sentences of the program, never into the facts that are filled in. In English the assistants of
such a programme are auxiliaries.
"""

import gettext
import io
import re
from collections.abc import Callable
from pathlib import Path

LANGUAGES = ("zh_CN", "en")
PEOPLE = "警务助理"
_AUXILIARY = "辅警"
_ASSISTANT = re.compile(r"(?<!\{)\b([Aa])ssistant(s?)\b(?!\})")
_CATALOGUES = Path(__file__).resolve().parents[2] / "resources" / "catalogues"


class _Language:
    """The language in use: a process speaks one language at a time."""

    def __init__(self) -> None:
        self.name = "zh_CN"
        self.texts: gettext.NullTranslations = gettext.NullTranslations()
        self.people: Callable[[], str] = lambda: PEOPLE


_now = _Language()


def use_language(name: str, catalogues: Path = _CATALOGUES) -> None:
    """Speak `name` ("zh_CN" or "en") from now on. Catalogues are the compiled fragments `<language>/*.mo`."""
    texts = gettext.NullTranslations()
    for file in sorted((catalogues / name).glob("*.mo")):
        fragment = gettext.GNUTranslations(io.BytesIO(file.read_bytes()))
        fragment.add_fallback(texts)
        texts = fragment
    _now.name, _now.texts = name, texts


def language() -> str:
    """The language in use."""
    return _now.name


def call_people(word: Callable[[], str] = lambda: PEOPLE) -> None:
    """Say `word()` for the programme's people from now on; it is asked for each sentence that speaks of them."""
    _now.people = word


def _called(text: str, filled: bool) -> str:
    """A sentence with the programme's own word for its people; `filled`: facts will be filled in after that."""
    if "ssistant" in text and _AUXILIARY in _now.people():
        text = _ASSISTANT.sub(lambda found: f"{found[1]}uxiliar{'ies' if found[2] else 'y'}", text)
    if PEOPLE not in text:
        return text
    word = _now.people()
    return text.replace(PEOPLE, word.replace("{", "{{").replace("}", "}}") if filled else word)


def N(text: str) -> str:  # noqa: N802 - gettext's own name for "mark, translate later"
    """Marks `text` for the catalogues; `t` translates it where it is shown."""
    return text


def t(text: str, /, **facts: object) -> str:
    """`text` in the language in use, with its `{facts}` filled in."""
    translated = _called(_now.texts.gettext(text), bool(facts)) if text else ""
    return translated.format(**facts) if facts else translated


def tn(one: str, many: str, n: int, /, **facts: object) -> str:
    """The form of the text that goes with the number `n`, which is also the fact `{n}`."""
    return _called(_now.texts.ngettext(one, many, n), True).format(n=n, **facts)
