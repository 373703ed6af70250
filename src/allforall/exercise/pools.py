"""The names that invented persons may have, by origin: read from the tables of this folder, composed,
weighted.

The frequency of surnames follows Zipf and Mandelbrot, 1 / (rank + shift); that of given names is in the table. Shift
and weights are assumptions: about 3 in 1,000 then have the commonest Ukrainian surname.
"""

import tomllib
import zlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from allforall.exercise.letters import feminine, to_russian, to_ukrainian
from allforall.exercise.patronymics import russian_patronymic, ukrainian_patronymic

_VOWELS = frozenset("аеёиоуыэюяіїє")
_ASSUMED_SHIFT = 40
_ASSUMED_SHIFT_OF_SMALL_POOLS = 8
SLAVIC = ("ukrainian", "russian")


@dataclass(frozen=True, slots=True)
class GivenName:
    """A given name in both languages; `latin` is the spelling in its own language, if that uses Latin script."""

    ukrainian: str
    russian: str
    latin: str
    son: tuple[str, str]  # the patronymic of this man's son: Ukrainian, Russian; empty if none is written
    daughter: tuple[str, str]
    short_ukrainian: tuple[str, ...]
    short_russian: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Surname:
    """A surname in both languages, for a man and for a woman."""

    ukrainian: tuple[str, str]
    russian: tuple[str, str]
    latin: str


@dataclass(frozen=True, slots=True)
class NamePool:
    """The names of one origin; the bounds are cumulated weights from 0 to 1."""

    origin: str
    male: tuple[GivenName, ...]
    female: tuple[GivenName, ...]
    surnames: tuple[Surname, ...]
    male_bounds: np.ndarray[tuple[int], np.dtype[np.float64]]
    female_bounds: np.ndarray[tuple[int], np.dtype[np.float64]]
    surname_bounds: np.ndarray[tuple[int], np.dtype[np.float64]]


@cache
def pools() -> dict[str, NamePool]:
    """Returns the pools of all origins, by the code of the origin."""
    folder = files("allforall.exercise")
    male, female, weights = _slavic_given_names((folder / "given_names.txt").read_text("utf-8"))
    surnames = tomllib.loads((folder / "surnames.toml").read_text("utf-8"))
    others = tomllib.loads((folder / "minorities.toml").read_text("utf-8"))
    made: dict[str, NamePool] = {}
    for origin in SLAVIC:
        words = _composed(surnames[origin], ukrainian=origin == "ukrainian")
        made[origin] = _pool(
            origin,
            male,
            female,
            tuple(_surname(word, ukrainian=origin == "ukrainian") for word in words),
            _ASSUMED_SHIFT,
            weights,
        )
    for origin, table in others.items():
        named = _minority_surnames(table)
        made[origin] = _pool(
            origin,
            tuple(_minority_given(word, table["patronymics"]) for word in table["male"].split()),
            tuple(_minority_given(word, table["patronymics"]) for word in table["female"].split()),
            named,
            _ASSUMED_SHIFT_OF_SMALL_POOLS,
            None,
        )
    return made


def _pool(
    origin: str,
    male: tuple[GivenName, ...],
    female: tuple[GivenName, ...],
    surnames: tuple[Surname, ...],
    shift: int,
    weights: tuple[list[float], list[float]] | None,
) -> NamePool:
    given = weights or (_zipf(len(male), shift), _zipf(len(female), shift))
    return NamePool(
        origin,
        male,
        female,
        surnames,
        _bounds(given[0]),
        _bounds(given[1]),
        _bounds(_zipf(len(surnames), shift)),
    )


def _zipf(count: int, shift: int) -> list[float]:
    return [1.0 / (rank + shift) for rank in range(1, count + 1)]


