"""A full name split into its parts: surname, given name, patronymic, and what is beside them.

Ukrainian and Russian lists write surname, given name, patronymic, or the given name first; the ending of the patronymic
shows which, in either script and in the usual romanisations. Azerbaijani and Turkic names carry оглы, кызы and the like
after the father's name. Without a patronymic, a word in capitals beside others that are not, or the table of given
names decides; else the surname comes first (the custom of lists in the region: an assumption).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from allforall.people.names.beside import RANK_WORDS, has_label, take_beside
from allforall.people.names.given import given_groups, given_names, is_given
from allforall.people.names.mending import PARTICLES_AFTER, PARTICLES_BEFORE, mend_name
from allforall.people.names.patronymics import (
    PatronymicKind,
    father_from_patronymic,
    patronymic_kind,
    plain_particle,
)
from allforall.people.names.surname_shapes import (
    EAST_ASIAN,
    is_east_asian,
    is_one_syllable,
    looks_like_a_surname,
    surely_a_surname,
)
from allforall.people.names.word_lists import word_list
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
    """The parts of a full name as written; empty if the name has none.

    `other` is what was in brackets or after words such as "née", or could not be assigned; `call_sign` what was in
    quotes or after "позивний"; `about` words that are not a name: these labels, a rank, a date of birth.
    """

    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    other: str = ""
    call_sign: str = ""
    about: str = ""


class _Sort(StrEnum):
    PLAIN = "plain"
    INITIAL = "initial"
    PATRONYMIC = "patronymic"  # by an ending that surnames have too
    SURE_PATRONYMIC = "sure_patronymic"


#: Тер-Петросян, Мелик-Шахназаров: written as two words in some lists, and never in small letters.
_BEFORE_SURNAME = frozenset({"тер", "мелик", "мелік"})
_BEFORE = PARTICLES_BEFORE | _BEFORE_SURNAME | {"los", "las", "das", "лос", "лас", "дос"}
_PARTICLES = _BEFORE | PARTICLES_AFTER
#: Initials of two letters, for one letter of the other script.
_TWO_LETTERS = word_list("initials_of_two_letters")
_GLUED = re.compile(r"(?<=[^\W\d_])\.(?=[^\W\d_])")
_SPACED_HYPHEN = re.compile(r"(?<=\w)\s*[-‐‑–]\s+(?=\w)|(?<=\w)\s+[-‐‑–]\s*(?=\w)")
_BARE = re.compile(r"[^\W\d_]")
#: Peoples with two surnames and no patronymic.
_EAST_ASIAN_PEOPLES = frozenset({"korean_chinese_vietnamese"})
_TWO_SURNAMES = frozenset({"spanish_portuguese_italian"})
#: Peoples among whom -ović is a surname, not the father's name.
_NO_PATRONYMIC = frozenset({"serbian_croatian", "polish"})
#: Peoples among whom the father's given name may follow one's own unchanged.
_FATHER_AFTER = frozenset(
    {"crimean_tatar", "azerbaijani", "arabic_african", "kazakh_uzbek_kyrgyz", "chechen_ingush", "dagestan"}
)


def _sort(unit: str) -> _Sort:
    letters = _BARE.findall(unit)
    if len(letters) == 1 or (len(letters) == 2 and unit.endswith(".") and unit[:2].lower() in _TWO_LETTERS):
        return _Sort.INITIAL
    kind = patronymic_kind(unit)
    if kind is PatronymicKind.NONE:
        return _Sort.PLAIN
    return _Sort.PATRONYMIC if kind is PatronymicKind.LIKE_A_SURNAME else _Sort.SURE_PATRONYMIC


def _two_initials(words: list[str]) -> list[str]:
    """The words, with two capitals beside one longer word split: Коваленко ОП."""
    if len(words) != 2:
        return words
    for place, word in enumerate(words):
        other = words[1 - place]
        if (
            len(word) == 2
            and word.isalpha()
            and word == word.upper() != word.lower()
            and len(other) > 3
            and word.lower() not in _PARTICLES | EAST_ASIAN
            and not is_given(word)
        ):
            return [*words[:place], *word, *words[place + 1 :]]
    return words


def _units(text: str) -> list[str]:
    """The words of a name, with particles joined to their word."""
    words = [word for word in text.split() if _BARE.search(word)]
    words = _two_initials(
        [word.rstrip(".") if len(word) > 4 and word.endswith(".") and "-" not in word else word for word in words]
    )
    if is_east_asian(words) or _begins_with_a_family_name(words):
        return words
    units: list[str] = []
    before: list[str] = []
    for position, word in enumerate(words):
        low = plain_particle(word)
        last = position == len(words) - 1
        if low in PARTICLES_AFTER and units and not before:
            units[-1] = f"{units[-1]} {word}"
        elif low in _BEFORE and not last and len(low) > 1 and not word.endswith("."):
            before.append(word)
        else:
            units.append(" ".join([*before, word]))
            before = []
    return units


def _begins_with_a_family_name(words: Sequence[str]) -> bool:
    """Whether a first word that is a particle elsewhere (Ван, Ли, Ле) is a family name: Ван Вэй, Ли Виктор Петрович."""
    if not words or words[0].lower() not in EAST_ASIAN or words[0][0] == words[0][0].lower():
        return False
    return len(words) == 2 or (len(words) == 3 and patronymic_kind(words[2]) is not PatronymicKind.NONE)


def _is_family_name(word: str) -> bool:
    """Whether a word is a Korean, Chinese or Vietnamese family name and not a given name of another people (Ян,
    Ким).
    """
    low = word.lower()
    return low in EAST_ASIAN and (low not in given_names().written or _peoples(word) <= _EAST_ASIAN_PEOPLES)


def _peoples(unit: str) -> set[str]:
    lines = given_names().lines
    return {lines[group].people for group in given_groups(unit)}


def _sureness(unit: str) -> int:
    """How surely a word is a given name: 2 for a full form of the table, 1 for a diminutive, else 0. A word that ends
    like a surname and sounds like a given name (Санджиев, Sanjeev) counts as 0.
    """
    if not is_given(unit) or (looks_like_a_surname(unit) and unit.lower() not in given_names().written):
        return 0
    return 2 if given_groups(unit) else 1


def _shouted(units: Sequence[str]) -> int | None:
    """The position of the only word in capitals: Taras SHEVCHENKO."""
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
        return _one(units[0])
    if is_east_asian(units):
        return NameParts(surname=units[0], given_name=" ".join(units[1:]))
    sorts = [_sort(unit) for unit in units]
    if len(units) == 2 and units[0].lower() in EAST_ASIAN and "." not in units[0] and is_one_syllable(units[1]):
        return NameParts(surname=units[0], given_name=units[1])  # У Вэй, О Мин: names of one letter
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
        if len(units) == 3 and is_given(units[2]) and looks_like_a_surname(units[0]) and not is_given(units[0]):
            return NameParts(surname=units[0], patronymic=units[1], given_name=units[2])
        return NameParts(surname=rest, given_name=units[0], patronymic=units[1])
    if place == 2 and len(units) == 3 and _given_stands_first(units[0], units[1]):
        return NameParts(surname=units[1], given_name=units[0], patronymic=units[2])
    return NameParts(
        surname=" ".join(units[: place - 1]),
        given_name=units[place - 1],
        patronymic=units[place],
        other=" ".join(units[place + 1 :]),
    )


def _given_stands_first(first: str, second: str) -> bool:
    """Whether two words are a given name and a surname: not for Hryhorii Skovoroda, but for Тарас Шевченко."""
    return surely_a_surname(second) and _sureness(first) == 2 and not is_given(second) and not _is_family_name(first)


def _one(unit: str) -> NameParts:
    """One word: a given name if it can be nothing else, else the surname; a single letter is neither."""
    if _sort(unit) is _Sort.INITIAL:
        return NameParts(other=unit)
    if _sort(unit) is _Sort.SURE_PATRONYMIC and " " in unit:
        return NameParts(patronymic=unit)
    known = given_groups(unit) and not looks_like_a_surname(unit)
    return NameParts(given_name=unit) if known else NameParts(surname=unit)


def _patronymic_place(units: Sequence[str], sorts: Sequence[_Sort], *, surname_first: bool) -> int | None:
    """The position of the patronymic among three words or more, or None."""
    sure = [place for place, sort in enumerate(sorts) if sort is _Sort.SURE_PATRONYMIC]
    likely = [place for place, sort in enumerate(sorts) if sort in {_Sort.SURE_PATRONYMIC, _Sort.PATRONYMIC}]
    if 1 in likely and 2 in likely and not surname_first:
        # Іван Петрович Мицкевич, but Мицкевич Іван Петрович
        if is_given(units[0]):
            return 1
        fathers = [place for place in (1, 2) if father_from_patronymic(units[place])]
        if len(fathers) == 1:
            return fathers[0]
    if any(place > 0 for place in sure):
        return next((place for place in sure if place == 1), sure[-1])
    if 1 in likely and not surname_first and (2 not in likely or is_given(units[0])):
        return 1
    return next((place for place in reversed(likely) if place > 0), sure[0] if sure else None)


def _no_patronymic(units: Sequence[str]) -> NameParts:
    """Three words or more, none of them a patronymic."""
    shouted = _shouted(units)
    if shouted is not None:
        rest = [unit for place, unit in enumerate(units) if place != shouted]
        return NameParts(surname=units[shouted], given_name=rest[0], other=" ".join(rest[1:]))
    known = [_sureness(unit) for unit in units]
    if len(units) == 3 and known[0] and known[1:] == [0, 2] and _only_last(units, _TWO_SURNAMES):
        return NameParts(surname=" ".join(units[:2]), given_name=units[2])
    if known[0] and not known[-1] and (known[0] == 2 or looks_like_a_surname(units[-1])):
        # John Michael Smith, José Antonio García Márquez, Тарас Bohdan Шевченко
        own = next(place for place, sure in enumerate(known) if not sure)
        two_surnames = own > 1 or bool(_peoples(units[0]) & _TWO_SURNAMES)
        first = own if two_surnames and len(units) - own == 2 else len(units) - 1
        return NameParts(surname=" ".join(units[first:]), given_name=units[0], other=" ".join(units[1:first]))
    if known[-1] == 2 and not any(known[:-1]) and len(units) == 3 and _are_two_surnames(units):
        return NameParts(surname=" ".join(units[:2]), given_name=units[2])
    if len(units) == 4 and not any(known[:2]) and all(known[2:]):
        return NameParts(surname=" ".join(units[:2]), given_name=units[2], other=units[3])
    return NameParts(surname=units[0], given_name=units[1], other=" ".join(units[2:]))


def _only_last(units: Sequence[str], peoples: frozenset[str]) -> bool:
    """Whether the last word is a given name of these peoples and the first is not: Диас Мендоса Хавьер."""
    return bool(_peoples(units[-1]) & peoples) and not _peoples(units[0]) & peoples


def _are_two_surnames(units: Sequence[str]) -> bool:
    """Whether two unknown words before a given name are one surname: Нечуй Левицький Іван, García Márquez José; not
    Аблаев Нузет Рустем, where the father's name comes last.
    """
    peoples = _peoples(units[2])
    if peoples & _TWO_SURNAMES:
        return True
    if looks_like_a_surname(units[1]):
        return True
    return not peoples & _FATHER_AFTER and not looks_like_a_surname(units[0]) and "ukrainian_russian" in peoples


def _two(units: Sequence[str], sorts: Sequence[_Sort]) -> NameParts:
    first, second = units
    shouted = _shouted(units)
    if sorts[0] is _Sort.SURE_PATRONYMIC and " " in first and sorts[1] is _Sort.PLAIN:
        return NameParts(given_name=second, patronymic=first)  # Асан уулу Бакыт
    if shouted is None and sorts[0] is _Sort.PLAIN and " " not in second:
        fathers = {people for father in father_from_patronymic(second)[:1] for people in _peoples(father)}
        if _peoples(first) & _NO_PATRONYMIC and fathers & _NO_PATRONYMIC and "ukrainian_russian" not in fathers:
            return NameParts(surname=second, given_name=first)  # Драган Йованович
        if sorts[1] is _Sort.PATRONYMIC and (second.isascii() or not father_from_patronymic(second)):
            return NameParts(surname=second, given_name=first)  # Адам Мицкевич
    if sorts[1] is _Sort.SURE_PATRONYMIC or (sorts[1] is _Sort.PATRONYMIC and is_given(first) and shouted is None):
        if is_given(first):
            return NameParts(given_name=first, patronymic=second)
        if shouted in {None, 0}:
            return NameParts(surname=first, patronymic=second)
    if shouted == 1:
        return NameParts(surname=second, given_name=first)
    sure = _sureness(first), _sureness(second)
    # Петрик Ахтям: many surnames are also diminutives, but hardly those in -а (Саша Мельник)
    short = sure == (1, 0) and (first[-1] in "аяa" or looks_like_a_surname(second))
    family = _is_family_name(first)
    if shouted is None and not family and (sure == (2, 0) or short):
        return NameParts(surname=second, given_name=first)
    if (
        shouted is None
        and sure == (0, 0)
        and surely_a_surname(second)
        and not looks_like_a_surname(first)
        and not family
    ):
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
        return NameParts(surname=parts.surname, given_name=parts.given_name, patronymic=parts.patronymic, other=extra)
    if initials[0] == 1 and len(units) == 3:
        return NameParts(surname=units[2], given_name=units[0], patronymic=units[1])
    return NameParts(surname=parts.surname, given_name=parts.given_name, patronymic=letters[0], other=parts.other)


def _plain_three(seen: str) -> NameParts | None:
    """The parts of the most common form (surname, given name, patronymic, only letters), with the same result as the
    full method.
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
        or surname.lower() in RANK_WORDS
        or surname.lower() in EAST_ASIAN
        or looks_like_a_surname(given)
        or has_label(seen)
    ):
        return None
    return NameParts(surname, given, patronymic)


