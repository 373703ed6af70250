"""Output shared by the `kinship` commands: tables on the terminal, whose sample would help, where the pages are."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from allforall.cli.call import Call
from allforall.durable import write_file
from allforall.kinship.case import Case
from allforall.kinship.outcomes import Deciding, Lowest
from allforall.pages.kinship_words import note_texts, ratio
from allforall.pages.words import Words
from allforall.pages.writing import written

if TYPE_CHECKING:  # pages are loaded when they are wanted
    from allforall.pages.html.kinship import KinshipPage


def how_data(call: Call, case: Case) -> dict[str, Any]:
    """Returns how a case is weighed for programs, its notes in the reader's language."""
    return case.as_data() | {"notes": note_texts(call.words, case)}


def lowest_text(low: Lowest) -> str:
    """Returns the lowest ratio and its population."""
    return f"{ratio(low[1])} ({written(low[0])})"


def written_line(call: Call, paths: Sequence[Path]) -> str:
    """Returns where files were written."""
    return call.text("Written: {path}.", path=", ".join(map(str, paths)))


def deciding_lines(call: Call, family: str, found: Sequence[Deciding] | None) -> list[str]:
    """Returns whose further sample would help most, if anyone's would."""
    if not found:
        return []
    best = [f"{written(label)} ({round(100 * power.reached)})" for label, power in found[:3]]
    line = call.text(
        "  Samples that would help family {family} most, and how often in 100 the threshold would then be "
        "reached: {persons}",
        family=family,
        persons=", ".join(best),
    )
    return [line]


def add_pages(call: Call, data: dict[str, Any], lines: list[str], draw: Callable[[Words, date], "KinshipPage"]) -> None:
    """Writes the pages if the call asks for them, and says where they are."""
    if not call.arguments.html:
        return
    from allforall.pages.html.kinship import kinship_page  # noqa: PLC0415 - as above

    words, folder = call.words, Path(call.arguments.html)
    page = draw(words, date.today())  # noqa: DTZ011 - the day on the reader's wall
    files = {"index.html": kinship_page(page, words)}
    if call.arguments.pdf:
        from allforall.pages.pdf.kinship import kinship_pdf  # noqa: PLC0415 - loaded when a PDF is wanted

        files["kinship.pdf"] = kinship_pdf(page, words)
    paths = [write_file(folder / name, content) for name, content in files.items()]
    data["pages"] = [str(path) for path in paths]
    lines += ["", call.text("Open in a browser: {path}", path=paths[0].resolve().as_uri())]


def table_lines(rows: Sequence[Sequence[str]], *, left: int = 1) -> list[str]:
    """Returns rows of cells as lines with aligned columns; the first `left` columns are left-aligned."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))] if rows else []
    return [
        "  "
        + "  ".join(
            cell.ljust(width) if column < left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
