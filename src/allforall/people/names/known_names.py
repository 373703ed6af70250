"""Known names: forms of one name that sound different, so that their folds differ.

Уилсон, Вільсон and Wilson are one name, and so are Найт and Knight, Иштван and István; no sound rule shows it. The
table beside this module has such groups, chosen from Wikidata's names (CC0) by `tools/known_names.py`, which says what
was left out and why. It is used for surnames, and for given names that are not in the table of given names. A name that
is not in it has no group: then only the sound counts, and lacking a common group is no evidence of different names.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from allforall.people.names.folding import folds_all
from allforall.people.names.given import NO_GROUP, Groups

#: Further readings of a form are used if they are at least this long; shorter ones are other names.
FEWEST_SOUNDS = 4


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The groups of each fold. Two names are forms of one name if their groups have a number in common."""

    by_code: dict[str, Groups]

    def groups(self, code: str) -> Groups:
        """Returns the groups of a name, from its fold; none if it is not in the table."""
        return self.by_code.get(code, NO_GROUP)


#: An empty table: for measuring the fold alone.
NO_KNOWN_NAMES = KnownNames({})


def read_known_names(lines: Iterable[str]) -> KnownNames:
    """Returns the table from its lines: forms of one name separated by spaces; # begins a comment.

    A form's usual reading always counts, a further one only if it is no form's usual one.
    """
    groups = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    forms = [form for group in groups for form in group]
    numbers = [number for number, group in enumerate(groups) for _ in group]
    readings = folds_all(forms)
    usual: dict[str, set[int]] = {}
    further: dict[str, set[int]] = {}
    for number, codes in zip(numbers, readings, strict=True):
        if codes[0]:
            usual.setdefault(codes[0], set()).add(number)
        for code in codes[1:]:
            if len(code) >= FEWEST_SOUNDS:
                further.setdefault(code, set()).add(number)
    # most codes have one group: one set for each saves seven megabytes
    sets: dict[Groups, Groups] = {}
    found = ((code, frozenset(groups_of)) for code, groups_of in (further | usual).items())
    return KnownNames({code: sets.setdefault(numbers_of, numbers_of) for code, numbers_of in found})


@lru_cache(maxsize=1)
def known_names() -> KnownNames:
    """Returns the table of known names that ships with the package; read once, on the first call."""
    text = files("allforall.people.names").joinpath("known_names.txt").read_text(encoding="utf-8")
    return read_known_names(text.splitlines())
