"""Whole names as written: best-threshold F1 on labelled pairs, beside nomenklatura's LogicV2 in the same run.

    python benchmarks/name_bench.py [--cases FILE] [--seed 2026] [--made 1500] [--worst 50]

Needs requirements/bench-names.txt. The cases are the Person rows of `data/linkage/name_bench_cases.csv` (published by
nomenklatura's own makers, MIT). They are cut in two halves at random: prices in `people/names/whole_names.py` were
chosen on the first half (seed 2026); the threshold is each one's best on the rows that a line reports, and the line
"threshold of the first half" takes it over to the second. Then pairs made of Wikidata's forms (groups of odd number,
which nothing was learnt from): two or three parts in other spellings, in another order, with a part left out, an
initial, or a slip; against names of which one part is another's.
"""

import argparse
import csv
import random
import time
from collections.abc import Sequence
from pathlib import Path

from unseen_names import groups_file, read_groups, slip

from allforall.people.names.whole_names import compare_full_names_all

Row = tuple[str, str, bool]


def read_cases(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (row["name1"], row["name2"], row["is_match"] == "true")
            for row in csv.DictReader(file)
            if row["schema"] == "Person"
        ]


def make_pairs(number: int, seed: int) -> list[Row]:
    rng = random.Random(seed)
    groups = read_groups(groups_file(), 1)
    rows: list[Row] = []
    for i in range(number):
        parts = rng.sample(groups, rng.choice([2, 2, 3]))
        one = [rng.choice(rng.choice([cyrillic, latin])) for cyrillic, latin in parts]
        same = i % 2 == 0
        others = list(parts)
        if not same:
            others[rng.randrange(len(others))] = rng.choice(groups)
        script = rng.randrange(2)
        other = [rng.choice(group[script]) for group in others]
        if rng.random() < 0.3:
            k = rng.randrange(len(other))
            other[k] = slip(other[k], rng)
        if len(other) == 3 and rng.random() < 0.5:
            k = rng.randrange(3)
            if rng.random() < 0.5:
                other.pop(k)
            else:
                other[k] = f"{other[k][0]}."
        if rng.random() < 0.3:
            rng.shuffle(other)
        rows.append((" ".join(one).title(), " ".join(other).title(), same))
    return rows


def ours(rows: Sequence[Row]) -> list[float]:
    return [found.likeness for found in compare_full_names_all([(one, other) for one, other, _ in rows])]


def logic_v2(rows: Sequence[Row]) -> list[float]:
    from followthemoney import model
    from nomenklatura.matching.logic_v2.model import LogicV2

    config = LogicV2.default_config()

    def entity(name: str, key: str) -> object:
        made = model.make_entity("Person")
        made.id = key  # names are cached by it, so each needs its own
        made.add("name", name)
        return made

    return [
        float(LogicV2.compare(entity(one, f"a{key}-{one}"), entity(other, f"b{key}-{other}"), config).score)
        for key, (one, other, _) in enumerate(rows)
    ]


def measures(scores: Sequence[float], rows: Sequence[Row], threshold: float) -> tuple[float, float, float]:
    told = [score >= threshold for score in scores]
    right = sum(say and same for say, (_, _, same) in zip(told, rows, strict=True))
    truth = sum(same for _, _, same in rows)
    return 2 * right / max(sum(told) + truth, 1), right / max(sum(told), 1), right / max(truth, 1)


def best(scores: Sequence[float], rows: Sequence[Row]) -> float:
    return max(sorted(set(scores)), key=lambda threshold: measures(scores, rows, threshold)[0])


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cases", type=Path, default=None)
    asked.add_argument("--seed", type=int, default=2026)
    asked.add_argument("--made", type=int, default=1_500)
    asked.add_argument("--worst", type=int, default=50)
    given = asked.parse_args()
    rows = read_cases(given.cases or groups_file().with_name("name_bench_cases.csv"))
    places = list(range(len(rows)))
    random.Random(given.seed).shuffle(places)
    halves = [set(places[: len(places) // 2]), set(places[len(places) // 2 :])]
    made = make_pairs(given.made, given.seed)
    scorers = {"allforall": ours, "LogicV2": logic_v2}
    print(f"seed {given.seed}, {len(rows)} rows, {sum(same for _, _, same in rows)} of them matches; {len(made)} made")
    print(f"\n{'':12}{'':34}    F1  precision  recall  threshold")
    for name, scorer in scorers.items():
        began = time.process_time()
        scores = scorer(rows)
        seconds = time.process_time() - began
        cut = 0.0
        for label, some in (("all rows", set(places)), ("first half", halves[0]), ("second half", halves[1])):
            part, told = [rows[i] for i in sorted(some)], [scores[i] for i in sorted(some)]
            threshold = best(told, part)
            cut = threshold if label == "first half" else cut
            print(f"{name:12}{label:34} {_line(measures(told, part, threshold))}  {threshold:.3f}")
        part, told = [rows[i] for i in sorted(halves[1])], [scores[i] for i in sorted(halves[1])]
        print(f"{name:12}{'second, threshold of the first half':34} {_line(measures(told, part, cut))}  {cut:.3f}")
        told = scorer(made)
        threshold = best(told, made)
        print(f"{name:12}{'pairs made of Wikidata forms':34} {_line(measures(told, made, threshold))}  {threshold:.3f}")
        print(f"{name:12}{'':34} {len(rows) / seconds:,.0f} pairs/s")
        if name == "allforall":
            wrong = sorted(
                ((abs(scores[i] - cut), rows[i], scores[i]) for i in places if (scores[i] >= cut) != rows[i][2]),
                reverse=True,
            )
    print(f"\nthe {given.worst} worst of {len(wrong)} (threshold of the first half): label, score, names")
    for _, (one, other, same), score in wrong[: given.worst]:
        print(f"  {'same' if same else 'not':5} {score:.2f}  {one} | {other}")


def _line(found: tuple[float, float, float]) -> str:
    return f"{found[0]:.3f}    {found[1]:.3f}   {found[2]:.3f}"


if __name__ == "__main__":
    main()
