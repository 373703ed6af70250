"""What the table of known names gives: a Cyrillic form against thousands of Latin forms, with and without it.

    python benchmarks/known_names.py [--queries 4000] [--targets 4000] [--seed 1] [--groups FILE] [--held-out 0.5]

Groups of Wikidata are drawn by the seed, one Cyrillic and one Latin form each; exactly one Latin form is of the
query's group. Three tables: none, the shipped one (which knows most of these groups, so that its figures say only how
much the fold leaves over), and one made in the same run without a share of the groups, asked for these alone: what a
table does to names that it has not seen (it must not harm). Beside them, of random pairs of different groups, the
share that a table takes for one name while the fold does not; pairs of the same group show what it gains.
"""

import argparse
import importlib.util
import random
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cdist

from allforall.people.names.folding import folds_all
from allforall.people.names.known_names import NO_KNOWN_NAMES, KnownNames, known_names, read_known_names

CYRILLIC = re.compile(r"[а-яёіїєґ][а-яёіїєґ'’ʼ-]*")
PAIRS = 1_000_000


def load_tool():
    path = Path(__file__).resolve().parent.parent / "tools" / "known_names.py"
    spec = importlib.util.spec_from_file_location("known_names_tool", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def draw(groups: Sequence[tuple[str, ...]], count: int, rng: random.Random) -> list[tuple[str, str]]:
    both = []
    for forms in groups:
        one = [form for form in forms if CYRILLIC.fullmatch(form)]
        other = [form for form in forms if not CYRILLIC.fullmatch(form)]
        if one and other:
            both.append((one, other))
    return [(rng.choice(one), rng.choice(other)) for one, other in rng.sample(both, min(count, len(both)))]


def known_groups(table: KnownNames, readings: Sequence[tuple[str, ...]]) -> list[frozenset[int]]:
    return [frozenset().union(*(table.groups(code) for code in codes)) for codes in readings]


def first_hit(pairs: list[tuple[str, str]], queries: int, table: KnownNames) -> tuple[float, float]:
    """The shares of queries whose own form is first, and among the first five."""
    left, right = folds_all([one for one, _ in pairs[:queries]]), folds_all([other for _, other in pairs])
    count = len(left)

    def likeness(i: int, j: int) -> np.ndarray:
        a = [codes[i] if i < len(codes) else "\x01" for codes in left]
        b = [codes[j] if j < len(codes) else "\x02" for codes in right]
        return cdist(a, b, scorer=JaroWinkler.normalized_similarity, dtype=np.float32)

    scores = likeness(0, 0)
    for i, j in ((1, 0), (0, 1), (0, 2)):
        scores = np.maximum(scores, likeness(i, j) - 1e-3)
    targets: dict[int, list[int]] = {}
    for j, numbers in enumerate(known_groups(table, right)):
        for number in numbers:
            targets.setdefault(number, []).append(j)
    for i, numbers in enumerate(known_groups(table, left)):
        for number in numbers:
            # a known form counts less than the same sound and more than the next best
            scores[i, targets.get(number, [])] = np.maximum(scores[i, targets.get(number, [])], 0.999)
    own = scores[np.arange(count), np.arange(count)][:, None]
    better, equal = (scores > own).sum(axis=1), (scores == own).sum(axis=1)
    return float(np.mean((better == 0) / equal)), float(np.mean(better < 5))


def agreement(pairs: list[tuple[str, str]], table: KnownNames, rng: random.Random) -> tuple[float, float]:
    """The shares of true pairs, and of random pairs of different groups, that only the table takes for one name."""
    left, right = folds_all([one for one, _ in pairs]), folds_all([other for _, other in pairs])
    of_left, of_right = known_groups(table, left), known_groups(table, right)

    def by_table_alone(i: int, j: int) -> bool:
        return bool(of_left[i] & of_right[j]) and not set(left[i]) & set(right[j])

    true = sum(by_table_alone(i, i) for i in range(len(pairs))) / len(pairs)
    false = 0
    for _ in range(PAIRS):
        i, j = rng.randrange(len(pairs)), rng.randrange(len(pairs))
        false += i != j and by_table_alone(i, j)
    return true, false / PAIRS


def main() -> None:
    tool = load_tool()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=int, default=4_000)
    parser.add_argument("--targets", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", type=float, default=0.5)
    parser.add_argument("--groups", type=Path, default=tool.default_groups())
    given = parser.parse_args()
    groups = tool.read_groups(given.groups)
    print(f"{len(groups)} groups, seed {given.seed}, {given.targets} Latin forms, held out {given.held_out}")
    rng = random.Random(given.seed)
    shuffled = list(groups)
    rng.shuffle(shuffled)
    cut = int(len(shuffled) * given.held_out)
    unseen, seen = shuffled[:cut], shuffled[cut:]
    partial = read_known_names(tool.choose(seen))
    print(f"{'table':<28}{'asked for':<12}{'first hit':>10}{'in five':>9}{'only the table: true':>22}{'false':>12}")
    for name, table, asked, of in (
        ("none", NO_KNOWN_NAMES, "all", groups),
        ("shipped", known_names(), "all", groups),
        ("none", NO_KNOWN_NAMES, "held out", unseen),
        ("without the held out", partial, "held out", unseen),
    ):
        pairs = draw(of, given.targets, random.Random(given.seed))
        first, five = first_hit(pairs, given.queries, table)
        true, false = agreement(pairs, table, random.Random(given.seed))
        print(f"{name:<28}{asked:<12}{first:>10.3f}{five:>9.3f}{true:>22.4f}{false:>12.6f}")


if __name__ == "__main__":
    main()
