"""Tables as CSV for other programs: the same words in every reader's language."""

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence

from allforall.kinship import Candidate, Consensus, SamplePair, Standing
from allforall.kinship.outcomes import PRIORS, Hits, Lowest, Together

_PAIR = "sample,family,missing,log10_lr,log10_lr_against_sibling,lowest_log10_lr,lowest_population"


def number_text(value: float) -> str:
    """Returns a number for a table for other programs; an empty text if there is none."""
    return "" if math.isnan(value) else f"{value:.12g}"


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([head, *rows])
    return out.getvalue()


def _pair(one: Candidate | Standing, sibling: float, low: Lowest) -> list[str]:
    """Returns the first cells of a pair, common to all tables of pairs."""
    numbers = map(number_text, (one.log10_lr, sibling, low[1]))
    return [one.sample, one.family, one.missing, *numbers, low[0]]


def pairs_csv(hits: Hits) -> str:
    """Returns the pairs of a search as CSV, in their order."""
    return _csv(_PAIR.split(","), (_pair(one, hits.sibling(one), low) for one, low in hits.pairs))


def standings_csv(together: Together) -> str:
    """Returns the standing of every remains as CSV, one line per prior."""
    head = f"{_PAIR},log10_glr,prior,prior_odds,likeliest_family,likeliest_missing,log10_odds,runner_up_family"
    rows = (
        [
            *_pair(one, together.sibling(one), together.low(one)),
            number_text(one.log10_glr),
            name,
            under.prior.odds,
            *under.likeliest,
            _log10_odds(under.chance),
            *under.runner_up,
            _log10_odds(under.runner_up_chance),
            _log10_odds(under.none_of_these),
            one.method,
        ]
        for one in together.found.standings
        for name, under in zip(PRIORS, one.under, strict=False)
    )
    return _csv(f"{head},runner_up_missing,runner_up_log10_odds,none_log10_odds,method".split(","), rows)


def _log10_odds(chance: float) -> str:
    if chance <= 0 or chance >= 1:
        return "-inf" if chance <= 0 else "inf"
    return f"{math.log10(chance) - math.log1p(-chance) / math.log(10):.9g}"


def samples_csv(found: Mapping[str, Sequence[SamplePair]]) -> str:
    """Returns the pairs of samples that fit one person as CSV, by kind."""
    rows = (
        [kind, one.first, one.second, number_text(one.same), number_text(one.siblings), one.loci]
        for kind, pairs in found.items()
        for one in pairs
    )
    return _csv(["kind", "first", "second", "log10_same", "log10_siblings", "loci"], rows)


def consensus_csv(made: Sequence[Consensus]) -> str:
    """Returns the consensus profiles as CSV."""
    loci = list(dict.fromkeys(locus for one in made for locus in one.profile.genotypes))
    rows = []
    for one in made:
        row = [one.profile.sample, one.profile.sex.value]
        for locus in loci:
            shown = one.profile.genotypes.get(locus, ())
            # A single allele: a homozygote only if dropout is ruled out, so the second cell stays empty.
            row += [*shown, *[""] * (2 - len(shown))] if len(shown) <= 2 else ["", ""]
        rows.append(row)
    return _csv(["sample", "sex", *(f"{locus}_{n}" for locus in loci for n in (1, 2))], rows)
