"""Writes `src/allforall/people/names/sound_counts.txt`: which letters of one spelling stand where which letters of
another spelling of the same name stand, and after and before which letters.

Learnt from the name forms of Wikidata (CC0) in `data/linkage/wikidata_name_groups.txt.gz`, on the groups with an
even number alone: the others judge the result (`benchmarks/unseen_names.py`). Two forms of a group are aligned
letter by letter, each left letter with none to four right ones, by the likeliest alignment; the counts of the
alignments make the next round's likelihoods (expectation-maximisation with the best alignment only, as Jiampojamarn,
Kondrak and Sherif 2007 describe for letters and sounds). The first round starts from the phonetic fold. In each
round the pairs that align worst are left out: groups hold translations too (John and Иван).

    python benchmarks/learn_nearness.py ../shared/data/linkage/wikidata_name_groups.txt.gz [--target FILE] [--keep 0.8]

The same groups and seed give the same file. It takes about a minute.
"""

import argparse
import gzip
import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from allforall.people.names.folding import folds
from allforall.people.names.sound_model import LONGEST, SOFT, Script, plain_letters, script_of

TARGET = Path(__file__).parent.parent / "src/allforall/people/names/sound_counts.txt"
SEED, ROUNDS, SMALL_ROUNDS, SMALL = 1, 5, 3, 5_000
#: At most so many pairs of one group, and so many pairs of each two scripts.
PAIRS_OF_A_GROUP, PAIRS = 3, 26_000
#: The share of pairs, the worst aligned ones, that a round learns nothing from.
LEFT_OUT = 0.04
#: Fewer sightings than this are chance.
SEEN_AT_LEAST, SEEN_BESIDE_AT_LEAST = 6, 2

Pair = tuple[str, str]
Alignment = list[Pair]
Score = Callable[[str, str], float]

VOWELS = frozenset("aeiouyáéíóúàèìòùäëïöüâêîôûåæøāēīōūăěőűаеёєиіїоуыэюя")