def _bounds(weights: list[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    added = np.cumsum(np.asarray(weights, dtype=np.float64))
    bounds: np.ndarray[tuple[int], np.dtype[np.float64]] = added / added[-1]
    bounds[-1] = 1.0
    return bounds


def _slavic_given_names(
    text: str,
) -> tuple[tuple[GivenName, ...], tuple[GivenName, ...], tuple[list[float], list[float]]]:
    names: dict[str, list[GivenName]] = {"m": [], "f": []}
    weights: dict[str, list[float]] = {"m": [], "f": []}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        sex, ukrainian, russian, weight, own_uk, own_ru, short_uk, short_ru = line.split(";")
        son_uk, daughter_uk = own_uk.split("/") if own_uk else ukrainian_patronymic(ukrainian)
        son_ru, daughter_ru = own_ru.split("/") if own_ru else russian_patronymic(russian)
        names[sex].append(
            GivenName(
                ukrainian,
                russian,
                "",
                (son_uk, son_ru),
                (daughter_uk, daughter_ru),
                tuple(short_uk.split()),
                tuple(short_ru.split()),
            )
        )
        weights[sex].append(float(weight))
    return tuple(names["m"]), tuple(names["f"]), (weights["m"], weights["f"])


#: What follows the father's name in documents: Ukrainian, Russian, of a son; Ukrainian, Russian, of a daughter.
_SON_OF = {
    "ogly": (" огли", " оглы", " кизи", " кызы"),
    "ugli": (" угли", " угли", " кизи", " кизи"),
    "uulu": (" уулу", " уулу", " кизи", " кызы"),
    "uly": ("ули", "улы", "кизи", "кызы"),
}


def _minority_given(word: str, patronymics: str) -> GivenName:
    russian, ukrainian, latin = _three(word)
    if patronymics == "slavic":
        pairs = zip(ukrainian_patronymic(ukrainian), russian_patronymic(russian), strict=True)
        son, daughter = pairs
    elif patronymics in _SON_OF:
        son_uk, son_ru, daughter_uk, daughter_ru = _SON_OF[patronymics]
        son = (ukrainian + son_uk, russian + son_ru)
        daughter = (ukrainian + daughter_uk, russian + daughter_ru)
    else:
        son = daughter = ("", "")
    return GivenName(ukrainian, russian, latin, son, daughter, (), ())


def _minority_surnames(table: dict[str, str | bool]) -> tuple[Surname, ...]:
    words = str(table["surnames"]).split()
    composed = [stem + suffix for stem in str(table["stems"]).split() for suffix in str(table["suffixes"]).split()]
    composed.sort(key=_shuffled)
    has_feminine = bool(table["feminine"])
    made: dict[str, Surname] = {}
    for word in words + composed:
        russian, ukrainian, latin = _three(word)
        women = (
            (feminine(ukrainian, russian=False), feminine(russian, russian=True))
            if has_feminine
            else (ukrainian, russian)
        )
        made.setdefault(russian, Surname((ukrainian, women[0]), (russian, women[1]), latin))
    return tuple(made.values())


def _three(word: str) -> tuple[str, str, str]:
    russian, _, rest = word.replace("_", " ").partition("|")
    ukrainian, _, latin = rest.partition("|")
    return russian, ukrainian or to_ukrainian(russian), latin


def _surname(word: str, *, ukrainian: bool) -> Surname:
    has_feminine = not word.endswith("=")
    word = word.removesuffix("=")
    own, other = (word, to_russian(word)) if ukrainian else (to_ukrainian(word), word)
    if not has_feminine:
        return Surname((own, own), (other, other), "")
    return Surname((own, feminine(own, russian=False)), (other, feminine(other, russian=True)), "")


def _composed(table: dict[str, str], *, ukrainian: bool) -> list[str]:
    join = _join_ukrainian if ukrainian else _join_russian
    composed = [join(stem, suffix) for stem in table["stems"].split() for suffix in table["suffixes"].split()]
    composed += [before + after for before in table["before"].split() for after in table["after"].split()]
    composed += table["verbs"].split()
    fit = sorted({word for word in composed if word}, key=_shuffled)
    return list(dict.fromkeys(table["ready"].split() + fit))


def _shuffled(word: str) -> tuple[int, str]:
    """An order unrelated to the alphabet and the same everywhere (two words may have the same sum)."""
    return zlib.crc32(word.encode("utf-8")), word


_SOFTER = {"к": "ч", "ц": "ч", "г": "ж", "х": "ш"}


def _join_ukrainian(stem: str, suffix: str) -> str:
    last, vowel_next = stem[-1], suffix[0] in _VOWELS
    if last in _VOWELS:
        if suffix == "енко":
            return f"{stem}єнко"
        return f"{stem}й{suffix}" if suffix in {"чук", "ко"} else ""
    if last == "й" and vowel_next:
        joint = {"енко": "єнко", "ук": "юк", "ак": "як", "ун": "юн"}.get(suffix)
        return stem[:-1] + joint if joint else ""
    if last == "ь":
        if vowel_next:
            return stem[:-1] + {"ук": "юк", "ак": "як", "ун": "юн", "ар": "яр", "ура": "юра"}.get(suffix, suffix)
        return stem + suffix
    if suffix in {"енко", "ук", "ин", "ишин", "ина", "ик"}:
        return stem[:-1] + _SOFTER.get(last, last) + suffix
    if suffix == "ський":
        if stem[-2] not in _VOWELS:
            return ""
        if last in "кцч":
            return f"{stem[:-1]}цький"
        if last in "гжз":
            return f"{stem[:-1]}зький"
        return f"{stem[:-1]}ський" if last in "хшс" else stem + suffix
    if not vowel_next and (last in "кцчгш" or stem[-2] not in _VOWELS):
        return ""
    return stem + suffix


def _join_russian(stem: str, suffix: str) -> str:
    last, vowel_next = stem[-1], suffix[0] in _VOWELS
    if len(stem) < 3 and suffix not in {"ов", "ин", "кин"}:
        return ""
    if last in _VOWELS:
        return f"{stem}ев" if suffix == "ов" else ""
    if last == "й" and vowel_next:
        return f"{stem[:-1]}ев" if suffix == "ов" else ""
    if last == "ь":
        if not vowel_next:
            return stem + suffix
        return stem[:-1] + {"ов": "ев", "овский": "евский", "аков": "яков", "унов": "юнов"}.get(suffix, suffix)
    if suffix in {"ов", "овский"} and last in "жчшщц":
        return f"{stem}ев{suffix[2:]}"
    if suffix == "ышев" and last in "кгхжчшщ":
        return f"{stem}ишев"
    if not vowel_next and (last in "кгхцчжшщ" or stem[-2] not in _VOWELS):
        return ""
    return stem + suffix
