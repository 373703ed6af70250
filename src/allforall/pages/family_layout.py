"""The layout of a family: the row is the generation; the place in the row keeps partners and siblings together.

Rows: a child is below its parents, partners in one row as far as nobody is the other's ancestor. Across: first
the order in which a walk from the founders meets everybody, then neighbours are swapped while that shortens the
lines (hill climbing), then places are drawn towards parents and children with a distance kept (barycentres,
after Sugiyama, Tagawa, Toda, IEEE Trans. SMC 11 (1981) 109-125).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allforall.kinship import Pedigree

#: Larger families keep the order of the walk (assumption: a second of work).
_CLIMBED = 60
_SWEEPS = 80


@dataclass(frozen=True, slots=True)
class Place:
    """A row, counted from the top, and a place across in units of one person."""

    row: int
    x: float


def laid_out(pedigree: Pedigree) -> dict[str, Place]:
    """Returns everybody's place; no two in one row are nearer than one unit."""
    rows = _rows(pedigree)
    order = _walk(pedigree, rows)
    if len(pedigree.persons) <= _CLIMBED:
        order = _climb(pedigree, order)
    across = _across(pedigree, order)
    least = min(across.values(), default=0.0)
    return {label: Place(rows[label], across[label] - least) for label in pedigree.labels}


def ancestors(pedigree: Pedigree) -> dict[str, set[str]]:
    """Returns everybody's ancestors in the pedigree."""
    found: dict[str, set[str]] = {}
    for person in pedigree.persons:  # parents come first
        own = {label for label in (person.father, person.mother) if label}
        found[person.label] = own.union(*(found[label] for label in own)) if own else set()
    return found


def related(pedigree: Pedigree, first: str, second: str) -> bool:
    """Whether two persons have an ancestor in common, or one is the other's."""
    above = ancestors(pedigree)
    return bool((above[first] | {first}) & (above[second] | {second}))


def _couples(pedigree: Pedigree) -> list[tuple[str, str]]:
    return list(dict.fromkeys((p.father, p.mother) for p in pedigree.persons if p.father and p.mother))


def _rows(pedigree: Pedigree) -> dict[str, int]:
    """Returns everybody's row. Couples who cannot all be in one row (of an uncle and a niece's kin, say) keep
    their own: each couple is tried in turn.
    """
    above = ancestors(pedigree)
    couples = [(a, b) for a, b in _couples(pedigree) if a not in above[b] and b not in above[a]]
    whole = _settled(pedigree, couples)
    if whole is not None:
        return whole
    kept: list[tuple[str, str]] = []
    rows = _settled(pedigree, kept) or {}
    for couple in couples:
        tried = _settled(pedigree, [*kept, couple])
        if tried is not None:
            kept, rows = [*kept, couple], tried
    return rows


def _settled(pedigree: Pedigree, level: Sequence[tuple[str, str]]) -> dict[str, int] | None:
    """Returns the rows with these couples level, or None where they would push one another down without end."""
    rows = dict.fromkeys(pedigree.labels, 0)
    for _ in range(len(rows) + 1):
        before = dict(rows)
        for person in pedigree.persons:
            for parent in (person.father, person.mother):
                if parent:
                    rows[person.label] = max(rows[person.label], rows[parent] + 1)
        for a, b in level:
            rows[a] = rows[b] = max(rows[a], rows[b])
        if rows == before:
            return rows
    return None


