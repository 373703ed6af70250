"""A drawing on paper: the shapes of `pages.drawing` in the PDF's ink."""

from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.platypus import Flowable

from allforall.pages.drawing import Drawing, Shape
from allforall.pages.pdf.bars import INK, LINE, SOFT
from allforall.pages.pdf.fonts import BOLD, REGULAR, printable

_WHITE = HexColor("#ffffff")
#: Fill, ink of the letters; greys on paper keep the order of the shades on the screen.
_FILLS = {
    "h0": HexColor("#f3f2ee"),
    "h1": HexColor("#dcebee"),
    "h2": HexColor("#a9cdd4"),
    "h3": HexColor("#3f7886"),
    "h4": HexColor("#174450"),
    "hx": HexColor("#f3f2ee"),
    "person": _WHITE,
    "typed": _WHITE,
    "sought": _WHITE,
}
_LETTERS = {"t-h3": _WHITE, "t-h4": _WHITE, "t-h0": SOFT}
_FRAME = HexColor("#8a1f1f")
_WIDTHS = {"sought": 3.2, "frame": 1.8, "edge": 0.8, "kin": 1.2, "person": 1.2, "typed": 1.2}
_HATCHED = {"hx": (SOFT, 0.8), "typed": (HexColor("#3b6b76"), 1.6)}


class Picture(Flowable):  # type: ignore[misc, unused-ignore]  # reportlab has no types
    """A drawing, scaled down where it would not fit the width or height of a page."""

    def __init__(self, drawing: Drawing, width: float, height: float) -> None:
        super().__init__()
        self._drawing = drawing
        self._scale = min(0.75, width / drawing.width, height / drawing.height)
        self.width, self.height = drawing.width * self._scale, drawing.height * self._scale

    def wrap(self, *_available: Any) -> tuple[float, float]:
        """Returns the size on paper."""
        return self.width, self.height

    def draw(self) -> None:
        """Draws every shape; a drawing counts from the top, paper from the bottom."""
        canvas = self.canv
        canvas.saveState()
        canvas.scale(self._scale, self._scale)
        canvas.translate(0, self._drawing.height)
        for shape in self._drawing.shapes:
            _draw(canvas, shape)
        canvas.restoreState()


def _ink(style: str) -> Color:
    if style.startswith("h"):
        return _WHITE
    return _FRAME if style == "frame" else LINE if style == "edge" else INK


def _draw(canvas: Any, shape: Shape) -> None:
    style = shape.style.split()[0]
    if shape.kind == "text":
        _write(canvas, shape, style)
        return
    p = shape.points
    canvas.saveState()
    canvas.setStrokeColor(_ink(style))
    canvas.setLineWidth(_WIDTHS.get(style, 0.8))
    path = canvas.beginPath()
    if shape.kind in {"line", "path"}:
        path.moveTo(p[0], -p[1])
        for number in range(2, len(p), 2):
            path.lineTo(p[number], -p[number + 1])
    elif shape.kind == "box":
        path.rect(p[0], -p[1] - p[3], p[2], p[3])
    elif shape.kind == "circle":
        path.circle(p[0], -p[1], p[2])
    else:
        x, y, half = p
        path.moveTo(x, -y + half)
        for across, up in ((half, 0.0), (0.0, -half), (-half, 0.0)):
            path.lineTo(x + across, -y + up)
        path.close()
    fill = _FILLS.get(style)
    if fill is not None:
        canvas.setFillColor(fill)
    canvas.drawPath(path, stroke=1, fill=int(fill is not None))
    if style in _HATCHED:
        _hatch(canvas, path, shape, *_HATCHED[style])
        canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()


def _hatch(canvas: Any, path: Any, shape: Shape, ink: Color, width: float) -> None:
    p = shape.points
    if shape.kind == "box":
        left, top, size = p[0], p[1], max(p[2], p[3])
    else:
        left, top, size = p[0] - p[2], p[1] - p[2], 2 * p[2]
    canvas.saveState()
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.setStrokeColor(ink)
    canvas.setLineWidth(width)
    x = left - size
    while x < left + size:
        canvas.line(x, -top - size, x + size, -top)
        x += 5
    canvas.restoreState()


def _write(canvas: Any, shape: Shape, style: str) -> None:
    x, y, size = shape.points
    strong = "strong" in shape.style or style == "mark"
    canvas.saveState()
    canvas.setFont(BOLD if strong else REGULAR, size)
    canvas.setFillColor(_LETTERS.get(style, INK))
    canvas.translate(x, -y)
    if shape.angle:
        canvas.rotate(-shape.angle)
    text = printable(shape.text)
    if shape.anchor == "middle":
        canvas.drawCentredString(0, 0, text)
    elif shape.anchor == "end":
        canvas.drawRightString(0, 0, text)
    else:
        canvas.drawString(0, 0, text)
    canvas.restoreState()
