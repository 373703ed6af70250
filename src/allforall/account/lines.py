"""The lines of a node's report, made from the values of the rooms; they contain names only if asked for.

`Names` gives the name of a row as the list wrote it; without it every line's name is empty.
"""

from collections.abc import Callable, Iterable, Mapping

from allforall.account.report import (
    AnswerLine,
    DisclosedLine,
    FieldLine,
    FindingLine,
    PairLine,
)
from allforall.answers import AnswerKind, AnswerState, NameAnswer, Received
from allforall.disclosure import Disclosed
from allforall.eligibility import Finding
from allforall.people.fields import Field
from allforall.people.persons import PersonRow
from allforall.reconcile import FieldComparison, Link

Names = Callable[[str], str]


def no_names(_: str) -> str:
    """Returns no name, whatever the row."""
    return ""


def names_of(*lists: Mapping[str, PersonRow]) -> Names:
    """Returns the names as the lists wrote them; only for use where names were asked for."""

    def name(key: str) -> str:
        row = next((rows[key] for rows in lists if key in rows), None)
        if row is None:
            return ""
        whole = row.reading(Field.FULL_NAME)
        if whole is not None and whole.written.strip():
            return whole.written.strip()
        parts = (row.value(field) for field in (Field.SURNAME, Field.GIVEN_NAME, Field.PATRONYMIC))
        return " ".join(part for part in parts if part)

    return name


def answer_lines(names: Iterable[NameAnswer], *, name_of: Names = no_names) -> tuple[AnswerLine, ...]:
    """Returns the answer of each sought name as the holder's node shows it.

    A name without an answer always has the same line, whatever the reason: no held row, no particulars, no list.
    """
    made = []
    for each in names:
        is_empty = each.kind is AnswerKind.NO_ANSWER
        made.append(
            AnswerLine(
                key=each.sought_key,
                reference=each.ref,
                kind=each.kind.value,
                state=AnswerState.NONE.value if is_empty else each.state.value,
                by=", ".join(each.by),
                on=each.on,
                list_key="" if is_empty else each.list_key,
                list_date=None if is_empty else each.list_date,
                held_key="" if is_empty else each.duplicate_of or each.held_key,
                particulars=() if is_empty else each.particulars,
                name=name_of(each.sought_key),
            )
        )
    return tuple(made)


def received_lines(
    sought_keys: Iterable[str],
    standing: Mapping[str, Received],
    *,
    refs: Mapping[str, str],
    name_of: Names = no_names,
) -> tuple[AnswerLine, ...]:
    """Returns the other side's answer about each name of ours; every name of the list has its line."""
    made = []
    for key in sought_keys:
        received = standing.get(key)
        if received is None or received.kind is AnswerKind.NO_ANSWER:
            made.append(
                AnswerLine(
                    key=key,
                    reference=refs.get(key, ""),
                    kind=AnswerKind.NO_ANSWER.value,
                    state=AnswerState.NONE.value,
                    by="",
                    on=None,
                    list_key="",
                    list_date=None,
                    held_key="",
                    particulars=(),
                    name=name_of(key),
                )
            )
            continue
        made.append(
            AnswerLine(
                key=key,
                reference=received.ref,
                kind=received.kind.value,
                state=AnswerState.CONFIRMED.value,
                by=received.authority,
                on=received.on,
                list_key=received.compared_list,
                list_date=received.compared_as_of,
                held_key=received.duplicate_of,
                particulars=received.particulars,
                name=name_of(key),
            )
        )
    return tuple(made)


def pair_lines(
    links: Iterable[Link], *, left_name: Names = no_names, right_name: Names = no_names
) -> tuple[PairLine, ...]:
    """Returns the pairs, most certain first, with what made each score."""
    ordered = sorted(links, key=lambda link: (-link.pair.bits, link.pair.left, link.pair.right))
    return tuple(pair_line(link, left_name=left_name, right_name=right_name) for link in ordered)


def pair_line(link: Link, *, left_name: Names = no_names, right_name: Names = no_names) -> PairLine:
    """Returns one pair, with what made its score."""
    return PairLine(
        left=link.pair.left,
        right=link.pair.right,
        bits=link.pair.bits,
        prior_bits=link.pair.prior_bits,
        standing=str(link.standing),
        reasons=tuple(str(reason) for reason in link.reasons),
        runner_up=link.runner_up or "",
        margin_bits=link.margin_bits,
        fields=tuple(map(_field_line, link.pair.fields)),
        left_name=left_name(link.pair.left),
        right_name=right_name(link.pair.right),
        probability=link.probability,
        confirmed_for=link.confirmed_for,
    )


def _field_line(one: FieldComparison) -> FieldLine:
    return FieldLine(
        field=str(one.field),
        level=str(one.level),
        agreement=str(one.agreement),
        left=one.left,
        right=one.right,
        bits=one.bits,
        left_reading=one.left_reading,
        right_reading=one.right_reading,
        group=one.group,
        m=one.m,
        u=one.u,
        by_frequency=one.by_frequency,
    )


def finding_lines(findings: Iterable[Finding], *, name_of: Names = no_names) -> tuple[FindingLine, ...]:
    """Returns the findings, one line per person and category."""
    return tuple(
        FindingLine(
            key=each.key,
            category=str(each.category),
            outcome=str(each.outcome),
            reasons=tuple(str(reason) for reason in each.reasons),
            missing=tuple(str(field) for field in each.missing),
            readings=tuple((str(whose), str(outcome)) for whose, outcome in each.readings),
            name=name_of(each.key),
            held_by=str(each.held_by),
        )
        for each in findings
    )


def disclosed_lines(
    ledger: Iterable[Disclosed],
    *,
    file_names: Mapping[str, str] | None = None,
    name_of: Names = no_names,
) -> tuple[DisclosedLine, ...]:
    """Returns what was disclosed, about whom, to whom, when and by whom; `file_names` by the SHA-256 of the
    files.
    """
    known = file_names or {}
    return tuple(
        DisclosedLine(
            key=each.row_key,
            fields=tuple(field.value for field in each.fields),
            to=each.to.value,
            on=each.on,
            by=tuple(each.by),
            file_name=known.get(each.file_sha256, each.file_sha256),
            name=name_of(each.row_key),
            reference=each.ref,
        )
        for each in ledger
    )
