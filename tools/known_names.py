"""Writes `src/allforall/people/names/known_names.txt`: the groups of known names that the fold cannot make by itself.

    python tools/known_names.py [GROUPS]

GROUPS is the file of Wikidata's name groups (CC0), one a line: `form, form, ... => Q-number`; without it, the one in
the folder of ground truth (ALLFORALL_DATA). The same groups and the same fold give the same file. What is kept:

- groups with a form in Ukrainian or Russian letters, and forms in these or in Latin letters, of one word;
- of each group one form for each sound (forms that share a reading of the fold meet without a table), where there
  are at least two sounds;
- without forms of fewer than `SHORTEST` sounds, forms that too many groups have, forms that sound unlike all others
  of their group (translations and mistakes) and groups of too many sounds (Chinese names in every dialect): such
  forms made different names one.
"""

import gzip
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from rapidfuzz.distance import OSA

from allforall.people.names.folding import folds_all
from allforall.people.names.given import given_names

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src/allforall/people/names/known_names.txt"

#: Readings of a name that are compared (reconcile looks at so many): forms that meet by these need no table.
READINGS = 3
#: Fewer sounds distinguish too little: Кис, Киш, Куч, Куць agreed (chosen on samples of what agreed).
SHORTEST = 4
#: A sound that more groups than this share means too many names.
MOST_GROUPS = 4
#: Groups of more sounds than this are Chinese and Japanese names in every romanisation and dialect.
MOST_SOUNDS = 10
#: Forms less alike than this to every other of their group are translations or mistakes (воробей, sparrow).
LEAST_LIKENESS = 0.4

_CYRILLIC = re.compile(r"[а-яёіїєґ][а-яёіїєґ'’ʼ-]*")
_LATIN = re.compile(r"[a-zà-öø-žșțəšśʹʺ][a-zà-öø-žșțəśʹʺ'’ʼ‘-]*")
#: Czech and Slovak feminine surnames: the fold's own rules for endings are for Ukrainian and Russian.
_FEMININE = re.compile(r"ov[aá]$")

HEADER = """\
# Known names, one group a line: forms of one name that sound unlike one another, so that the fold does not make them
# meet. Forms that sound alike are not repeated. Small letters; the first form in Cyrillic comes first.
# Origin: Wikidata, items of surnames and given names; licence CC0 1.0 (public domain).
# Made by: python tools/known_names.py
"""


def default_groups() -> Path:
    data = os.environ.get("ALLFORALL_DATA") or ROOT.parent / "shared" / "data"
    return Path(data) / "linkage" / "wikidata_name_groups.txt.gz"


def read_groups(path: Path) -> list[tuple[str, ...]]:
    """Returns the forms of each group that are of one word and in Cyrillic of the region or Latin letters."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [usable(line.rsplit(" => Q", 1)[0].split(", ")) for line in lines]


def usable(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        form for form in forms if _CYRILLIC.fullmatch(form) or (_LATIN.fullmatch(form) and not form.endswith("ová"))
    )


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    return max(OSA.normalized_similarity(a, b) for a in one for b in other)


def by_sound(forms: Sequence[str], readings: dict[str, tuple[str, ...]]) -> list[list[str]]:
    """The forms grouped by a shared reading, directly or through another form."""
    sounds: list[tuple[set[str], list[str]]] = []
    for form in forms:
        codes, together = set(readings[form][:READINGS]), [form]
        apart = []
        for known, others in sounds:
            if known & codes:
                codes |= known
                together = others + together
            else:
                apart.append((known, others))
        sounds = [*apart, (codes, together)]
    return [together for _, together in sounds]


def choose(groups: Sequence[tuple[str, ...]]) -> list[str]:
    """Returns the lines of the table, sorted."""
    groups = [forms for forms in groups if any(map(_CYRILLIC.fullmatch, forms))]
    forms = sorted({form for group in groups for form in group})
    readings = dict(zip(forms, folds_all(forms), strict=True))
    held = Counter(code for group in groups for code in {readings[form][0] for form in group})
    table = given_names()
    given = {code for code in held if table.groups(code) or table.short_for(code)}
    lines = set()
    for group in groups:
        if any(_CYRILLIC.fullmatch(form) and readings[form][0] in given for form in group):
            continue
        fit = [form for form in group if len(readings[form][0]) >= SHORTEST and held[readings[form][0]] <= MOST_GROUPS]
        sounds = by_sound(sorted(fit, key=lambda form: (not _CYRILLIC.fullmatch(form), form)), readings)
        if not 1 < len(sounds) <= MOST_SOUNDS:
            continue
        kept = [
            sound[0]
            for sound in sounds
            if any(
                likeness(readings[sound[0]], readings[other]) >= LEAST_LIKENESS
                for others in sounds
                if others is not sound
                for other in others
            )
        ]
        kept.sort(key=lambda form: (not _CYRILLIC.fullmatch(form), form))
        if len(kept) > 1 and _CYRILLIC.fullmatch(kept[0]):
            lines.add(" ".join(kept))
    return sorted(lines)


def main() -> int:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else default_groups()
    lines = choose(read_groups(path))
    text = HEADER + "".join(f"{line}\n" for line in lines)
    TARGET.write_text(text, encoding="utf-8")
    print(f"{len(lines)} groups, {sum(len(line.split()) for line in lines)} forms, {len(text.encode())} bytes")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
