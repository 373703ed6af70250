"""Places by any of their names, read into one key; what the table does not know stays text.

The key is an identifier and no name: it says nothing about which name is right, or to whom a place belongs. The names
stand in ``places.toml``, which says where they come from.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from allforall.people.names.lookalikes import mend_lookalikes
from allforall.people.persons import Mark
from allforall.people.written import visible


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its key, its names in use, and names of other times."""

    key: str
    names: tuple[str, ...]
    former: tuple[str, ...]


@lru_cache(maxsize=1)
def places() -> dict[str, Place]:
    """Returns the table of places by key."""
    text = resources.files("allforall.people").joinpath("places.toml").read_text(encoding="utf-8")
    return {
        key: Place(key, *(tuple(name.strip() for name in names.split(",") if name.strip()) for names in row))
        for key, row in tomllib.loads(text).items()
    }


@lru_cache(maxsize=1)
def _by_name() -> dict[str, tuple[str, bool]]:
    """Key, and whether the name is of another time, by the folded name; names that two places share are left out."""
    found: dict[str, tuple[str, bool]] = {}
    shared: set[str] = set()
    for place in places().values():
        for former, names in ((False, place.names), (True, place.former)):
            for name in names:
                plain = _plain(name)
                if found.setdefault(plain, (place.key, former))[0] != place.key:
                    shared.add(plain)
    return {plain: entry for plain, entry in found.items() if plain not in shared}


_NOT_LETTERS = re.compile(r"[^\w]+")
#: What kind of settlement it is, before its name.
_KIND = re.compile(
    r"^(?:м|г|гор|город|місто|с|село|сел|смт|с\.?\s?м\.?\s?т|пгт|п\.?\s?г\.?\s?т|рп|р\.?\s?п|п|пос|посёлок|поселок|селище|"
    r"с-ще|сщ|дер|д|деревня|ст|ст-ца|станиця|станица|х|хут|хутор|аул|кишлак|city of|town of|village of|city|town|village|"
    r"şehir|köy)(?:\.\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
#: A country, region, district or code, which leads to no place by itself.
_WIDER = re.compile(
    r"(?:\b(?:обл|область|області|области|р-н|район|району|района|край|краю|края|республік\w*|республик\w*|респ|округ\w*|"
    r"громад\w*|сільрада|с/р|с/с|україна|украина|ukraine|ukrayna|росія|россия|russia|rusya|рф|срср|ссср|усср|урср|рсфср|рсрфр|"
    r"ussr|oblast|region|district|raion|rayon|province|krai|kray)\b\.?|^\d{5,6}$)",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[,;()]\s*")


def _plain(name: str) -> str:
    """Lower case, letters and digits alone, ё as е and the Ukrainian apostrophe left out."""
    low = name.lower().replace("\u0307", "").replace("ё", "е")
    return " ".join(_NOT_LETTERS.sub(" ", re.sub("['’ʼ`ʹ]", "", low)).split())


def _without_kind(part: str) -> str:
    return _KIND.sub("", part, count=1).strip(" .-") or part


@lru_cache(maxsize=1 << 15)
def read_place(text: str) -> tuple[str, tuple[Mark, ...]]:
    """Returns the key of a place where the table knows one of its names, else the cleaned text with `Mark.NOT_IN_TABLE`.

    Countries, regions, districts and postal codes beside a settlement are left out of the key and kept in the text. A
    name from another time is marked `Mark.OLD_PLACE_NAME`. A district or region whose name holds a town's is no town.
    """
    seen, hidden = visible(text)
    marks = [Mark.HIDDEN_CHARACTERS] if hidden else []
    if not seen:
        return "", tuple(marks)
    seen, lookalike = mend_lookalikes(seen)
    if lookalike and _by_name().get(_plain(seen)) is None and any(letter.isdigit() for letter in seen):
        lookalike = False  # a house number is no strange letter
    if lookalike:
        marks.insert(0, Mark.LOOKALIKE_LETTERS)
    parts = [part for part in _PARTS.split(seen) if part]
    narrow = [_without_kind(part) for part in parts if not _WIDER.search(part)]
    known = _by_name()
    entries = {entry for part in narrow if (entry := known.get(_plain(part)))}
    keys = {key for key, _ in entries}
    if len(keys) == 1 and (len(narrow) == 1 or _first_is_known(narrow)):
        if all(former for _, former in entries):
            marks.append(Mark.OLD_PLACE_NAME)
        return keys.pop(), tuple(marks)
    cleaned = ", ".join(_without_kind(part) for part in parts).strip(" ,.")
    return cleaned or seen, (*marks, Mark.NOT_IN_TABLE)


def _first_is_known(narrow: list[str]) -> bool:
    """Whether the table knows the settlement itself, not merely a town named after a village (с. Тарасівка, м. Суми)."""
    known = _by_name()
    return _plain(narrow[0]) in known or all(_plain(part) in known or _is_street(part) for part in narrow)


_STREET = re.compile(
    r"\b(?:вул|ул|street|st|просп|пр-т|пров|пер|бульв|б-р|буд|дом|д|кв|apt)\b\.?|\d", re.IGNORECASE
)


def _is_street(part: str) -> bool:
    return _STREET.search(part) is not None


def place_words(key: str, lang: str) -> str:
    """Returns a name in use of a place: Ukrainian and Russian lists' own script for those languages, else Latin.

    The text itself where the table does not know the key.
    """
    place = places().get(key)
    if place is None:
        return key
    cyrillic = [name for name in place.names if re.search("[а-яіїєґ]", name.lower())]
    latin = [name for name in place.names if name not in cyrillic]
    if lang == "uk" and cyrillic:
        return _ukrainian(cyrillic)
    if lang == "ru" and cyrillic:
        return _russian(cyrillic)
    return latin[0] if latin else place.names[0]


def _ukrainian(names: list[str]) -> str:
    own = [name for name in names if re.search("[іїєґ']", name.lower())]
    plain = [name for name in names if not re.search("[ыэёъ]", name.lower())]
    return (own or plain or names)[0]


def _russian(names: list[str]) -> str:
    own = [name for name in names if re.search("[ыэёъ]", name.lower())]
    plain = [name for name in names if not re.search("[іїєґ']", name.lower())]
    return (own or plain or names)[-1 if not own else 0]
