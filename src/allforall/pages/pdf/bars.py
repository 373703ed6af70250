"""One bar of a tally for paper, in the table row of its figure."""

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

INK, SOFT, LINE, BAR, TRACK = (HexColor(value) for value in ("#1d2226", "#545d63", "#c9c7bf", "#3b6b76", "#eeede7"))

_HEIGHT = 6.5
_HATCH = 3.2


class Bar(Flowable):  # type: ignore[misc, unused-ignore]  # reportlab has no types
    """A share between 0 and 1 as a bar; an open one is hatched, so that it shows on grey paper too."""

    def __init__(self, share: float, width: float, *, is_open: bool) -> None:
        super().__init__()
        self._share, self._open = min(max(share, 0.0), 1.0), is_open
        self.width, self.height = width, _HEIGHT

    def wrap(self, *_available: Any) -> tuple[float, float]:
        """Returns the size of the bar."""
        return self.width, self.height

    def draw(self) -> None:
        """Draws the whole as a pale track and the share on it."""
        canvas, filled = self.canv, self.width * self._share
        canvas.saveState()
        canvas.setFillColor(TRACK)
        canvas.rect(0, 0, self.width, _HEIGHT, stroke=0, fill=1)
        canvas.setFillColor(BAR)
        canvas.setStrokeColor(BAR)
        canvas.setLineWidth(0.7)
        if filled and not self._open:
            canvas.rect(0, 0, filled, _HEIGHT, stroke=0, fill=1)
        elif filled:
            canvas.rect(0, 0, filled, _HEIGHT, stroke=1, fill=0)
            path = canvas.beginPath()
            path.rect(0, 0, filled, _HEIGHT)
            canvas.clipPath(path, stroke=0, fill=0)
            x = -_HEIGHT
            while x < filled:
                canvas.line(x, 0, x + _HEIGHT, _HEIGHT)
                x += _HATCH
        canvas.restoreState()
