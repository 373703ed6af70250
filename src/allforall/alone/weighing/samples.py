"""Which samples are of one person, which of staff or blanks, and the consensus of repeated typings."""

from collections.abc import Sequence
from dataclasses import replace

from allforall.alone.weighing.asked import Asked
from allforall.alone.weighing.case import read_text, sheet_notes
from allforall.kinship import Consensus, Profile, SamplePair, associate, consensus, read_profiles, read_typings
from allforall.kinship.case import Case
from allforall.kinship.outcomes import Associated


def associate_samples(
    asked: Asked, case: Case, *, staff: str = "", typings: str = "", times: int = 2
) -> tuple[Case, Associated]:
    """Returns which samples fit one person, and the case with the notes on these files. `staff` and `typings` name
    files; an allele counts if it was seen in at least `times` typings.
    """
    threshold = asked.log10_threshold
    made: tuple[Consensus, ...] | None = None
    if typings:
        sheet = read_typings(read_text(typings), case.loci, dropout=asked.dropout, dropin=asked.dropin)
        case = replace(case, notes=(*case.notes, *sheet_notes(typings, sheet)))
        made = _consensus(sheet.profiles, times)
    handlers: Sequence[Profile] = ()
    if staff:
        sheet = read_profiles(read_text(staff), case.loci)
        case = replace(case, notes=(*case.notes, *sheet_notes(staff, sheet)))
        handlers = sheet.profiles
    found: dict[str, Sequence[SamplePair]] = {}
    if case.remains:
        found["among"] = associate(case.remains, case.loci, threshold, conventions=case.conventions)
    if handlers:
        found["staff"] = associate(case.remains, case.loci, threshold, handlers, conventions=case.conventions)
    pairs = len(case.remains) * (len(case.remains) - 1) // 2 + len(case.remains) * len(handlers)
    # The mean ratio of unrelated pairs is 1, so that at most one in t of them reaches t (Markov's inequality).
    chance = min(float(pairs), pairs / 10**threshold)
    return case, Associated(found, pairs, chance, made)


def _consensus(typings: Sequence[Profile], times: int) -> tuple[Consensus, ...]:
    by_sample: dict[str, list[Profile]] = {}
    for profile in typings:
        by_sample.setdefault(profile.sample, []).append(profile)
    return tuple(consensus(sample, typed, times) for sample, typed in by_sample.items())
