"""Which given names are one name: Микола and Николай, Eugene and Євген, Коля and both; Миколайович and his
father's.

The table beside this module gives the forms; romanisations of them follow from the fold. A name belongs to
one or more groups, numbered by their line in the table; a diminutive to every name that it is short for.
Names that the table does not know have no group and are compared by their sound alone.
"""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from allforall.people.names.folding import fold, folds, stem

Groups = frozenset[int]
NO_GROUP: Groups = frozenset()


@dataclass(frozen=True, slots=True)
class GivenNames:
    """The table, by code: `whole` for full forms, `short` for diminutives, `fathers` for stems of
    patronymics.
    """

    whole: dict[str, Groups]
    short: dict[str, Groups]
    fathers: dict[str, Groups]

    def groups(self, code: str) -> Groups:
        """Returns the groups of a full form, from its fold."""
        return self.whole.get(code, NO_GROUP)

    def short_for(self, code: str) -> Groups:
        """Returns the groups that a diminutive may stand for, from its fold."""
        return self.short.get(code, NO_GROUP)

    def father(self, code: str) -> Groups:
        """Returns the groups of the father's name, from the fold of a patronymic or of his name."""
        return self.fathers.get(stem(code), NO_GROUP)


def _add(table: dict[str, Groups], code: str, group: int) -> None:
    if code:
        table[code] = table.get(code, NO_GROUP) | {group}


@lru_cache(maxsize=1)
def given_names() -> GivenNames:
    """Returns the table of given names that ships with the package."""
    text = files("allforall.people.names").joinpath("given_names.toml").read_text(encoding="utf-8")
    whole: dict[str, Groups] = {}
    short: dict[str, Groups] = {}
    fathers: dict[str, Groups] = {}
    for group, line in enumerate(tomllib.loads(text)["names"]):
        for form in line["forms"].split():
            # A table's form is known, so its ambiguous readings (Nicolas, Michel) may all be taken.
            for code in folds(form):
                _add(whole, code, group)
                _add(fathers, stem(code), group)
        for form in line["short"].split():
            _add(short, fold(form), group)
        for form in line.get("fathers", "").split():
            _add(fathers, stem(fold(form)), group)
    return GivenNames(whole=whole, short=short, fathers=fathers)
