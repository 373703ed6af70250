"""Writes `src/allforall/people/names/heard.txt`: how a Latin spelling of a name is most often heard.

Learnt from the name forms of Wikidata (CC0) in `data/linkage/wikidata_name_groups.txt.gz`, on the groups with an
even number alone; the others judge the result (`tests/known/test_people_folding_known.py`).

    python benchmarks/learn_heard.py ../shared/data/linkage/wikidata_name_groups.txt.gz [--parts 2] [--out FILE]

Each Latin form is set beside the Cyrillic form of its group that sounds most like it. The letters of the one are
aligned with the sounds of the other (each letter has no, one, two or three sounds; the most likely alignment under
the present counts, counted again, six times), and a tree of decisions is grown over the letters (see `heard`).
"""

import argparse
import gzip
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz.distance import JaroWinkler

from allforall.people.names.alphabet import byte_of
from allforall.people.names.folding import fold, fold_all
from allforall.people.names.heard import LOOKS, SILENT
from allforall.people.names.sounds import SIGNS

TARGET = Path(__file__).parent.parent / "src/allforall/people/names/heard.txt"
CYRILLIC = re.compile(r"[а-яёіїєґ'’ʼ -]+")
#: Forms of one group that are less alike are taken to be translations of one another, not transcriptions.
ALIKE = 0.72
#: Latin forms taken from one group: more would let the names with most languages speak for all.
FORMS = 12
#: Alignments whose mean cost per letter (natural logarithm) is worse are left out.
WORST = -0.9
#: A node of the tree stands on at least this many letters; a runner-up is kept from this share on.
FEWEST, LEAST_SHARE = 3, 0.05
ROUNDS = 6

Aligned = tuple[str, list[str]]


def is_latin(form: str) -> bool:
    return all(letter in LATIN or letter in " -'’ʹʺ" for letter in form)


LATIN = {letter for letter in byte_of() if "LATIN" in unicodedata.name(letter, "")}


