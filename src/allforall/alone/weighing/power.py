"""What references can decide, and how many false hits a threshold implies, before any comparison."""

from collections.abc import Callable, Sequence

from allforall.alone.weighing.case import read_text
from allforall.alone.weighing.deciding import deciding
from allforall.errors import CallError
from allforall.kinship import Family, Power, make_tables, power_of, power_of_kind, read_pedigrees
from allforall.kinship.case import Case
from allforall.kinship.outcomes import Powers

#: The number of genotypes drawn for each family (assumption).
_DRAWS = 1_000

Found = list[tuple[str, str, Power]]


def powers(
    case: Case,
    names: Sequence[str],
    threshold: float,
    *,
    planned: str | None = None,
    remains: int | None = None,
    like_each: int | None = None,
    decide: int = 0,
    seed: int,
    progress: Callable[[int, int], None],
) -> Powers:
    """Returns what the references of these families can decide, given the number of remains (default: the case's) and
    of families like each (default: 1). `planned` is a file of pedigrees in which nobody is typed yet; without it, also
    whose sample would decide for the first `decide` families.
    """
    would = None
    if planned is None:
        families = case.chosen(names)
        found = _of_families(case, families, threshold, seed, progress)
        if decide:
            would = {one.name: deciding(case, one, one.missing[0], threshold, seed) for one in families[:decide]}
    else:
        found = _planned(case, planned, names, threshold, seed)
    return Powers(
        threshold=threshold,
        remains=len(case.remains) if remains is None else remains,
        like_each=1 if like_each is None else like_each,
        found=tuple(found),
        would_decide=would,
    )


def _of_families(
    case: Case, families: Sequence[Family], threshold: float, seed: int, progress: Callable[[int, int], None]
) -> Found:
    """Returns what references can decide; a family whose own profiles do not fit is left out."""
    found = []
    for number, family in enumerate(families, 1):
        tables = make_tables([family], case.loci, case.conventions)
        if not tables.impossible:
            power = power_of(tables, threshold, seed=seed, draws=_DRAWS)
            found.append((family.name, ", ".join(family.missing), power))
        progress(number, len(families))
    return found


def _planned(case: Case, path: str, names: Sequence[str], threshold: float, seed: int) -> Found:
    """Returns what families could decide once the planned relatives are typed."""
    if not path:
        raise CallError("kinship:call:file", found="--families")
    found = []
    for drawn in read_pedigrees(read_text(path)):
        if names and drawn.name not in names:
            continue
        if not drawn.missing or not drawn.typed:
            raise CallError("kinship:call:planned", found=drawn.name)
        who, rules = drawn.missing[0], case.conventions
        power = power_of_kind(drawn.pedigree, who, drawn.typed, case.loci, threshold, seed=seed, conventions=rules)
        found.append((drawn.name, who, power))
    return found
