"""Places by any of their names, read into one key; places that are not in the table stay text.

The key is an identifier, not a name: it does not say which name is right, or to whom a place belongs. The names are in
``places.toml``, with their sources.
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
    """A place: its key, its current names (Ukrainian, Russian, Latin, others), former names, its region's names."""

    key: str
    names: tuple[str, ...]
    former: tuple[str, ...]
    regions: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def places() -> dict[str, Place]:
    """Returns the table of places by key."""
    text = resources.files("allforall.people").joinpath("places.toml").read_text(encoding="utf-8")
    return {
        key: Place(key, *(tuple(name.strip() for name in names.split(",") if name.strip()) for names in row))
        for key, row in tomllib.loads(text).items()
    }


@lru_cache(maxsize=1)
def _by_name() -> dict[str, dict[str, bool]]:
    """The keys of the places with each folded name, each with whether the name is a former one."""
    found: dict[str, dict[str, bool]] = {}
    for place in places().values():
        for former, names in ((False, place.names), (True, place.former)):
            for name in names:
                found.setdefault(_plain(name), {}).setdefault(place.key, former)
    return found


_NOT_LETTERS = re.compile(r"[^\w]+")
#: What kind of settlement it is, before its name.
_KIND = re.compile(
    r"^(?:м|г|гор|город|місто|с|село|сел|смт|с\.?\s?м\.?\s?т|пгт|п\.?\s?г\.?\s?т|рп|р\.?\s?п|п|"
    r"пос|посёлок|поселок|селище|с-ще|сщ|дер|д|деревня|ст|ст-ца|станиця|станица|х|хут|хутор|аул|кишлак|"
    r"city of|town of|village of|city|town|village|"
    r"şehir|köy)(?:\.\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
#: A country, region, district or code, which identifies no place by itself.
_WIDER = re.compile(
    r"(?:\b(?:обл|область|області|области|р-н|район|району|района|край|краю|края|республік\w*|республик\w*|респ|округ\w*|"
    r"громад\w*|сільрада|с/р|с/с|україна|украина|ukraine|ukrayna|росія|россия|russia|rusya|рф|срср|ссср|усср|урср|рсфср|рсрфр|"
    r"ussr|oblast|region|district|raion|rayon|province|krai|kray)\b\.?|^\d{5,6}$)",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[,;()]\s*")


def _plain(name: str) -> str:
    """Lower case, only letters and digits, ё as е and without the Ukrainian apostrophe."""
    low = name.lower().replace("\u0307", "").replace("ё", "е")
    return " ".join(_NOT_LETTERS.sub(" ", re.sub("['’ʼ`ʹ]", "", low)).split())


def _without_kind(part: str) -> str:
    return _KIND.sub("", part, count=1).strip(" .-") or part


@lru_cache(maxsize=1 << 15)
def read_place(text: str) -> tuple[str, tuple[Mark, ...]]:
    """Returns the key of a place if one of its names is in the table, else the cleaned text with
    `Mark.NOT_IN_TABLE`.

    Countries, regions, districts and postal codes beside a settlement are left out of the key and kept in the
    text. A former name is marked `Mark.OLD_PLACE_NAME`. A district or region whose name contains a town's is not a
    town.
    """
    seen, hidden = visible(text)
    marks = [Mark.HIDDEN_CHARACTERS] if hidden else []
    if not seen:
        return "", tuple(marks)
    written = seen
    seen, lookalike = mend_lookalikes(seen)
    if lookalike and seen == mend_lookalikes(seen)[0] and any(letter.isdigit() for letter in seen):
        lookalike = written != seen  # a house number is not a foreign letter
    if lookalike:
        marks.insert(0, Mark.LOOKALIKE_LETTERS)
    parts = [part for part in _PARTS.split(seen) if part]
    wide = " ".join(_plain(part) for part in parts if _WIDER.search(part))
    narrow = [_without_kind(part) for part in parts if not _WIDER.search(part)]
    entries = [entry for part in narrow if (entry := _entry(part, wide))]
    if len({key for key, _ in entries}) == 1 and _settlement_is_known(narrow, wide):
        if all(former for _, former in entries):
            marks.append(Mark.OLD_PLACE_NAME)
        return entries[0][0], tuple(marks)
    cleaned = ", ".join(_without_kind(part) for part in parts).strip(" ,.")
    return cleaned or seen, (*marks, Mark.NOT_IN_TABLE)


def _entry(part: str, wide: str) -> tuple[str, bool] | None:
    """The place of a name; if several have it, the one whose region is named beside it."""
    found = _by_name().get(_plain(part), {})
    if len(found) > 1:
        words = wide.split()
        found = {
            key: former
            for key, former in found.items()
            if any(word.startswith(region) for word in words for region in places()[key].regions)
        }
    return next(iter(found.items())) if len(found) == 1 else None


def _settlement_is_known(narrow: list[str], wide: str) -> bool:
    """Whether every part except streets is in the table: in "с. Тарасівка, м. Суми" the town is, the village is not."""
    return all(_entry(part, wide) or _is_street(part) for part in narrow)


_STREET = re.compile(r"\b(?:вул|ул|street|st|просп|пр-т|пров|пер|бульв|б-р|буд|дом|д|кв|apt)\b\.?|\d", re.IGNORECASE)


def _is_street(part: str) -> bool:
    return _STREET.search(part) is not None


def place_words(key: str, lang: str) -> str:
    """Returns the current name of a place in Ukrainian or Russian, else in Latin letters; the text itself if it is not
    a key.
    """
    place = places().get(key)
    if place is None:
        return key
    return place.names[{"uk": 0, "ru": 1}.get(lang, 2)]
