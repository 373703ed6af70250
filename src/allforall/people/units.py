"""Military units as lists write them, brought to one form: a number and a kind.

Text in, text out: nothing is looked up, so that a unit contains no more than its list stated. ``72 ОМБр``,
``72-а окрема механізована бригада`` and ``72 omsbr`` become ``72 brigade mechanised``; a unit within another
is joined with `` / ``, the smaller first; a numbered military unit becomes ``mu A1234`` with its letter in
Latin. Mechanised, motor-rifle and motorised infantry are one arm here, since Ukrainian and Russian lists use either
word for the same brigades.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from allforall.people.persons import Mark
from allforall.people.written import visible


@dataclass(frozen=True, slots=True)
class _Words:
    """The table of words and abbreviations."""

    sizes: tuple[tuple[str, re.Pattern[str]], ...]
    arms: tuple[tuple[str, re.Pattern[str]], ...]
    short_sizes: dict[str, str]
    short_arms: dict[str, str]
    short_whole: dict[str, str]
    latin: dict[str, str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    text = resources.files("allforall.people").joinpath("units.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)

    def patterns(part: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((key, re.compile(rf"\b(?:{pattern})\b")) for key, pattern in table[part].items())

    def by_short(part: str) -> dict[str, str]:
        return {short: key for key, shorts in table[part].items() for short in shorts}

    return _Words(
        sizes=patterns("sizes"),
        arms=patterns("arms"),
        short_sizes=by_short("short_sizes"),
        short_arms={"": "", **by_short("short_arms")},
        short_whole=by_short("short_whole"),
        latin=dict(table["latin"]),
    )


_NOISE = re.compile(
    r"\b(?:окрем\w*|отдельн\w*|separate|гвардійськ\w*|гвардейск\w*|гв|guards|"
    r"імені.*|имени.*|ім\..*|им\..*|імені|the|of)\b"
)
_MILITARY_UNIT = re.compile(
    r"^(?:в\s*[/\\.]?\s*ч\.?|військов\w+ частин\w+|войсков\w+ част\w+|воинск\w+ част\w+|"
    r"v\s*[/.]?\s*ch\.?|military unit|mil\.? unit|a/h)"
    r"\s*(?:№|n|no\.?|#)?\s*(?P<letter>[^\W\d_]?)\s*-?\s*(?P<number>\d{3,6})$"
)
_UNIT_ALONE = re.compile(r"^(?P<letter>[аa])\s*-?\s*(?P<number>\d{4})$")
_LETTERS = str.maketrans("авеікмнорстхт", "abeikmhopctxt")
_NUMBER = re.compile(r"\b(?P<number>\d{1,4})\s*(?:-?\s*(?:ша|та|га|ма|ва|тя|а|я|й|ий|ій|ый|ой|го|ї|th|st|nd|rd)\b)?")
_PARTS = re.compile(r"\s*[,;/]\s*")
_SHORT = re.compile(r"(?P<number>\d{1,4})\s*-?\s*(?P<word>[^\W\d_]{1,8})")


def _short(word: str) -> str | None:
    """The kind that an abbreviation means, or None."""
    table = _words()
    word = table.latin.get(word, word)
    for form in (word, word.removeprefix("о").removeprefix("гв"), word.removeprefix("о")):
        if form in table.short_whole:
            return table.short_whole[form]
        for length in (2, 1):
            arm, size = form[:-length], form[-length:]
            if size in table.short_sizes and arm in table.short_arms and (arm or length == 2):
                return f"{table.short_sizes[size]} {table.short_arms[arm]}".strip()
    return None


def _kind(text: str) -> str | None:
    """The kind that words mean: the size, then the arms in alphabetical order; None if there is no size."""
    sizes = [size for size, pattern in _words().sizes if pattern.search(text)]
    if len(sizes) != 1:
        return None
    arms = [arm for arm, pattern in _words().arms if pattern.search(text)]
    if "air_assault" in arms and "assault" in arms:
        arms.remove("assault")
    if "mechanised" in arms:
        arms = [arm for arm in arms if arm not in {"rifle", "infantry"}]
    return " ".join([sizes[0], *sorted(set(arms))])


def _one(part: str) -> str | None:
    if match := _MILITARY_UNIT.match(part) or _UNIT_ALONE.match(part):
        return f"mu {match['letter'].translate(_LETTERS).upper()}{match['number']}"
    if (match := _SHORT.fullmatch(part)) and (kind := _short(match["word"])):
        return f"{int(match['number'])} {kind}"
    words = _NOISE.sub(" ", part)
    numbers = [found["number"] for found in _NUMBER.finditer(words)]
    if len(numbers) != 1:
        return None
    rest = " ".join(_NUMBER.sub(" ", words, count=1).split()).strip(" .\"«»'")
    kind = _kind(rest) or _short(rest.replace(" ", ""))
    return f"{int(numbers[0])} {kind}" if kind else None


@lru_cache(maxsize=1 << 14)
def read_unit(text: str) -> tuple[str, tuple[Mark, ...]]:
    """Returns a unit in one form (number, size, arms), else the cleaned text with `Mark.NOT_IN_TABLE`."""
    seen, hidden = visible(text)
    marks = (Mark.HIDDEN_CHARACTERS,) if hidden else ()
    if not seen:
        return "", marks
    plain = seen.lower().replace("’", "'").replace("ʼ", "'")
    if (whole := _one(plain.strip(" ."))) is not None:
        return whole, marks
    parts = [_one(part.strip(" .")) for part in _PARTS.split(plain)] if _PARTS.search(plain) else []
    if not parts:
        parts = _nested(plain)
    if parts and all(parts):
        return " / ".join(str(part) for part in parts), marks
    return seen, (*marks, Mark.NOT_IN_TABLE)


def _nested(plain: str) -> list[str | None]:
    """The units of "2 батальйон 72 ОМБр": split before each number."""
    starts = [found.start() for found in re.finditer(r"(?<!\S)\d", plain)]
    if len(starts) < 2 or starts[0] != 0:
        return []
    ends = [*starts[1:], len(plain)]
    return [_one(plain[start:end].strip(" .,")) for start, end in zip(starts, ends, strict=True)]
