"""What the pages draw in Python: the bodies of tables, single cells, drawings."""

from html import escape

from markupsafe import Markup

from allforall.pages.drawing import Drawing, Shape
from allforall.pages.tables import Cell, Table


def rows(table: Table) -> Markup:
    """Returns the body of a table; drawn here because a loop in the template takes six times as long."""
    drawn = []
    for cells, place in table.rows:
        row_id = f' id="{escape(place)}"' if place else ""
        head, *rest = cells
        body = "".join(f"<td{_attributes(cell)}>{_contents(cell)}</td>" for cell in rest)
        drawn.append(f'<tr{row_id}><th scope="row"{_attributes(head)}>{_contents(head)}</th>{body}</tr>')
    return Markup("\n".join(drawn))  # noqa: S704 - every text above went through `escape`


def one_cell(cell: Cell) -> Markup:
    """Returns the contents of one cell, such as a hash that opens on demand, outside a table."""
    return Markup(_contents(cell))  # noqa: S704 - every text in it went through `escape`


def _attributes(cell: Cell) -> str:
    if not cell.kind:
        return ""
    return f' class="{escape(cell.kind)}" dir="auto"' if cell.kind == "w" else f' class="{escape(cell.kind)}"'


def _contents(cell: Cell) -> str:
    text = escape(cell.text)
    if cell.whole:
        text = f'<details class="whole"><summary>{text}</summary><pre>{escape(cell.whole)}</pre></details>'
    if cell.href:
        text = f'<a href="{escape(cell.href)}">{text}</a>'
    return f'{text}<small class="note" dir="auto">{escape(cell.note)}</small>' if cell.note else text


def drawing(picture: Drawing, place: str) -> Markup:
    """Returns a drawing as SVG at its own size, with its title and its sentence for readers who cannot see it."""
    width, height = (f"{size:.0f}" for size in (picture.width, picture.height))
    name = escape(place)
    body = "".join(_shape(shape, name) for shape in picture.shapes)
    return Markup(  # noqa: S704 - every text went through `escape`; the rest are numbers and names of our own styles
        f'<svg class="drawing" role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' aria-labelledby="{name}-t {name}-d"><title id="{name}-t">{escape(picture.title)}</title>'
        f'<desc id="{name}-d">{escape(picture.sentence)}</desc>{_patterns(name)}{body}</svg>'
    )


def _patterns(name: str) -> str:
    lines = "".join(
        f'<pattern id="{name}-{style}" width="6" height="6" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><rect class="under-{style}" width="6" height="6"/>'
        f'<line class="hatch-{style}" x1="0" y1="0" x2="0" y2="6"/></pattern>'
        for style in _HATCHED
    )
    return f"<defs>{lines}</defs>"


#: Styles that are filled with hatching: not compared, and gave a sample.
_HATCHED = ("hx", "typed")


def _shape(shape: Shape, name: str) -> str:
    style = f'class="{shape.style}"'
    if shape.style in _HATCHED:
        style += f' fill="url(#{name}-{shape.style})"'
    p = [f"{number:.1f}".removesuffix(".0") for number in shape.points]
    if shape.kind == "line":
        return f'<line {style} x1="{p[0]}" y1="{p[1]}" x2="{p[2]}" y2="{p[3]}"/>'
    if shape.kind == "box":
        return f'<rect {style} x="{p[0]}" y="{p[1]}" width="{p[2]}" height="{p[3]}"/>'
    if shape.kind == "circle":
        return f'<circle {style} cx="{p[0]}" cy="{p[1]}" r="{p[2]}"/>'
    if shape.kind == "path":
        return f'<polyline {style} points="{" ".join(p)}"/>'
    if shape.kind == "diamond":
        x, y, half = shape.points
        corners = f"{x:.1f},{y - half:.1f} {x + half:.1f},{y:.1f} {x:.1f},{y + half:.1f} {x - half:.1f},{y:.1f}"
        return f'<polygon {style} points="{corners}"/>'
    turned = f' transform="rotate({shape.angle:.0f} {p[0]} {p[1]})"' if shape.angle else ""
    anchor = "" if shape.anchor == "start" else f' text-anchor="{shape.anchor}"'
    return f'<text {style} x="{p[0]}" y="{p[1]}" font-size="{p[2]}"{anchor}{turned}>{escape(shape.text)}</text>'
