"""A family as a drawing with the usual symbols: square a man, circle a woman, diamond not stated; generations
in rows.

Standardised symbols after Bennett et al., *Recommendations for standardized human pedigree nomenclature*, J.
Genet. Couns. 4 (1995) 267-279: a line between partners (two lines where they are related), a sibship line above
children, a line that forks for monozygotic twins. The missing have a heavy outline and a question mark; those
who gave a sample are hatched. Rows are ordered so that partners are together and children below their parents,
by swapping neighbours as long as that shortens the lines: good enough for families, though not proven to give
the fewest crossings.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from allforall.kinship import Family, Pedigree, Sex
from allforall.pages.drawing import Drawing, Shape, in_lines
from allforall.pages.family_layout import Place, laid_out, related
from allforall.pages.words import Words
from allforall.pages.writing import written

_HALF = 17.0
_NEAR, _FAR, _DOWN = 96.0, 124.0, 116.0
_MARGIN = 30.0
_LETTER, _LETTERS, _LINES = 12.0, 14, 2
#: A line that deviates by less than this is drawn straight.
_SNAP = 5.0


@dataclass(frozen=True, slots=True)
class _Union:
    """Two parents (or one) and their children."""

    father: str
    mother: str
    children: tuple[str, ...]

    @property
    def parents(self) -> tuple[str, ...]:
        return tuple(label for label in (self.father, self.mother) if label)


def family_drawing(family: Family, words: Words) -> Drawing:
    """Returns the drawing of a family: everybody in it, who is missing and who gave a sample."""
    places = laid_out(family.pedigree)
    across = _FAR if max(len(written(label)) for label in places) > _LETTERS - 2 else _NEAR
    at = {label: _point(place, across) for label, place in places.items()}
    width = max(x for x, _ in at.values()) + _MARGIN + across / 2
    shapes: list[Shape] = []
    unions = _unions(family.pedigree)
    lanes = _lanes(unions, at)
    for union in unions:
        shapes += _union_lines(union, at, family.pedigree, lanes[union])
    for person in family.pedigree.persons:
        shapes += _person(family, person.label, person.sex, *at[person.label])
    more, width, height = _legend(words, max(y for _, y in at.values()) + _HALF + 58, width)
    return Drawing(
        words.text("Family {family}", family=family.name),
        words.text(
            "Missing: {missing}. Samples from: {typed}.",
            missing=", ".join(map(written, family.missing)),
            typed=", ".join(map(written, family.profiles)) or "–",
        ),
        width,
        height,
        (*shapes, *more),
    )


def _point(place: Place, across: float) -> tuple[float, float]:
    return round(across / 2 + 4 + place.x * across, 1), _MARGIN + _HALF + place.row * _DOWN


def _unions(pedigree: Pedigree) -> list[_Union]:
    found: dict[tuple[str, str], list[str]] = {}
    for person in pedigree.persons:
        if person.father or person.mother:
            found.setdefault((person.father, person.mother), []).append(person.label)
    return [_Union(*parents, tuple(children)) for parents, children in found.items()]


def _lanes(unions: Sequence[_Union], at: dict[str, tuple[float, float]]) -> dict[_Union, float]:
    """Returns the height of each union's sibship line: unions of one row whose lines would touch get lanes."""
    taken: dict[float, list[tuple[float, float, int]]] = {}
    lanes: dict[_Union, float] = {}
    for union in unions:
        top = max(at[label][1] for label in union.parents)
        xs = [at[label][0] for label in (*union.children, *union.parents)]
        row = taken.setdefault(top, [])
        used = {lane for left, right, lane in row if left <= max(xs) + 6 and min(xs) - 6 <= right}
        lane = next(number for number in itertools.count() if number not in used)
        row.append((min(xs), max(xs), lane))
        lanes[union] = lane
    return lanes


