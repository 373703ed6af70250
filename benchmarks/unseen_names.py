"""Names in no table: a Cyrillic form against 4,000 Latin forms of other names, of which exactly one is of its group.

    python benchmarks/unseen_names.py [--groups FILE] [--numbers odd] [--seeds 1 2 3] [--queries 1000] [--slips 0.0]
        [--worst 50]

Prints the first hit, the first hit where the query has a letter that is Ukrainian alone (all such queries of the 4,000
are asked), and the hit within the first five; ties count by chance (one over the number of equals). Peers in the same
run: the phonetic fold with Jaro-Winkler, and, where they are installed (requirements/bench-names.txt), anyascii,
cyrtranslit and ICU's transliterator with Jaro-Winkler. Groups are Wikidata's (`data/linkage`) or another file of
lines `form, form => Qnumber`. What is shipped was learnt from groups of even number; the default judges on odd ones.
`--slips 1` makes one slip of the hand (a letter changed, left out, added, or two swapped) in every Cyrillic form.

Groups hold translations and other names besides spellings (Queen and Хотун): nobody finds those. The run says how many
of the misses of the first five have almost no letter in common with what they should find (below 0 bits).
"""

import argparse
import gzip
import os
import random
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cdist

from allforall.people.names.folding import folds_all
from allforall.people.names.nearness import near_pairs

Scores = NDArray[np.float32]
Scorer = Callable[[Sequence[str], Sequence[str]], Scores]
Pair = tuple[str, str]

CYRILLIC = re.compile(r"[а-яёіїєґ'’ʼ -]+")
LATIN = re.compile(r"[a-zà-žßʹʺ'’ -]+")
UKRAINIAN = re.compile(r"[іїєґ]")
AT_ONCE = 250
ALPHABET = "абвгдежзийклмнопрстуфхцчшщьюя"


