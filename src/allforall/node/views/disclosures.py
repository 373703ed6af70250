"""What has been disclosed, and what was decided about it, as values that every face shows alike."""

from allforall.account.lines import disclosed_lines
from allforall.account.report import DecisionLine, DisclosedLine
from allforall.store.disclosure.ledger import load_decided, load_ledger


def disclosed(row: str = "") -> tuple[DisclosedLine, ...]:
    """Returns what was sent to whom, about one person or all, oldest first."""
    return tuple(
        made
        for line, file in load_ledger()
        if not row or line.row_key == row
        for made in disclosed_lines([line], file_names={line.file_sha256: file})
    )


def decisions() -> tuple[DecisionLine, ...]:
    """Returns what was decided about fields, oldest first; the later decision counts."""
    return tuple(
        DecisionLine(
            row=one.row_key,
            field=one.field.value if one.field else "",
            allow=one.allow,
            to=one.to.value,
            by=tuple(one.by),
            why=one.why,
            on=one.on,
            seen=str(decided.number),
        )
        for decided in load_decided()
        for one in [decided.decision]
    )