def even_groups(path: Path, keep: float) -> list[list[str]]:
    """The forms of every group with an even number; of these a share, chosen by the number alone."""
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            forms, number = line.strip().rsplit(" => Q", 1)
            if int(number) % 2 == 0 and (int(number) // 2) % 100 < 100 * keep:
                found.append(forms.split(", "))
    return found


def pairs_of(groups: Iterable[list[str]], left: Script, right: Script, rng: random.Random) -> list[Pair]:
    """Pairs of forms in two scripts; of one script, either form may stand on the left."""
    found = []
    for forms in groups:
        lefts = [form for form in forms if script_of(form) is left]
        rights = [form for form in forms if script_of(form) is right]
        for _ in range(min(PAIRS_OF_A_GROUP, len(lefts), len(rights))):
            if left is right and len(lefts) < 2:
                break
            one, other = rng.sample(lefts, 2) if left is right else (rng.choice(lefts), rng.choice(rights))
            one, other = plain_letters(one), plain_letters(other)
            if one and other and len(other) <= LONGEST * len(one):
                found.append((one, other))
    rng.shuffle(found)
    return found[:PAIRS]


@cache
def first_guess(one: str, other: str) -> float:
    """Bits for a left letter and right letters, before anything was learnt: the fold and vowels decide."""
    if not other:
        return -2.0 if one in SOFT else -6.0
    if one == other:
        return 0.0
    left, right = folds(one)[0], folds(other)[0]
    if left and left in folds(other):
        return 0.5 - 0.5 * len(other)
    if one in VOWELS and other[0] in VOWELS:
        return -2.0 - 2.0 * len(other)
    if left and right and (left[0] == right[0] or left[-1] == right[-1]):
        return -3.0 - 2.0 * len(other)
    return -7.0 - 4.0 * len(other)


def align(one: str, other: str, score: Score) -> tuple[float, Alignment]:
    """The likeliest alignment and its bits a letter."""
    size, wide = len(one), len(other)
    best = [[-math.inf] * (wide + 1) for _ in range(size + 1)]
    taken = [[0] * (wide + 1) for _ in range(size + 1)]
    best[0][0] = 0.0
    for i, letter in enumerate(one):
        here, then, took = best[i], best[i + 1], taken[i + 1]
        for j in range(max(0, wide - LONGEST * (size - i)), wide + 1):
            if here[j] == -math.inf:
                continue
            for k in range(min(LONGEST, wide - j) + 1):
                bits = here[j] + score(letter, other[j : j + k])
                if bits > then[j + k]:
                    then[j + k], took[j + k] = bits, k
    path, j = [], wide
    for i in range(size, 0, -1):
        k = taken[i][j]
        path.append((one[i - 1], other[j - k : j]))
        j -= k
    return best[size][wide] / size, path[::-1]


def learnt(counts: Counter[Pair]) -> Score:
    """The score that an earlier round's counts give."""
    lefts: Counter[str] = Counter()
    rights: Counter[str] = Counter()
    for (one, other), number in counts.items():
        lefts[one] += number
        rights[other] += number
    total = lefts.total()

    @cache
    def score(one: str, other: str) -> float:
        chance = counts.get((one, other), 0) + 0.4 * rights.get(other, 0) / total + 1e-3 * 10.0 ** (-2 * len(other))
        # A little against long pieces: one long piece is always likelier than its parts one by one.
        return math.log2(chance / (lefts[one] + 1)) - (0.15 * len(other) if len(other) > 1 else 0.0)

    return score


def learn(pairs: list[Pair]) -> list[Alignment]:
    """The alignments of the last round."""
    score: Score = first_guess
    kept: list[Alignment] = []
    for number in range(ROUNDS):
        done = [align(one, other, score) for one, other in (pairs[:SMALL] if number < SMALL_ROUNDS else pairs)]
        cut = sorted(bits for bits, _ in done)[int(LEFT_OUT * len(done))]
        kept = [path for bits, path in done if bits >= cut]
        score = learnt(Counter(piece for path in kept for piece in path))
    return kept


def lines_of(alignments: list[Alignment]) -> list[str]:
    """A line for every left letter and right piece: how often, and after and before which left letters."""
    seen = Counter(piece for path in alignments for piece in path)
    before: dict[Pair, Counter[str]] = defaultdict(Counter)
    after: dict[Pair, Counter[str]] = defaultdict(Counter)
    for path in alignments:
        letters = f"^{''.join(one for one, _ in path)}^"
        for i, piece in enumerate(path):
            before[piece][letters[i]] += 1
            after[piece][letters[i + 2]] += 1

    def beside(counter: Counter[str]) -> str:
        told = (f"{letter}{n}" for letter, n in sorted(counter.items()) if n >= SEEN_BESIDE_AT_LEAST)
        return "".join(told).replace(" ", "_") or "-"

    return [
        f"{one.replace(' ', '_')} {other.replace(' ', '_') or '-'} {n} {beside(before[one, other])}"
        f" {beside(after[one, other])}"
        for (one, other), n in sorted(seen.items())
        if n >= SEEN_AT_LEAST
    ]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("groups", type=Path)
    asked.add_argument("--target", type=Path, default=TARGET)
    asked.add_argument("--keep", type=float, default=1.0, help="the share of even groups to learn from")
    given = asked.parse_args()
    groups = even_groups(given.groups, given.keep)
    lines = [
        "# How often a letter of one spelling stands where letters of another spelling of the same name stand, then",
        "# after which letters of the first spelling and before which (^ is the edge, _ a space, - nothing).",
        "# Learnt by benchmarks/learn_nearness.py from the name forms of Wikidata (CC0), groups of even number.",
    ]
    for left, right in ((Script.CYRILLIC, Script.LATIN), (Script.CYRILLIC, Script.CYRILLIC), (Script.LATIN,) * 2):
        pairs = pairs_of(groups, left, right, random.Random(SEED))
        told = lines_of(learn(pairs))
        print(f"{left.value} and {right.value}: {len(pairs)} pairs, {len(told)} lines")
        lines += [f"[{left.value} {right.value}]", *told]
    given.target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{given.target.name}: {given.target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
