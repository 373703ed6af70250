"""Recall, false links and missing candidates by origin of the name: nobody is found less because of their name.

    python benchmarks/origins.py [--persons 20000] [--seed 1 [2 ...]] [--rates FILE] [--worse 1] [--minorities 0.7]
                                 [--origins greek roma] [--least 200] [--shipped] [--errors 12]

Persons with names of every origin that the exercise knows are put on both lists, the minorities together with
the share given and each as often as the others (--shipped: as the profile says instead). A person counts as found by a
right link, as `no candidate` where no right pair is shown at all; false links are those of a person's sought row.
The goal: no group of at least --least persons on both lists has a recall below .95 of the overall recall. Groups of
several seeds are added up. --errors prints so many persons of the worst groups that were missed (all are invented).
"""

import argparse
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from linking_20k import AS_OF, rates_file, worse

from allforall.exercise import TruthLine, make_exercise, person_rows, read_rates
from allforall.exercise.pools import SLAVIC, pools
from allforall.exercise.rates import Rates
from allforall.people.fields import Field
from allforall.people.persons import Party
from allforall.reconcile import Standing, compare_lists

#: A group may fall short of the overall recall by so much.
BAR = 0.95


@dataclass(slots=True)
class Tally:
    """What became of the persons of one origin."""

    persons: int = 0
    found: int = 0
    no_candidate: int = 0
    links: int = 0
    false: int = 0
    clear_false: int = 0
    missed: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of the persons on both lists who were found."""
        return self.found / max(self.persons, 1)


def with_minorities(rates: Rates, share: float, only: list[str]) -> Rates:
    """Returns the profile with the minorities at this share together, all equally many."""
    origins = [name for name in pools() if name not in SLAVIC and (not only or name in only)]
    mixed = {name: (1 - share) / len(SLAVIC) for name in SLAVIC} | dict.fromkeys(origins, share / len(origins))
    return replace(rates, origins=mixed)


def tally(persons: int, seed: int, rates: Rates, tallies: dict[str, Tally]) -> None:
    """Links both directions of one exercise, and adds to the tallies."""
    made = make_exercise(seed=seed, persons=persons, rates=rates, as_of=AS_OF)
    for party in Party:
        sought = list(person_rows(made.sought[party], list_key="s"))
        held = list(person_rows(made.held[party.other], list_key="h"))
        lines = [line for line in made.truth if line.party is party]
        line_of = {f"s:{row.row_id}": line for line in lines for row in line.sought}
        line_of |= {f"h:{row.row_id}": line for line in lines for row in line.held}
        name_of = {row.key: f"{row.key[0]}:{row.value(Field.ROW_ID)}" for row in (*sought, *held)}
        linking = compare_lists(sought, held)
        shown = {_person(line_of, name_of, pair.left, pair.right) for pair in linking.candidates}
        linked = set()
        for link in linking.links:
            right = _person(line_of, name_of, link.pair.left, link.pair.right)
            one = tallies.setdefault(line_of[name_of[link.pair.left]].origin, Tally())
            one.links += 1
            one.false += not right
            one.clear_false += not right and link.standing is Standing.CLEAR
            linked.add(right)
        written = {name_of[row.key]: " ".join(row.cells[1:6]) for row in (*sought, *held)}
        for line in lines:
            if not line.sought or not line.held:
                continue
            one = tallies.setdefault(line.origin, Tally())
            one.persons += 1
            one.found += line.person in linked
            one.no_candidate += line.person not in shown
            if line.person not in linked:
                rows = written.get(f"s:{line.sought[0].row_id}", "-"), written.get(f"h:{line.held[0].row_id}", "-")
                why = " ".join((*line.sought[0].defects, "|", *line.held[0].defects))
                how = "shown" if line.person in shown else "not shown"
                one.missed.append(f"{how}: {rows[0]}  ///  {rows[1]}  ({why})")


def _person(line_of: dict[str, TruthLine], name_of: dict[str, str], left: str, right: str) -> str:
    """The person of both rows, nothing where they are two."""
    one, other = line_of[name_of[left]], line_of[name_of[right]]
    return one.person if one is other else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--persons", type=int, default=20_000)
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--rates", type=Path, default=rates_file())
    parser.add_argument("--worse", type=float, default=1.0)
    parser.add_argument("--minorities", type=float, default=0.7, help="the share of all minorities together")
    parser.add_argument("--origins", nargs="*", default=[], help="these minorities only")
    parser.add_argument("--shipped", action="store_true", help="origins as the profile has them")
    parser.add_argument("--least", type=int, default=200, help="smaller groups are printed, but not judged")
    parser.add_argument("--errors", type=int, default=0)
    given = parser.parse_args()
    rates = worse(read_rates(given.rates.read_text(encoding="utf-8")), given.worse)
    if not given.shipped:
        rates = with_minorities(rates, given.minorities, given.origins)
    tallies: dict[str, Tally] = {}
    for seed in given.seed:
        tally(given.persons, seed, rates, tallies)
    whole = Counter({name: sum(getattr(one, name) for one in tallies.values()) for name in _COUNTED})
    recall = whole["found"] / max(whole["persons"], 1)
    print(f"{given.persons} persons a list, seeds {given.seed}, {given.rates.name} x {given.worse:g}")
    print(f"{'origin':<15} persons  recall  of all  no candidate  false links  false and clear")
    for origin, one in sorted(tallies.items(), key=lambda item: item[1].recall):
        mark = " " if one.recall >= BAR * recall else "!" if one.persons >= given.least else "?"
        print(
            f"{origin:<15} {one.persons:7d}  {one.recall:.4f}  {one.recall / recall:.4f}  "
            f"{one.no_candidate / max(one.persons, 1):12.4f}  {one.false / max(one.links, 1):11.4f}  "
            f"{one.clear_false:15d} {mark}"
        )
    print(
        f"{'all':<15} {whole['persons']:7d}  {recall:.4f}          {whole['no_candidate'] / whole['persons']:12.4f}  "
        f"{whole['false'] / max(whole['links'], 1):11.4f}  {whole['clear_false']:15d}"
    )
    judged = {origin: one for origin, one in tallies.items() if one.persons >= given.least}
    short = [origin for origin, one in judged.items() if one.recall < BAR * recall]
    print(f"{len(judged)} groups of at least {given.least}: below {BAR:g} of the overall recall: {short or 'none'}")
    for origin, one in sorted(tallies.items(), key=lambda item: item[1].recall)[:4]:
        for text in one.missed[: given.errors]:
            print(f"  {origin}: {text}")


_COUNTED = ("persons", "found", "no_candidate", "links", "false", "clear_false")

if __name__ == "__main__":
    main()
