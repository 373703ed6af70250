"""Drawings as values: lines, boxes, circles and texts, from which a page draws SVG and a PDF its own.

A shape carries the name of a style, never a colour: the style sheet knows how it looks in light mode, in dark
mode and on paper. A text that does not fit is shortened in its middle, since keys differ at their ends; the
full text is in the table beside the drawing.
"""

from dataclasses import dataclass

#: Assumption: a letter of a system font is about this wide, as a share of its size; Cyrillic ones are wide.
LETTER = 0.62


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape: `kind` is line, path (a broken line), box, circle, diamond or text; `points` are its numbers.

    line: x1, y1, x2, y2; path: x, y, x, y, ...; box: x, y, width, height; circle: x, y, radius; diamond: x, y,
    half; text: x, y, size. `anchor` is how a text is aligned to its point, `angle` its rotation in degrees.
    """

    kind: str
    style: str
    points: tuple[float, ...]
    text: str = ""
    anchor: str = "start"
    angle: float = 0.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing with its title and a sentence that says the same in words."""

    title: str
    sentence: str
    width: float
    height: float
    shapes: tuple[Shape, ...]


def wide(text: str, size: float) -> float:
    """Returns the approximate width of a text."""
    return len(text) * size * LETTER


def shortened(text: str, letters: int) -> str:
    """Returns the text shortened to a number of letters: its beginning, an ellipsis, and its end."""
    if len(text) <= letters:
        return text
    tail = max(1, (letters - 1) // 2)
    return f"{text[: letters - 1 - tail]}…{text[-tail:]}"


def in_lines(text: str, letters: int, lines: int) -> tuple[str, ...]:
    """Returns a text in lines of at most so many letters, broken at signs where it can be; of what is too long the
    last line shows the end.
    """
    found: list[str] = []
    while text:
        if len(text) <= letters:
            found.append(text)
            break
        if len(found) == lines - 1:
            found.append(f"…{text[-(letters - 1) :]}")
            break
        cut = max((place + 1 for place in range(letters) if text[place] in " -_:/."), default=letters)
        found.append(text[:cut].strip())
        text = text[cut:].strip()
    return tuple(found)
