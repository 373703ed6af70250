"""Which given names are one name: Микола and Николай, Eugene and Євген, Коля and both; Миколайович and his
father's.

The table beside this module gives the forms; romanisations of them follow from the fold. A name belongs to
one or more groups, numbered by their line in the table; a diminutive to every name that it is short for, and a name
also used for another (Георгій for Юрій) counts like a diminutive of it. Women's names have their own lines, so a man's
name is never the same as a woman's. Names that are not in the table have no group and are compared by their sound
alone.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from allforall.people.names.folding import folds_all, stem
from allforall.people.names.spelling_keys import spelling_key

Groups = frozenset[int]
NO_GROUP: Groups = frozenset()
#: What precedes a name with a hyphen and is not part of it: аль-Хасан.
_ARTICLES = frozenset(
    {"аль", "эль", "ель", "бен", "ибн", "ібн", "бін", "бин", "абд", "тер", "ben", "ibn", "bin", "ter"}
)
#: A further reading of fewer sounds is too often another name (Jean read as Ян).
FEWEST_SOUNDS = 4


@dataclass(frozen=True, slots=True)
class NameLine:
    """One line of the table: the forms of one name, its diminutives, other names used for it, and patronymics that do
    not follow from the forms. `people` is where the name is common, `sex` m or f.
    """

    people: str
    sex: str
    forms: tuple[str, ...]
    short: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    fathers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenNames:
    """The table, by code: `whole` for full forms, `short` for diminutives and related names, `fathers` for stems of
    patronymics. `lines` are the groups by number, `written` their forms in small letters as the table spells them,
    `spelled` and `spelled_short` the full forms and diminutives by the quick key of their spelling.
    """

    whole: dict[str, Groups]
    short: dict[str, Groups]
    fathers: dict[str, Groups]
    lines: tuple[NameLine, ...] = ()
    written: frozenset[str] = frozenset()
    spelled: dict[str, Groups] = field(default_factory=dict)
    spelled_short: frozenset[str] = frozenset()

    def groups(self, code: str) -> Groups:
        """Returns the groups of a full form, from its fold."""
        return self.whole.get(code, NO_GROUP)

    def short_for(self, code: str) -> Groups:
        """Returns the groups that a diminutive or a related name may mean, from its fold."""
        return self.short.get(code, NO_GROUP)

    def father(self, code: str) -> Groups:
        """Returns the groups of the father's name, from the fold of a patronymic or of his name."""
        return self.fathers.get(stem(code), NO_GROUP)


def _add(table: dict[str, Groups], code: str, group: int) -> None:
    if code:
        table[code] = table.get(code, NO_GROUP) | {group}


def read_lines(text: str) -> Iterator[NameLine]:
    """Yields the lines of a table of given names, in the format that `given_names.toml` describes."""
    for people, section in tomllib.loads(text).items():
        for sex, key in (("m", "men"), ("f", "women")):
            for line in section.get(key, "").strip().splitlines():
                forms, *more = line.split(";")
                parts = {part.split(maxsplit=1)[0]: tuple(part.split()[1:]) for part in more}
                yield NameLine(people, sex, tuple(forms.split()), **parts)


@lru_cache(maxsize=1)
def given_names() -> GivenNames:
    """Returns the table of given names that ships with the package."""
    text = files("allforall.people.names").joinpath("given_names.toml").read_text(encoding="utf-8")
    return index_names(tuple(read_lines(text)))


@lru_cache(maxsize=1 << 14)
def given_groups(word: str) -> Groups:
    """Returns the groups of a given name as written, of Анна-Марія those of both; none if it is not in the table."""
    table = given_names()
    found = table.spelled.get(spelling_key(word), NO_GROUP)
    if not found and "-" in word:
        words = word.split("-")
        pieces = [table.spelled.get(spelling_key(piece), NO_GROUP) for piece in words]
        if all(pieces) and all(len(piece) > 2 for piece in words) and words[0].lower() not in _ARTICLES:
            found = NO_GROUP.union(*pieces)
    return found


def is_given(word: str) -> bool:
    """Returns whether a word is in the table as a given name or as short for one."""
    return bool(given_groups(word)) or spelling_key(word) in given_names().spelled_short


def index_names(lines: tuple[NameLine, ...]) -> GivenNames:
    """Returns lines of given names by their codes."""
    forms = sorted({form for line in lines for form in (*line.forms, *line.short, *line.related, *line.fathers)})
    readings = dict(zip(forms, folds_all(forms), strict=True))
    whole: dict[str, Groups] = {}
    short: dict[str, Groups] = {}
    fathers: dict[str, Groups] = {}
    spelled: dict[str, Groups] = {}
    usual = {readings[form][0] for line in lines for form in line.forms}
    for group, line in enumerate(lines):
        for form in line.forms:
            _add(spelled, spelling_key(form), group)
            first, *others = readings[form]
            # A form in the table is known, so its ambiguous readings (Nicolas, Michel) may be used, unless they are the
            # usual reading of another form.
            for code in (first, *(code for code in others if len(code) >= FEWEST_SOUNDS and code not in usual)):
                _add(whole, code, group)
                _add(fathers, stem(code), group)
                if code.endswith("V"):  # a final ф sounds like в, but not before an ending: Йосиф, Йосифович
                    _add(fathers, f"{code[:-1]}F", group)
        for form in (*line.short, *line.related):
            _add(short, readings[form][0], group)
        for form in line.fathers:
            _add(fathers, stem(readings[form][0]), group)
    return GivenNames(
        whole=whole,
        short=short,
        fathers=fathers,
        lines=lines,
        written=frozenset(form.lower() for line in lines for form in line.forms),
        spelled=spelled,
        spelled_short=frozenset(spelling_key(form) for line in lines for form in line.short),
    )
