"""How two compared rows are shown to the person who decides."""

from typing import Any

from allforall.account.report import PairLine
from allforall.pages.labels import level_label, reason_label
from allforall.pages.tables import Cell, Column, Row, Table
from allforall.pages.words import Words
from allforall.pages.writing import NOTHING, bits, written

#: A sign beside the word, so that the comparison can be read down the column.
_SIGNS = {"agree": "=", "close": "≈", "conflict": "≠", "unknown": "?"}


def pair_view(pair: PairLine, place: str, words: Words, *, show_names: bool) -> dict[str, Any]:
    """Returns what the page of a pair shows: the weights, the reasons, and each field with what it says."""
    _ = words.text
    unit = _("bits")
    columns = [Column(_("Field"))]
    if show_names:
        columns += [Column(written(pair.left), "w"), Column(written(pair.right), "w")]
    columns += [Column(_("Comparison")), Column(_("Level")), Column(_("Weight in bits"), "n")]
    rows = []
    for line in pair.fields:
        cells = [Cell(words.code("field", line.field))]
        if show_names:
            cells += [Cell(written(line.left) or NOTHING, "w"), Cell(written(line.right) or NOTHING, "w")]
        sign = _SIGNS.get(line.agreement, "")
        cells += [
            Cell(f"{sign} {words.code('agreement', line.agreement)}".strip(), f"a-{line.agreement}"),
            Cell(level_label(words, line.level) if line.level else NOTHING),
            Cell(bits(line.bits), "n"),
        ]
        rows.append(Row(tuple(cells)))
    return {
        "anchor": place,
        "left": written(pair.left),
        "right": written(pair.right),
        "left_name": written(pair.left_name) if show_names else "",
        "right_name": written(pair.right_name) if show_names else "",
        "standing": words.code("standing", pair.standing),
        "facts": [
            (_("Weight of the evidence"), f"{bits(pair.bits)} {unit}"),
            (_("Prior, before any evidence"), f"{bits(pair.prior_bits)} {unit}"),
            (_("Runner-up"), written(pair.runner_up) or _("none")),
            (
                _("Margin over the runner-up"),
                NOTHING if pair.margin_bits is None else f"{bits(pair.margin_bits)} {unit}",
            ),
        ],
        "reasons": [reason_label(words, reason) for reason in pair.reasons],
        "table": Table(_("Field by field"), tuple(columns), rows),
    }
