"""How two compared rows are shown to the person who decides."""

from typing import Any

from allforall.account.report import FieldLine, PairLine
from allforall.pages.labels import level_label, reason_label
from allforall.pages.tables import Cell, Column, Row, Table
from allforall.pages.words import Words
from allforall.pages.writing import NARROW_NO_BREAK_SPACE, NOTHING, bits, grouped, written

#: A sign beside the word, so that the comparison can be read down the column.
_SIGNS = {"agree": "=", "close": "≈", "conflict": "≠", "unknown": "?"}
#: What a field's readings are: the sound of a name, the days that a date leaves open.
READING_OF = {"surname": "sound", "given_name": "sound", "patronymic": "sound", "birth_date": "days"}


def pair_view(pair: PairLine, place: str, words: Words, *, show_names: bool) -> dict[str, Any]:
    """Returns what the page of a pair shows: the weights, the reasons, and each field with what it says.

    Values, readings and the probability are shown only with `show_names`: such a page stays at the desk.
    """
    _ = words.text
    unit = _("bits")
    facts = [
        (_("Score: prior and evidence"), f"{bits(pair.bits)} {unit}"),
        (_("Prior, before any evidence"), f"{bits(pair.prior_bits)} {unit}"),
        (_("Runner-up"), written(pair.runner_up) or _("none")),
        (_("Margin over the runner-up"), NOTHING if pair.margin_bits is None else f"{bits(pair.margin_bits)} {unit}"),
    ]
    if pair.confirmed_for:
        facts.append((_("Already confirmed for"), ", ".join(map(written, pair.confirmed_for))))
    if show_names and pair.probability is not None:
        facts.append((_("Probability"), probability_text(pair.probability, words)))
    return {
        "anchor": place,
        "left": written(pair.left),
        "right": written(pair.right),
        "left_name": written(pair.left_name) if show_names else "",
        "right_name": written(pair.right_name) if show_names else "",
        "standing": words.code("standing", pair.standing),
        "facts": facts,
        "reasons": [reason_label(words, reason) for reason in pair.reasons],
        "table": _fields_table(pair, words, show_names=show_names),
    }


def _fields_table(pair: PairLine, words: Words, *, show_names: bool) -> Table:
    """Field by field, with the prior above and the sum below, so that every score can be added up."""
    _ = words.text
    columns = [Column(_("Field"))]
    if show_names:
        columns += [Column(written(pair.left), "w"), Column(written(pair.right), "w")]
    columns += [
        Column(_("Comparison")),
        Column(_("One person"), "n"),
        Column(_("Two persons"), "n"),
        Column(_("Weight in bits"), "n"),
    ]
    between = [Cell("")] * (5 if show_names else 3)
    rows = [Row((Cell(_("Prior")), *between, Cell(bits(pair.prior_bits), "n")))]
    rows += [_field_row(line, words, show_names=show_names) for line in pair.fields]
    rows.append(Row((Cell(_("Sum"), "total"), *between, Cell(bits(pair.bits), "n total"))))
    return Table(_("Field by field"), tuple(columns), rows)


def _field_row(line: FieldLine, words: Words, *, show_names: bool) -> Row:
    _ = words.text
    cells = [Cell(words.code("field", line.field))]
    if show_names:
        kind = READING_OF.get(line.field, "compared_as")
        for text, reading in ((line.left, line.left_reading), (line.right, line.right_reading)):
            shown = reading if reading != text else ""
            note = words.code("reading", kind, reading=written(shown)) if shown else ""
            cells.append(Cell(written(text) or NOTHING, "w", note=note))
    sign = _SIGNS.get(line.agreement, "")
    said = f"{sign} {words.code('agreement', line.agreement)}".strip()
    below = [level_label(words, line.level)] if line.level and line.agreement != "unknown" else []
    if show_names and line.group:
        below.append(_("forms of one name: {forms}", forms=written(line.group)))
    cells += [
        Cell(said, f"a-{line.agreement}", note="\n".join(below)),
        Cell(how_often(line.m, words), "n"),
        Cell(how_often(line.u, words), "n", note=_("of this value") if line.by_frequency else ""),
        Cell(bits(line.bits), "n"),
    ]
    return Row(tuple(cells))


def how_often(share: float | None, words: Words) -> str:
    """Returns a share as “n in 100”, or as “1 in n” where it is smaller."""
    if share is None:
        return NOTHING
    if share > 0.995:  # it would round to 100 in 100
        return words.text("more than {n} in 100", n=99)
    if share >= 0.095:  # from here on a whole number in 100 is precise enough
        return words.text("{n} in 100", n=round(100 * share))
    return words.text("1 in {n}", n=grouped(round(1 / share)))


#: Nothing nearer to certainty than this is written out.
_NEAREST = 99.9


def probability_text(probability: float, words: Words) -> str:
    """Returns a probability with its mandatory caveat."""
    percent = 100 * probability
    if percent > _NEAREST:
        share = f"> {_NEAREST:.1f}"
    elif percent < 100 - _NEAREST:
        share = f"< {100 - _NEAREST:.1f}"
    else:
        share = f"{percent:.1f}"
    return words.text("{share}, calibrated on invented lists", share=f"{share}{NARROW_NO_BREAK_SPACE}%")
