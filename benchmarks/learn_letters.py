"""Writes `src/allforall/people/names/letters.txt`: how likely one letter of a name follows another, in either
script.

Learnt from the name forms of Wikidata (CC0) in `data/linkage/wikidata_name_groups.txt.gz`, on the groups with
an even number alone: the others judge the result (`tests/known/test_people_keyboard_known.py`).

    python benchmarks/learn_letters.py ../shared/data/linkage/wikidata_name_groups.txt.gz
"""

import gzip
import math
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from allforall.people.names.keyboard import CYRILLIC, LATIN, bare_letters

TARGET = Path(__file__).parent.parent / "src/allforall/people/names/letters.txt"
#: Added to every count, so that a pair that was not seen is rare and not impossible.
UNSEEN = 0.5


def words(path: Path) -> Iterator[str]:
    """The words of the forms of every group with an even number."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            forms, number = line.strip().split(" => Q")
            if int(number) % 2 == 0:
                for form in set(forms.split(", ")):
                    yield from bare_letters(form).split()


def main() -> None:
    path = Path(sys.argv[1])
    seen: dict[str, Counter[str]] = {LATIN: Counter(), CYRILLIC: Counter()}
    for word in words(path):
        for alphabet, pairs in seen.items():
            if all(letter in alphabet for letter in word):
                bounded = f"^{word}$"
                pairs.update(bounded[i : i + 2] for i in range(len(bounded) - 1))
    lines = [
        "# Bits of surprise, times ten, at each letter of a name after another; ^ begins a word, $ ends it.",
        "# Learnt by benchmarks/learn_letters.py from name forms of Wikidata (CC0).",
    ]
    for alphabet, pairs in seen.items():
        lines.append("  " + " ".join(f"{letter:>3}" for letter in alphabet + "$"))
        for first in "^" + alphabet:
            total = sum(pairs[first + second] for second in alphabet + "$")
            size = UNSEEN * (len(alphabet) + 1)
            bits = [-math.log2((pairs[first + second] + UNSEEN) / (total + size)) for second in alphabet + "$"]
            lines.append(f"{first} " + " ".join(f"{round(10 * bit):>3}" for bit in bits))
        lines.append("")
    TARGET.write_text("\n".join(lines), encoding="utf-8")
    print(f"{TARGET.name}: {sum(seen[LATIN].values())} Latin and {sum(seen[CYRILLIC].values())} Cyrillic pairs")


if __name__ == "__main__":
    main()