def groups_file() -> Path:
    data = os.environ.get("ALLFORALL_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(data) / "linkage" / "wikidata_name_groups.txt.gz"


def read_groups(path: Path, parity: int | None) -> list[tuple[list[str], list[str]]]:
    """The Cyrillic and the Latin forms of every group that has both."""
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf-8")
    found = []
    for line in text.strip("\n").split("\n"):
        forms, _, number = line.strip().rpartition(" => Q")
        if parity is not None and int(number) % 2 != parity:
            continue
        one = [form for form in forms.split(", ") if CYRILLIC.fullmatch(form)]
        other = [form for form in forms.split(", ") if LATIN.fullmatch(form)]
        if one and other:
            found.append((one, other))
    return found


def slip(name: str, rng: random.Random) -> str:
    if len(name) < 3:
        return name
    i = rng.randrange(len(name) - 1)
    return rng.choice(
        [
            name[:i] + rng.choice(ALPHABET) + name[i + 1 :],
            name[:i] + name[i + 1 :],
            name[:i] + rng.choice(ALPHABET) + name[i:],
            name[:i] + name[i + 1] + name[i] + name[i + 2 :],
        ]
    )


def jaro_winkler(left: Sequence[str], right: Sequence[str]) -> Scores:
    return cdist(left, right, scorer=JaroWinkler.normalized_similarity, dtype=np.float32)


def by_nearness(queries: Sequence[str], names: Sequence[str]) -> Scores:
    found = []
    for start in range(0, len(queries), AT_ONCE):
        some = queries[start : start + AT_ONCE]
        one, other = np.divmod(np.arange(len(some) * len(names)), len(names))
        found.append(near_pairs(some, names, one, other).bits.reshape(len(some), len(names)))
    return np.concatenate(found)


def by_fold(queries: Sequence[str], names: Sequence[str]) -> Scores:
    left, right = folds_all(queries), folds_all(names)

    def reading(i: int, j: int) -> Scores:
        return jaro_winkler(
            [codes[i] if i < len(codes) else "\x01" for codes in left],
            [codes[j] if j < len(codes) else "\x02" for codes in right],
        )

    best = reading(0, 0)
    for i, j in ((1, 0), (0, 1), (0, 2)):  # a further reading counts a little less than the usual one
        best = np.maximum(best, reading(i, j) - 1e-3)
    return best


def plain(change: Callable[[str], str]) -> Scorer:
    return lambda queries, names: jaro_winkler(
        [change(name).lower() for name in queries], [change(name).lower() for name in names]
    )


def peers() -> dict[str, Scorer]:
    found: dict[str, Scorer] = {}
    try:
        from anyascii import anyascii

        found["anyascii, Jaro-Winkler"] = plain(anyascii)
    except ImportError:
        print("anyascii is not installed")
    try:
        import cyrtranslit

        found["cyrtranslit (ru), Jaro-Winkler"] = plain(lambda name: cyrtranslit.to_latin(name, "ru"))
    except ImportError:
        print("cyrtranslit is not installed")
    try:
        import icu

        change = icu.Transliterator.createInstance("Any-Latin; Latin-ASCII").transliterate
        found["ICU, Jaro-Winkler"] = plain(change)
    except ImportError:
        print("PyICU is not installed")
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--groups", type=Path, default=None)
    asked.add_argument("--numbers", choices=("odd", "even", "all"), help="all for another file of groups, else odd")
    asked.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    asked.add_argument("--queries", type=int, default=1_000)
    asked.add_argument("--forms", type=int, default=4_000)
    asked.add_argument("--slips", type=float, default=0.0)
    asked.add_argument("--worst", type=int, default=50)
    given = asked.parse_args()
    parity = {"odd": 1, "even": 0, "all": None}[given.numbers or ("all" if given.groups else "odd")]
    groups = read_groups(given.groups or groups_file(), parity)
    scorers: dict[str, Scorer] = {"nearness": by_nearness, "fold, Jaro-Winkler": by_fold, **peers()}
    hits: dict[str, list[tuple[float, float, float, float]]] = {name: [] for name in scorers}
    worst: list[tuple[float, Pair, str]] = []
    missed = unlike = 0
    for seed in given.seeds:
        rng = random.Random(seed)
        rng.shuffle(groups)
        pairs = [(rng.choice(one), rng.choice(other)) for one, other in groups[: given.forms]]
        ukrainian = np.array([bool(UKRAINIAN.search(one)) for one, _ in pairs])
        asked_for = np.flatnonzero(ukrainian | (np.arange(len(pairs)) < given.queries))
        sampled = asked_for < given.queries
        queries = [slip(pairs[i][0], rng) if rng.random() < given.slips else pairs[i][0] for i in asked_for]
        names = [other for _, other in pairs]
        for name, scorer in scorers.items():
            began = time.process_time()
            scores = scorer(queries, names)
            seconds = time.process_time() - began
            own = scores[np.arange(len(queries)), asked_for][:, None]
            better, equal = (scores > own).sum(axis=1), (scores == own).sum(axis=1)
            first = (better == 0) / equal
            five = np.clip((5 - better) / equal, 0, 1)
            hits[name].append(
                (
                    float(first[sampled].mean()),
                    float(first[ukrainian[asked_for]].mean()),
                    float(five[sampled].mean()),
                    scores.size / seconds,
                )
            )
            if name == "nearness":
                missed += int((better[sampled] >= 5).sum())
                unlike += int(((better >= 5) & (own[:, 0] < 0))[sampled].sum())
                top = scores.argmax(axis=1)
                worst += [
                    (float(scores[i, top[i]] - own[i, 0]), (queries[i], names[asked_for[i]]), names[top[i]])
                    for i in np.flatnonzero(better > 0)
                ]
        print(
            f"seed {seed}: {len(names)} Latin forms, {sampled.sum()} queries, {ukrainian.sum()} with Ukrainian letters"
        )
    base = np.mean(hits["anyascii, Jaro-Winkler"] if "anyascii, Jaro-Winkler" in hits else hits["nearness"], axis=0)
    print(f"\n{'':34} first  Ukrainian  in five   pairs/s   first over anyascii   (means of {len(given.seeds)} seeds)")
    for name, measured in hits.items():
        first, other, five, speed = np.mean(measured, axis=0)
        print(f"{name:34} {first:.3f}     {other:.3f}    {five:.3f} {speed:>10,.0f}   {first / base[0]:.3f}")
    print(f"\nnot in the first five: {missed}; of these {unlike} have less than 0 bits of evidence for their own form")
    print(f"\nthe {given.worst} worst: the query, its form, what was found first, how many bits better")
    for bits, (query, form), found in sorted(set(worst), reverse=True)[: given.worst]:
        print(f"  {query:24} {form:24} {found:24} {bits:6.1f}")


if __name__ == "__main__":
    main()