@lru_cache(maxsize=1 << 17)
def split_full_name(text: str) -> NameParts:
    """Returns the parts of a full name. Every letter of the text is in one of them, as written.

    A comma after the first word or words makes them the surname (Shevchenko, Taras). Other names in brackets and
    after "née" or "alias" go to `other`, call signs to `call_sign`, a rank, a birth date, Mr to `about`.
    """
    seen, _ = visible(text)
    if (plain := _plain_three(seen)) is not None:
        return plain
    beside = take_beside(seen)
    call_signs, others = list(beside.call_signs), list(beside.others)
    rest = _named(beside.rest)
    if len(others) == 1 and _is_a_call_sign(rest, others[0]):
        call_signs.append(rest)
        rest = _named(others.pop())
    before, comma, after = rest.partition(",")
    if comma and _BARE.search(before) and _BARE.search(after):
        parts = _after_comma(before.strip(), after)
    else:
        parts = _arrange(_units(rest.replace(",", " ")))
    other = "; ".join(part for part in (parts.other, *others) if part)
    return NameParts(
        surname=parts.surname,
        given_name=parts.given_name,
        patronymic=parts.patronymic,
        other=other,
        call_sign="; ".join(call_signs),
        about="; ".join(beside.about),
    )


def _named(text: str) -> str:
    """A text with separated initials and without spaces around hyphens."""
    return _SPACED_HYPHEN.sub("-", _GLUED.sub(". ", text)).strip(" ;")


def _is_a_call_sign(rest: str, bracketed: str) -> bool:
    """Whether the name is in the brackets: Сармат (Шевченко Тарас)."""
    words = bracketed.split()
    if len(rest.split()) != 1 or not rest.isalpha() or len(words) < 2 or is_given(rest):
        return False
    return any(is_given(word) or _sort(word) is not _Sort.PLAIN for word in words[1:]) or is_given(words[0])


def _after_comma(surname: str, after: str) -> NameParts:
    given, _, further = after.partition(",")
    units = _units(given)
    extra = further.replace(",", " ").split()
    patronymic = ""
    if len(units) > 1:
        patronymic = units[1]
        if _sort(patronymic) is _Sort.PLAIN and len(units) == 2:
            # Shevchenko, Taras Bohdan: a second given name
            return NameParts(surname=surname, given_name=units[0], patronymic="", other=" ".join([units[1], *extra]))
    return NameParts(
        surname=surname,
        given_name=units[0] if units else "",
        patronymic=patronymic,
        other=" ".join([*units[2:], *extra]),
    )