def _union_lines(union: _Union, at: dict[str, tuple[float, float]], pedigree: Pedigree, lane: float) -> list[Shape]:
    shapes: list[Shape] = []
    points = [at[label] for label in union.parents]
    lowest = max(y for _, y in points)
    if len(points) == 2:
        shapes += _partners(points, at, twice=related(pedigree, *union.parents))
        start = lowest if _side_by_side(points, at) else lowest + _HALF + 40
        middle = (points[0][0] + points[1][0]) / 2
    else:
        middle, start = points[0][0], points[0][1] + _HALF + 32
        shapes.append(Shape("line", "kin", (middle, points[0][1] + _HALF, middle, start)))
    if len(union.children) == 1 and abs(at[union.children[0]][0] - middle) < _SNAP:
        middle = at[union.children[0]][0]
    sibship = lowest + _HALF + 48 + 9 * lane
    shapes.append(Shape("line", "kin", (middle, start, middle, sibship)))
    twins = [[label for label in group if label in union.children] for group in pedigree.twins]
    in_group = {label: tuple(group) for group in twins if len(group) > 1 for label in group}
    ends = [middle]
    for group in dict.fromkeys(in_group.get(label, (label,)) for label in union.children):
        fork = sum(at[label][0] for label in group) / len(group)
        ends.append(fork)
        shapes += [Shape("line", "kin", (fork, sibship, at[label][0], at[label][1] - _HALF)) for label in group]
        if len(group) > 1:
            shapes.append(_bar(fork, sibship, [at[label] for label in group]))
    if max(ends) - min(ends) > 0.5:
        shapes.append(Shape("line", "kin", (min(ends), sibship, max(ends), sibship)))
    return shapes


def _bar(fork: float, sibship: float, points: Sequence[tuple[float, float]]) -> Shape:
    """Returns the bar between the forking lines of monozygotic twins."""
    left, right = min(points), max(points)
    share = 0.55
    y = sibship + (left[1] - _HALF - sibship) * share
    return Shape("line", "kin", (fork + (left[0] - fork) * share, y, fork + (right[0] - fork) * share, y))


def _partners(points: Sequence[tuple[float, float]], at: dict[str, tuple[float, float]], *, twice: bool) -> list[Shape]:
    """Returns the line between two partners: straight where nobody is between, else below everybody."""
    (x1, y1), (x2, y2) = sorted(points)
    offsets = (-2.5, 2.5) if twice else (0.0,)
    if _side_by_side(points, at):
        return [Shape("line", "kin", (x1 + _HALF, y1 + off, x2 - _HALF, y2 + off)) for off in offsets]
    low = max(y1, y2) + _HALF + 40
    return [
        Shape("path", "kin", (x1 + off, y1 + _HALF, x1 + off, low + off, x2 - off, low + off, x2 - off, y2 + _HALF))
        for off in offsets
    ]


def _side_by_side(points: Sequence[tuple[float, float]], at: dict[str, tuple[float, float]]) -> bool:
    (x1, y1), (x2, y2) = sorted(points)
    return y1 == y2 and not any(y == y1 and x1 < x < x2 for x, y in at.values())


def _person(family: Family, label: str, sex: Sex, x: float, y: float) -> list[Shape]:
    missing = label in family.missing
    style = "sought" if missing else "typed" if label in family.profiles else "person"
    shape = {
        Sex.MALE: ("box", (x - _HALF, y - _HALF, 2 * _HALF, 2 * _HALF)),
        Sex.FEMALE: ("circle", (x, y, _HALF)),
        Sex.UNKNOWN: ("diamond", (x, y, _HALF * 1.15)),
    }[sex]
    shapes = [Shape(shape[0], style, shape[1])]
    if missing:
        shapes.append(Shape(kind="text", style="mark", points=(x, y + 7, 20), text="?", anchor="middle"))
    for number, line in enumerate(in_lines(written(label), _LETTERS, _LINES)):
        weight = " strong" if missing else ""
        place = (x, y + _HALF + 14 + number * 14, _LETTER)
        # A halo in the colour of the page keeps a line that passes behind from striking the letters through.
        shapes.append(Shape(kind="text", style=f"name{weight}", points=place, text=line, anchor="middle"))
    return shapes


def _legend(words: Words, y: float, room: float) -> tuple[list[Shape], float, float]:
    _ = words.text
    entries: Iterable[tuple[str, str, str]] = (
        ("box", "person", _("man")),
        ("circle", "person", _("woman")),
        ("diamond", "person", _("sex not stated")),
        ("box", "typed", _("gave a sample")),
        ("box", "sought", _("missing")),
    )
    shapes: list[Shape] = []
    x, widest = _MARGIN - 20, max(room, 520.0)
    limit = widest
    for kind, style, text in entries:
        needed = 24 + len(text) * _LETTER * 0.62 + 14
        if x > _MARGIN and x + needed > limit:
            x, y = _MARGIN - 20, y + 24
        points = {"box": (x, y, 14.0, 14.0), "circle": (x + 7, y + 7, 7.0), "diamond": (x + 7, y + 7, 8.0)}[kind]
        shapes.append(Shape(kind, style, points))
        if style == "sought":
            shapes.append(Shape(kind="text", style="mark", points=(x + 7, y + 11.5, 12), text="?", anchor="middle"))
        shapes.append(Shape("text", "label", (x + 22, y + 11.5, _LETTER), text))
        x += needed
        widest = max(widest, x)
    return shapes, widest, y + 26
