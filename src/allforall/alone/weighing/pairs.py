"""Remains against a missing person in full, with lines of descent, and whose sample would decide."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from allforall.alone.weighing.case import read_text
from allforall.alone.weighing.deciding import deciding
from allforall.errors import CallError, InputError
from allforall.kinship import (
    Family,
    Line,
    LineFinding,
    Prior,
    Profile,
    Sex,
    compare_lines,
    make_tables,
    read_haplotypes,
    same_line,
    weigh_pair,
)
from allforall.kinship.case import Case
from allforall.kinship.outcomes import WeighedPair, WeighedPairs, expect

#: The most pairs weighed in full at once; more is a search (assumption: takes minutes).
_MOST_PAIRS = 200

ToWeigh = tuple[Family, str, Profile]


@dataclass(frozen=True, slots=True)
class Haplotypes:
    """Haplotypes of remains and relatives on one line of descent, and how often one was seen in a database."""

    line: Line
    by_sample: Mapping[str, Mapping[str, tuple[str, ...]]]
    database: int
    seen: int

    @classmethod
    def read(cls, line: Line, path: str, *, database: int, seen: int) -> "Haplotypes":
        """Returns the haplotypes in a file; without a database they have no weight."""
        if database < 1:
            option = "--y-database" if line is Line.PATERNAL else "--mt-database"
            raise CallError("kinship:call:database", found=option)
        return cls(line, read_haplotypes(read_text(path)), database, seen)

    def findings(self, family: Family, missing: str, sample: str) -> list[tuple[str, LineFinding]]:
        """Returns the findings about remains, one for every relative on the missing person's line who has a
        haplotype.
        """
        own = self.by_sample.get(sample)
        if own is None:
            return []
        return [
            (label, compare_lines(self.line, own, self.by_sample[label], seen=self.seen, database=self.database))
            for label in family.pedigree.labels
            if label != missing and label in self.by_sample and same_line(family.pedigree, missing, label, self.line)
        ]


def chosen_pairs(case: Case, samples: Sequence[str], families: Sequence[str]) -> list[ToWeigh]:
    """Returns the requested pairs; an unknown name or too many pairs is an error."""
    known = {profile.sample for profile in case.remains}
    for name in samples:
        if name not in known:
            raise CallError("kinship:call:sample", found=name)
    chosen = case.chosen(families)
    pairs = [
        (family, missing, profile)
        for profile in case.remains
        if not samples or profile.sample in samples
        for family in chosen
        for missing in family.missing
        if _sexes_fit(family, missing, profile)
    ]
    if len(pairs) > _MOST_PAIRS:
        raise CallError("kinship:call:many_pairs", found=len(pairs), expected=_MOST_PAIRS)
    if not pairs:
        raise InputError("kinship:call:no_pair")
    return pairs


def _sexes_fit(family: Family, label: str, profile: Profile) -> bool:
    sex = family.pedigree.person(label).sex
    return Sex.UNKNOWN in {sex, profile.sex} or sex is profile.sex


def weigh_pairs(
    case: Case,
    pairs: Sequence[ToWeigh],
    *,
    threshold: float,
    seed: int,
    declared: Sequence[Prior] = (),
    evidence: Sequence[str] = (),
    haplotypes: Sequence[Haplotypes] = (),
    decide: int = 0,
    progress: Callable[[int, int], None],
) -> WeighedPairs:
    """Returns the full weighing of each pair; for the first `decide` unclear ones, whose sample would decide."""
    weighings = []
    for number, (family, missing, remains) in enumerate(pairs, 1):
        weighing = weigh_pair(
            family,
            missing,
            remains,
            case.populations,
            conventions=case.conventions,
            linked=case.linked,
            priors=declared,
            pairs_searched=(len(case.remains), case.missing),
            evidence=evidence,
        )
        weighings.append((family, weighing))
        progress(number, len(pairs))
    found = []
    for family, weighing in weighings:
        lines = [one for table in haplotypes for one in table.findings(family, weighing.missing, weighing.sample)]
        unclear = decide > 0 and math.isfinite(weighing.lowest.unrelated) and weighing.lowest.unrelated < threshold
        decide -= unclear
        would = deciding(case, family, weighing.missing, threshold, seed) if unclear else None
        found.append(WeighedPair(weighing, tuple(lines), would))
    tables = make_tables(case.families, case.loci, case.conventions)
    return WeighedPairs(tuple(found), tuple(declared), expect(tables, case, threshold, seed))
