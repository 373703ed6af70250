"""Known names: forms of one name that sound unlike one another, so that the fold does not make them meet.

Уилсон, Вільсон and Wilson are one name, and so are Найт and Knight, Иштван and István; no rule of sound says so. The
table beside this module holds such groups, chosen from Wikidata's names (CC0) by `tools/known_names.py`, which says
what was left out and why. It serves surnames, and given names that the table of given names does not know. What it
does not know has no group: then the sound alone speaks, and two names without a common group are not told apart by it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from allforall.people.names.folding import folds_all
from allforall.people.names.given import NO_GROUP, Groups

#: Further readings of a form are taken where they are at least so long; shorter ones are other names.
FEWEST_SOUNDS = 4


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The groups of each fold. Two names are forms of one where their groups have a number in common."""

    by_code: dict[str, Groups]

    def groups(self, code: str) -> Groups:
        """Returns the groups of a name, from its fold; none where the table does not know it."""
        return self.by_code.get(code, NO_GROUP)


#: A table that knows no name: for figures on what the fold does alone.
NO_KNOWN_NAMES = KnownNames({})


def read_known_names(lines: Iterable[str]) -> KnownNames:
    """Returns the table from its lines: forms of one name apart by spaces; # begins a remark.

    A form's usual reading counts always, a further one only where no form has it as its usual one.
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
