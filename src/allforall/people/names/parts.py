"""A full name, told apart: surname, given name, patronymic, and what stands with them.

Ukrainian and Russian lists write surname, given name, patronymic, or the given name first; the patronymic
shows which, by its ending, in either script and in the usual romanisations. Azerbaijani and Turkic names
carry оглы, кызы and the like after the father's name. Where no patronymic helps, a word in capitals beside
others that are not, or the table of given names decides; else the surname stands first (the custom of lists
in the region: an assumption).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from allforall.people.names.folding import fold
from allforall.people.names.given import given_names
from allforall.people.names.mending import PARTICLES_AFTER, PARTICLES_BEFORE, mend_name
from allforall.people.names.patronymics import PatronymicKind, father_from_patronymic, patronymic_kind
from allforall.people.written import visible

__all__ = [
    "NameParts",
    "PatronymicKind",
    "father_from_patronymic",
    "mend_name",
    "patronymic_kind",
    "split_full_name",
]


@dataclass(frozen=True, slots=True)
class NameParts:
    """The parts of a full name as written; empty where the name has none.

    `other` is what stood in brackets or after words such as "née", or could not be told; `call_sign` what
    stood in quotes.
    """

    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    other: str = ""
    call_sign: str = ""


class _Sort(StrEnum):
    PLAIN = "plain"
    INITIAL = "initial"
    PATRONYMIC = "patronymic"  # by an ending that surnames have too
    SURE_PATRONYMIC = "sure_patronymic"


_PARTICLES = PARTICLES_BEFORE | PARTICLES_AFTER
_QUOTED = re.compile(r"«([^«»]*)»|“([^“”]*)”|„([^„“”]*)[“”]|\"([^\"]*)\"")
_BRACKETED = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_LABEL = re.compile(
    r"(?<!\w)(?:позивний|позивной|позывной|псевдо|прізвисько|прозвище|кличка|call[ -]?sign|nom de guerre|"
    r"уроджен\w+|урожд[её]нн\w+|урожд\.|дівоче|девичья|née|nee|born|він же|он же|она же|вона ж|"
    r"aka|a\.k\.a\.|alias)(?!\w)",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<=[^\W\d_])\.(?=[^\W\d_])")
_SPACED_HYPHEN = re.compile(r"(?<=\w)\s*[-‐‑–]\s+(?=\w)|(?<=\w)\s+[-‐‑–]\s*(?=\w)")
_BARE = re.compile(r"[^\W\d_]")


def _sort(unit: str) -> _Sort:
    letters = _BARE.findall(unit)
    if len(letters) == 1 or (
        len(letters) == 2 and unit.endswith(".") and unit[:2].lower() in {"дж", "дз", "yu", "ya", "ye"}
    ):
        return _Sort.INITIAL
    kind = patronymic_kind(unit)
    if kind is PatronymicKind.NONE:
        return _Sort.PLAIN
    return _Sort.PATRONYMIC if kind is PatronymicKind.LIKE_A_SURNAME else _Sort.SURE_PATRONYMIC


def _units(text: str) -> list[str]:
    """The words of a name, particles joined to the word that they belong to."""
    words = [word for word in text.split() if _BARE.search(word)]
    units: list[str] = []
    before: list[str] = []
    for position, word in enumerate(words):
        low = word.lower().strip(".")
        last = position == len(words) - 1
        if low in PARTICLES_AFTER and units and not before:
            units[-1] = f"{units[-1]} {word}"
        elif low in PARTICLES_BEFORE and not last and len(low) > 1 and not word.endswith("."):
            before.append(word)
        else:
            units.append(" ".join([*before, word]))
            before = []
    return units


def _is_given(unit: str) -> bool:
    table, code = given_names(), fold(unit)
    return bool(table.groups(code) or table.short_for(code))


def _shouted(units: Sequence[str]) -> int | None:
    """The place of the one word in capitals beside words that are not: Taras SHEVCHENKO."""
    capital = [
        place
        for place, unit in enumerate(units)
        if len(_BARE.findall(unit)) > 1 and unit == unit.upper() != unit.lower()
    ]
    others = [unit for unit in units if len(_BARE.findall(unit)) > 1 and unit != unit.upper()]
    return capital[0] if len(capital) == 1 and others else None


def _arrange(units: Sequence[str], *, surname_first: bool = False) -> NameParts:
    """The parts of a name without brackets, quotes and commas."""
    if not units:
        return NameParts()
    if len(units) == 1:
        return NameParts(surname=units[0])
    sorts = [_sort(unit) for unit in units]
    initials = [place for place, sort in enumerate(sorts) if sort is _Sort.INITIAL]
    if initials:
        return _with_initials(units, initials)
    if len(units) == 2:
        return _two(units, sorts)
    place = _patronymic_place(units, sorts, surname_first=surname_first)
    if place is None:
        return _no_patronymic(units)
    if place == 0:
        return NameParts(surname=units[0], given_name=units[1], other=" ".join(units[2:]))
    if place == 1 and not surname_first:
        rest = " ".join(units[2:])
        if not _is_given(units[0]) and len(units) == 3 and _is_given(units[2]):
            return NameParts(surname=units[0], patronymic=units[1], given_name=units[2])
        return NameParts(surname=rest, given_name=units[0], patronymic=units[1])
    return NameParts(
        surname=" ".join(units[: place - 1]),
        given_name=units[place - 1],
        patronymic=units[place],
        other=" ".join(units[place + 1 :]),
    )


def _patronymic_place(units: Sequence[str], sorts: Sequence[_Sort], *, surname_first: bool) -> int | None:
    """Where the patronymic stands among three words or more, or None."""
    sure = [place for place, sort in enumerate(sorts) if sort is _Sort.SURE_PATRONYMIC]
    likely = [place for place, sort in enumerate(sorts) if sort is _Sort.PATRONYMIC]
    if sure:
        return sure[-1] if len(sure) == 1 or 1 not in sure else 1
    # Мицкевич Іван Петрович: the last one, unless the second is one too (Іван Петрович Мицкевич)
    if 1 in likely and not surname_first and (2 not in likely or _is_given(units[0])):
        return 1
    later = [place for place in likely if place > 0]
    return later[-1] if later else None


def _no_patronymic(units: Sequence[str]) -> NameParts:
    shouted = _shouted(units)
    if shouted is not None and shouted > 0:
        rest = [unit for place, unit in enumerate(units) if place != shouted]
        return NameParts(surname=units[shouted], given_name=rest[0], other=" ".join(rest[1:]))
    if (
        shouted is None
        and _is_given(units[0])
        and not _is_given(units[1])
        and len(units) == 3
        and not _is_given(units[2])
    ):
        return NameParts(surname=units[2], given_name=units[0], other=units[1])
    return NameParts(surname=units[0], given_name=units[1], other=" ".join(units[2:]))


def _two(units: Sequence[str], sorts: Sequence[_Sort]) -> NameParts:
    first, second = units
    shouted = _shouted(units)
    if shouted is None and sorts == [_Sort.PLAIN, _Sort.PATRONYMIC] and not father_from_patronymic(second):
        return NameParts(surname=second, given_name=first)  # Адам Мицкевич
    if sorts[1] is _Sort.SURE_PATRONYMIC or (sorts[1] is _Sort.PATRONYMIC and _is_given(first) and shouted is None):
        if _is_given(first):
            return NameParts(given_name=first, patronymic=second)
        if shouted in {None, 0}:
            return NameParts(surname=first, patronymic=second)
    if shouted == 1 or (shouted is None and _is_given(first) and not _is_given(second)):
        return NameParts(surname=second, given_name=first)
    return NameParts(surname=first, given_name=second)


def _with_initials(units: Sequence[str], initials: Sequence[int]) -> NameParts:
    whole = [unit for place, unit in enumerate(units) if place not in initials]
    letters = [units[place] for place in initials]
    if not whole:
        return NameParts(surname=letters[0], given_name=letters[1], other=" ".join(letters[2:]))
    if len(whole) == 1:
        second = letters[1] if len(letters) > 1 else ""
        return NameParts(surname=whole[0], given_name=letters[0], patronymic=second, other=" ".join(letters[2:]))
    # Шевченко Тарас Г., Тарас Г. Шевченко, Т. Григорович Шевченко
    if patronymic_kind(whole[-1]) is not PatronymicKind.NONE and len(whole) == 2 and len(letters) == 1:
        surname, patronymic = whole
        return NameParts(surname=surname, given_name=letters[0], patronymic=patronymic)
    parts = _arrange(whole)
    if parts.patronymic or len(letters) > 1:
        extra = " ".join(part for part in (*letters, parts.other) if part)
        return NameParts(parts.surname, parts.given_name, parts.patronymic, extra)
    if initials[0] == 1 and len(units) == 3:
        return NameParts(surname=units[2], given_name=units[0], patronymic=units[1])
    return NameParts(parts.surname, parts.given_name, letters[0], parts.other)


def _plain_three(seen: str) -> NameParts | None:
    """The parts of the most common form (surname, given name, patronymic, letters alone), as the long way gives
    them.
    """
    words = seen.split()
    if len(words) != 3 or not all(len(word) > 1 and word.isalpha() for word in words):
        return None
    surname, given, patronymic = words
    if (
        patronymic_kind(patronymic) is PatronymicKind.NONE
        or patronymic_kind(given) is not PatronymicKind.NONE
        or patronymic_kind(surname) not in {PatronymicKind.NONE, PatronymicKind.LIKE_A_SURNAME}
        or not _PARTICLES.isdisjoint((surname.lower(), given.lower()))
        or _LABEL.search(seen)
    ):
        return None
    return NameParts(surname, given, patronymic)


@lru_cache(maxsize=1 << 17)
def split_full_name(text: str) -> NameParts:
    """Returns the parts of a full name. Every letter of the text stands in one of them, as written.

    A comma after the first word or words makes them the surname (Shevchenko, Taras). Brackets and what
    follows "née" or "alias" go to `other`, quotes to `call_sign`.
    """
    seen, _ = visible(text)
    if (plain := _plain_three(seen)) is not None:
        return plain
    call_signs: list[str] = []
    others: list[str] = []

    def take_quoted(found: re.Match[str]) -> str:
        call_signs.append(next(group for group in found.groups() if group is not None).strip())
        return " "

    def take_bracketed(found: re.Match[str]) -> str:
        others.append(next(group for group in found.groups() if group is not None).strip())
        return " "

    rest = seen
    if not seen.replace(" ", "").isalpha():
        rest = _BRACKETED.sub(take_bracketed, _QUOTED.sub(take_quoted, seen))
    if (label := _LABEL.search(rest)) and rest[: label.start()].strip():
        others.append(rest[label.start() :].strip(" ,;"))
        rest = rest[: label.start()]
    rest = _SPACED_HYPHEN.sub("-", _GLUED.sub(". ", rest)).strip(" ;")
    before, comma, after = rest.partition(",")
    if comma and _BARE.search(before) and _BARE.search(after):
        parts = _after_comma(before.strip(), after)
    else:
        parts = _arrange(_units(rest.replace(",", " ")))
    other = "; ".join(part for part in (parts.other, *others) if part)
    return NameParts(parts.surname, parts.given_name, parts.patronymic, other, "; ".join(filter(None, call_signs)))


def _after_comma(surname: str, after: str) -> NameParts:
    given, _, further = after.partition(",")
    units = _units(given)
    extra = further.replace(",", " ").split()
    patronymic = ""
    if len(units) > 1:
        patronymic = units[1]
        if _sort(patronymic) is _Sort.PLAIN and len(units) == 2:
            # Shevchenko, Taras Bohdan: a second given name
            return NameParts(surname, units[0], "", " ".join([units[1], *extra]))
    return NameParts(surname, units[0] if units else "", patronymic, " ".join([*units[2:], *extra]))
