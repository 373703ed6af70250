"""The heat map of a search: remains down, missing persons across, a cell per pair.

The shade is the log10 ratio in steps of two, and the figure is in the cell; what was not compared is hatched
and what reaches the threshold is framed, so that nothing is shown by the shade alone.
"""

import math
from collections import Counter
from collections.abc import Sequence

from allforall.pages.drawing import Drawing, Shape, shortened, wide
from allforall.pages.kinship_words import log10, ratio
from allforall.pages.words import Words
from allforall.pages.writing import MINUS, written

#: Rows and columns of one map; a larger search shows those with the strongest pairs, and the table has all.
MOST = 60
_BANDS = ((6.0, "h4"), (4.0, "h3"), (2.0, "h2"), (0.0, "h1"))
_LETTERS = 22
_LABEL = 12.0
_SLANT = math.radians(60)


def band(value: float) -> str:
    """Returns the style of a cell: hatched where nothing was compared, else by steps of log10."""
    if math.isnan(value):
        return "hx"
    return next((style for least, style in _BANDS if value >= least), "h0")


def heat_map(
    rows: Sequence[str],
    columns: Sequence[tuple[str, str]],
    values: Sequence[Sequence[float]],
    threshold: float,
    words: Words,
) -> Drawing:
    """Returns the map: `values[r][c]` is the log10 ratio of row r and column c (family, missing person)."""
    _ = words.text
    count = max(len(rows), len(columns))
    size = 46.0 if count <= 12 else 32.0 if count <= 26 else 20.0
    named = [shortened(written(row), _LETTERS) for row in rows]
    headed = [shortened(f"{written(family)}/{written(missing)}", _LETTERS) for family, missing in columns]
    left = max((wide(name, _LABEL) for name in named), default=0.0) + 10
    tallest = max((wide(name, _LABEL) for name in headed), default=0.0)
    top = tallest * math.sin(_SLANT) + 16
    overhang = tallest * math.cos(_SLANT)
    shapes: list[Shape] = []
    for place, name in enumerate(headed):
        at = left + (place + 0.5) * size
        shapes.append(Shape("text", "label", (at + 3, top - 8, _LABEL), name, angle=-60))
    for place, name in enumerate(named):
        middle = top + (place + 0.5) * size
        shapes.append(
            Shape(
                kind="text", style="label", points=(left - 8, middle + _LABEL * 0.35, _LABEL), text=name, anchor="end"
            )
        )
        for column, value in enumerate(values[place]):
            shapes += _cell(left + column * size, top + place * size, size, value, threshold)
    bottom = top + len(rows) * size
    sizes = Counter(family for family, _missing in columns)
    shapes += [
        Shape("line", "edge", (left + place * size, top, left + place * size, bottom))
        for place in range(1, len(columns))
        if columns[place][0] != columns[place - 1][0]
        and max(sizes[columns[place][0]], sizes[columns[place - 1][0]]) > 1
    ]
    shapes += _frames(left, top, size, values, threshold)
    width = left + len(columns) * size + overhang + 6
    more, width, height = _legend(words, bottom + 22, max(width, 600.0))
    reached = sum(value >= threshold for row in values for value in row)
    sentence = words.plural(
        "{n} cell reaches the threshold of {threshold} times.",
        "{n} cells reach the threshold of {threshold} times.",
        reached,
        threshold=ratio(threshold),
    )
    title = _("Remains and missing persons: log10 of the ratio")
    return Drawing(title, sentence, width, height, (*shapes, *more))


def _cell(x: float, y: float, size: float, value: float, threshold: float) -> list[Shape]:
    style = band(value)
    shapes = [Shape("box", style, (x, y, size, size))]
    if math.isnan(value) or (value < 0 and size < 30):
        return shapes
    if math.isinf(value):
        text = "" if size < 30 else f"{MINUS}∞" if value < 0 else "∞"
    else:
        text = log10(round(value, 1))[:-1] if size > 40 else str(round(value)).replace("-", MINUS)
    letter = 13.0 if size > 40 else 12.0 if size > 30 else 10.0
    if text:
        weight = " strong" if value >= threshold else ""
        shapes.append(
            Shape(
                kind="text",
                style=f"t-{style}{weight}",
                points=(x + size / 2, y + size / 2 + letter * 0.36, letter),
                text=text,
                anchor="middle",
            )
        )
    return shapes


def _frames(left: float, top: float, size: float, values: Sequence[Sequence[float]], threshold: float) -> list[Shape]:
    """Returns the frames of cells that reach the threshold, above everything else."""
    return [
        Shape("box", "frame", (left + column * size + 1, top + row * size + 1, size - 2, size - 2))
        for row, cells in enumerate(values)
        for column, value in enumerate(cells)
        if value >= threshold
    ]


def _legend(words: Words, y: float, room: float) -> tuple[list[Shape], float, float]:
    """Returns the legend below the map, in as many lines as it needs, with the width and height of the whole."""
    _ = words.text
    entries = [
        ("h0", _("below 0")),
        ("h1", "0–2"),
        ("h2", "2–4"),
        ("h3", "4–6"),
        ("h4", _("6 or more")),
        ("frame", _("reaches the threshold")),
        ("hx", _("not compared")),
    ]
    shapes: list[Shape] = []
    x, widest = 4.0, room
    for style, text in entries:
        needed = 22 + wide(text, _LABEL) + 14
        if x > 4 and x + needed > room:
            x, y = 4.0, y + 22
        shapes.append(Shape("box", style, (x, y, 14, 14)))
        shapes.append(Shape("text", "label", (x + 20, y + 11, _LABEL), text))
        x += needed
        widest = max(widest, x)
    return shapes, widest, y + 22