def _walk(pedigree: Pedigree, rows: Mapping[str, int]) -> list[list[str]]:
    """Returns the labels of each row in the order of a walk: a person, their partners beside them, their children."""
    partners: dict[str, list[str]] = {label: [] for label in pedigree.labels}
    children: dict[str, list[str]] = {label: [] for label in pedigree.labels}
    for a, b in _couples(pedigree):
        partners[a].append(b)
        partners[b].append(a)
    for person in pedigree.persons:
        for parent in (person.father, person.mother):
            if parent:
                children[parent].append(person.label)
    order: list[list[str]] = [[] for _ in range(max(rows.values(), default=0) + 1)]
    placed: set[str] = set()

    def put(label: str) -> None:
        placed.add(label)
        order[rows[label]].append(label)

    founders = [p.label for p in pedigree.persons if not p.father and not p.mother]
    # A founder who married into a lower row is met with their partner.
    for start in sorted(founders, key=lambda label: rows[label]):
        stack = [start]
        while stack:
            label = stack.pop()
            if label in placed:
                continue
            others = [one for one in partners[label] if one not in placed and rows[one] == rows[label]]
            before, after = others[1:2], [*others[:1], *others[2:]]
            for one in (*before, label, *after):
                put(one)
            below = [child for one in (*before, label, *after) for child in children[one]]
            stack += [child for child in reversed(list(dict.fromkeys(below))) if child not in placed]
    for label in pedigree.labels:
        if label not in placed:
            put(label)
    return order


def _climb(pedigree: Pedigree, order: list[list[str]]) -> list[list[str]]:
    """Returns the order after swapping neighbours as long as that shortens the lines between kin."""
    best = [list(row) for row in order]
    length = _length(pedigree, best)
    changed = True
    while changed:
        changed = False
        for row in best:
            for place in range(len(row) - 1):
                row[place], row[place + 1] = row[place + 1], row[place]
                tried = _length(pedigree, best)
                if tried < length - 1e-9:
                    length, changed = tried, True
                else:
                    row[place], row[place + 1] = row[place + 1], row[place]
    return best


def _length(pedigree: Pedigree, order: Sequence[Sequence[str]]) -> float:
    middle = {label: place - (len(row) - 1) / 2 for row in order for place, label in enumerate(row)}
    total = sum(3.0 * abs(middle[a] - middle[b]) for a, b in _couples(pedigree))
    for person in pedigree.persons:
        parents = [label for label in (person.father, person.mother) if label]
        if parents:
            total += abs(middle[person.label] - sum(middle[label] for label in parents) / len(parents))
    for group in pedigree.twins:
        total += 3.0 * (max(middle[label] for label in group) - min(middle[label] for label in group))
    return total


def _across(pedigree: Pedigree, order: Sequence[Sequence[str]]) -> dict[str, float]:
    across = {label: float(place) for row in order for place, label in enumerate(row)}
    families: dict[tuple[str, ...], list[str]] = {}
    for person in pedigree.persons:
        parents = tuple(label for label in (person.father, person.mother) if label)
        if parents:
            families.setdefault(parents, []).append(person.label)
    for sweep in range(_SWEEPS):
        wanted: dict[str, list[float]] = {}
        for parents, children in families.items():
            above = sum(across[label] for label in parents) / len(parents)
            below = sum(across[label] for label in children) / len(children)
            # In turn children go below their parents and parents above their children, as a group.
            moved, by = (children, above - below) if sweep % 2 == 0 else (parents, below - above)
            for label in moved:
                wanted.setdefault(label, []).append(across[label] + by)
        for row in order:
            goal = [sum(wanted[label]) / len(wanted[label]) if label in wanted else across[label] for label in row]
            across.update(zip(row, _kept_apart(goal), strict=True))
    return across


def _kept_apart(goal: Sequence[float]) -> list[float]:
    """Returns the places nearest to the goal (least squares) with one unit between neighbours: pooling of adjacent
    violators (Ayer et al., Ann. Math. Statist. 26 (1955) 641-647).
    """
    blocks: list[tuple[float, int]] = []
    for place, value in enumerate(goal):
        total, count = value - place, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            before, members = blocks.pop()
            total, count = total + before, count + members
        blocks.append((total, count))
    means = [total / count for total, count in blocks for _ in range(count)]
    return [mean + place for place, mean in enumerate(means)]
