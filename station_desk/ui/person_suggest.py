"""What the form of a person suggests while one types: villages by the finder, usual words by characters or initials."""

from collections.abc import Sequence

from station_desk.services.find import Finder
from station_desk.ui.person_pick import Option, Suggest
from station_desk.ui.person_words import EDUCATIONS, POLITICALS, POSTS, value_word

_INITIALS = {
    "小学": "xx", "初中": "cz", "高中": "gz", "中专": "zz", "大专": "dz", "本科": "bk", "研究生": "yjs",
    "中共党员": "zgdy dy", "中共预备党员": "zgybdy ybdy", "共青团员": "gqty ty", "民主党派": "mzdp", "群众": "qz",
    "网格员": "wgy", "治保主任": "zbzr", "综治协管员": "zzxgy", "村委委员": "cwwy", "村支书": "czs", "村主任": "czr",
    "村文书": "cws", "村医": "cy",
}  # fmt: skip
_MOST = 8


def word_options() -> dict[str, Suggest]:
    """Suggestions for post, education and political status; "" lists all."""

    def among(words: Sequence[str]) -> Suggest:
        def suggest(text: str) -> list[Option]:
            low = text.lower()
            found = [
                word
                for word in words
                if text in word or any(one.startswith(low) for one in _INITIALS.get(word, "").split())
            ]
            return [Option(word, value_word(word)) for word in found]

        return suggest

    return {"post": among(POSTS), "education": among(EDUCATIONS), "political": among(POLITICALS)}


def village_options(finder: Finder) -> Suggest:
    """Villages by characters, pinyin and initials."""

    def suggest(text: str) -> list[Option]:
        hits = [hit for hit in finder.find(text, limit=_MOST * 8) if hit.kind == "village"]
        return [Option(hit.id, hit.text, hit.second, tuple(hit.spans)) for hit in hits[:_MOST]]

    return suggest
