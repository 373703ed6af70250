"""What references can decide, and how many false hits a threshold implies, before anybody is compared."""

from collections.abc import Callable, Sequence

from allforall.alone.weighing.case import read_text
from allforall.alone.weighing.deciding import deciding
from allforall.errors import CallError
from allforall.kinship import Power, make_tables, power_of, power_of_kind, read_pedigrees
from allforall.kinship.case import Case
from allforall.kinship.outcomes import Powers

#: Genotypes that are drawn for each family (assumption).
_DRAWS = 1_000

Found = tuple[tuple[str, str, Power], ...]


def power_of_families(
    case: Case, names: Sequence[str], threshold: float, *, seed: int, progress: Callable[[int, int], None]
) -> Found:
    """Returns what the references of these families can decide; one whose own profiles do not fit is not counted."""
    families = case.chosen(names)
    found = []
    for number, family in enumerate(families, 1):
        tables = make_tables([family], case.loci, case.conventions)
        if not tables.impossible:
            power = power_of(tables, threshold, seed=seed, draws=_DRAWS)
            found.append((family.name, ", ".join(family.missing), power))
        progress(number, len(families))
    return tuple(found)


def power_planned(case: Case, path: str, names: Sequence[str], threshold: float, *, seed: int) -> Found:
    """Returns what the families of a file of pedigrees could decide once those who are planned are typed."""
    if not path:
        raise CallError("kinship:call:file", found="--families")
    found = []
    for drawn in read_pedigrees(read_text(path)):
        if names and drawn.name not in names:
            continue
        if not drawn.missing or not drawn.typed:
            raise CallError("kinship:call:planned", found=drawn.name)
        power = power_of_kind(
            drawn.pedigree,
            drawn.missing[0],
            drawn.typed,
            case.loci,
            threshold,
            seed=seed,
            conventions=case.conventions,
        )
        found.append((drawn.name, drawn.missing[0], power))
    return tuple(found)


def powers(
    case: Case,
    found: Found,
    names: Sequence[str],
    threshold: float,
    *,
    remains: int | None = None,
    like_each: int | None = None,
    decide: int = 0,
    seed: int,
) -> Powers:
    """Returns what was found at these numbers of remains (default: the case's) and of families like each (default: 1);
    for the first `decide` families, whose sample would decide.
    """
    would = {
        family.name: deciding(case, family, family.missing[0], threshold, seed)
        for family in (case.chosen(names)[:decide] if decide else ())
    }
    return Powers(
        threshold=threshold,
        remains=len(case.remains) if remains is None else remains,
        like_each=1 if like_each is None else like_each,
        found=found,
        would_decide=would if decide else None,
    )