def groups(path: Path, parts: int) -> Iterator[tuple[list[str], list[str]]]:
    """The Cyrillic and the Latin forms of every group whose number is divisible by `parts`."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            forms, number = line.strip().rsplit(" => Q", 1)
            if int(number) % parts == 0:
                each = [unicodedata.normalize("NFC", form) for form in forms.split(", ")]
                cyrillic = [form for form in each if CYRILLIC.fullmatch(form)]
                latin = [form for form in each if is_latin(form)]
                if cyrillic and latin:
                    yield cyrillic, latin


def word_pairs(path: Path, parts: int) -> list[tuple[str, str]]:
    """Each Latin word with the sounds of its Cyrillic counterpart."""
    found: dict[tuple[str, str], None] = {}
    signs = re.compile(f"[{SIGNS}]")
    for cyrillic, latin in groups(path, parts):
        sounds = fold_all(cyrillic)
        for form, usual in zip(latin[:FORMS], fold_all(latin[:FORMS]), strict=True):
            alike, code = max((JaroWinkler.normalized_similarity(usual, sound), sound) for sound in sounds)
            words, codes = re.split("[ -]+", form.strip(" -")), code.split(" ")
            if alike >= ALIKE and len(words) == len(codes):
                found |= {(signs.sub("", word), heard): None for word, heard in zip(words, codes, strict=True)}
    return [(word, code) for word, code in found if word and code]


def first_guess(letters: set[str]) -> dict[str, dict[str, float]]:
    guess: dict[str, dict[str, float]] = {}
    for letter in letters:
        sound = fold(letter)
        guess[letter] = {sound: math.log(0.6), "": math.log(0.15)}
        for other in "AEIOU" if sound and sound in "AEIOU" else "BVDZKLMNPRSTFHJCQX":
            guess[letter].setdefault(other, -4.0)
    return guess


def align(word: str, code: str, logs: dict[str, dict[str, float]]) -> tuple[float, list[str]]:
    """The most likely sounds of each letter, and the mean log likelihood per letter and sound."""
    width = len(code) + 1
    best = [[-math.inf] * width for _ in range(len(word) + 1)]
    took = [[0] * width for _ in range(len(word) + 1)]
    best[0][0] = 0.0
    for i, letter in enumerate(word):
        known = logs[letter]
        for j in range(min(3 * i, len(code)) + 1):
            for k in range(min(3, len(code) - j) + 1):
                value = best[i][j] + known.get(code[j : j + k], -9.0 - 2 * k)
                if value > best[i + 1][j + k]:
                    best[i + 1][j + k], took[i + 1][j + k] = value, k
    sounds, j = [], len(code)
    for i in range(len(word), 0, -1):
        k = took[i][j]
        sounds.append(code[j - k : j])
        j -= k
    return best[-1][-1] / (len(word) + len(code)), sounds[::-1]


def align_all(pairs: list[tuple[str, str]]) -> list[Aligned]:
    logs = first_guess({letter for word, _ in pairs for letter in word})
    for _ in range(ROUNDS):
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        aligned = []
        for word, code in pairs:
            mean, sounds = align(word, code, logs)
            if mean > -math.inf:
                aligned.append((mean, word, sounds))
                for letter, sound in zip(word, sounds, strict=True):
                    counts[letter][sound] += 1
        logs = {
            letter: {sound: math.log(count / (sum(seen.values()) + 1)) for sound, count in seen.items()}
            for letter, seen in counts.items()
        } | {letter: logs[letter] for letter in logs if letter not in counts}
    return [(word, sounds) for mean, word, sounds in aligned if mean >= WORST]


Case = tuple[str, int, str]  # the word between its edges, the place of the letter, the sounds


def grow(cases: list[Case], depth: int, parent: str | None) -> tuple[str, Counter[str], dict[str, object]] | None:
    counts = Counter(sounds for *_, sounds in cases)
    (winner, _), *_ = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    if parent is not None and counts[parent] == counts[winner]:
        winner = parent
    below: dict[str, object] = {}
    own = counts
    if depth < len(LOOKS) and len(counts) > 1:
        split: dict[str, list[Case]] = defaultdict(list)
        for case in cases:
            split[case[0][case[1] + LOOKS[depth]]].append(case)
        for letter, some in sorted(split.items()):
            if len(some) >= FEWEST and (node := grow(some, depth + 1, winner)) is not None:
                below[letter] = node
                own = own - Counter(sounds for *_, sounds in some)
    if parent is not None and not below and winner == parent:
        return None
    return winner, own if sum(own.values()) >= FEWEST else counts, below


def lines_of(node, left: str, letter: str, right: str) -> Iterator[str]:
    winner, counts, below = node
    line = f"{left}.{letter}.{right} {winner or SILENT}"
    others = [(count, sounds) for sounds, count in counts.items() if sounds != winner]
    if others:
        count, sounds = min(others, key=lambda pair: (-pair[0], pair[1]))
        share = count / max(counts[winner], 1)
        if share >= LEAST_SHARE:
            line += f" {sounds or SILENT} {min(round(1000 * share), 999)}"
    yield line
    for seen, child in below.items():
        if len(left) < len(right):
            yield from lines_of(child, seen + left, letter, right)
        else:
            yield from lines_of(child, left, letter, right + seen)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("groups", type=Path)
    parser.add_argument("--parts", type=int, default=2, help="learn from the groups whose number is divisible by this")
    parser.add_argument("--out", type=Path, default=TARGET)
    given = parser.parse_args()
    pairs = word_pairs(given.groups, given.parts)
    aligned = align_all(pairs)
    cases: dict[str, list[Case]] = defaultdict(list)
    for word, sounds in aligned:
        for place, (letter, sound) in enumerate(zip(word, sounds, strict=True), 3):
            cases[letter].append((f"###{word}###", place, sound))
    lines = [
        "% A letter between its neighbours (# is the end of a word), what it is heard as (- is nothing), the runner-up",
        "% and how often that one was right, in thousandths of the first.",
        "% Learnt by benchmarks/learn_heard.py from name forms of Wikidata (CC0).",
    ]
    for letter in sorted(cases):
        if len(cases[letter]) >= FEWEST:
            lines += lines_of(grow(cases[letter], 0, None), "", letter, "")
    given.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{given.out.name}: {len(pairs)} pairs of words, {len(aligned)} aligned, {len(lines) - 3} places")


if __name__ == "__main__":
    main()
