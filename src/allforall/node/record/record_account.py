"""The record of this node as one value that pages draw: logs, entries with their remarks, the state of offers."""

from collections.abc import Mapping
from contextlib import suppress

from allforall.account.said import EntryLine, LogHeld, OfferLine, RecordAccount, Ref, entry_lines, log_lines
from allforall.errors import AllforallError
from allforall.node.acts.offers import where_offers_stand
from allforall.node.acts.remarks import read_explanation
from allforall.node.record.cosignatures import with_cosignatures
from allforall.node.record.place import read_recovering
from allforall.node.record.record import Record, latest_checkpoint
from allforall.offers.entries import ACCEPTED, OFFER
from allforall.record.logs import Read
from allforall.record.payloads import payloads_of
from allforall.record.remarks import CORRECTION, OBJECTION

#: How many entries of one log are included; a page says from which number on.
ENTRIES_SHOWN = 2_000


def make_record_account(record: Record, *, shown: int = ENTRIES_SHOWN, explained: bool = False) -> RecordAccount:
    """Returns everything that the pages of this record draw, with the latest `shown` entries of each log; with
    `explained`, for which the keys must be open, also the explanations that objections and corrections sealed for us.
    """
    logs = {author: _held(record, author, shown) for author in record.authors}
    recovering = read_recovering(record.folder)
    answered = recovering.answered if recovering else ()
    return RecordAccount(
        own=record.own,
        made_on=record.node.now.date().isoformat(),
        rehearsal=record.node.rehearsal,
        genesis=record.genesis,
        logs=log_lines(logs),
        entries=entry_lines(logs, lambda leaf: _find(record, leaf)),
        offers=_offers(record),
        closed=str(record.closed),
        recovering=tuple((name, name in answered) for name in record.others) if recovering else (),
        explanations=_explanations(record, logs) if explained else {},
    )


def has_explanations(record: Record) -> bool:
    """Returns whether an objection or a correction with a sealed explanation is held."""
    return any(
        payloads_of(read.entry) for author in record.authors for read in record.reads(author, [OBJECTION, CORRECTION])
    )


def entries_of(record: Record, author: str) -> tuple[EntryLine, ...]:
    """Returns every entry of a log, valid or not."""
    return entry_lines({author: _held(record, author, record.held[author].size)}, lambda leaf: _find(record, leaf))


def line_of(record: Record, author: str, index: int) -> EntryLine:
    """Returns one entry with what can be told from it alone, valid or not."""
    held = _held(record, author, record.held[author].size - index, end=index + 1)
    return entry_lines({author: held}, lambda leaf: _find(record, leaf))[0]


def _explanations(record: Record, logs: Mapping[str, LogHeld]) -> dict[tuple[str, int], str]:
    found = {}
    for author, held in logs.items():
        for read in record.reads(author, [OBJECTION, CORRECTION], held.first):
            with suppress(AllforallError):  # erased since, or sealed for others: the page shows that there is one
                if text := read_explanation(record, read):
                    found[author, read.index] = text
    return found


def _held(record: Record, author: str, shown: int, *, end: int | None = None) -> LogHeld:
    held, signed = record.held[author], latest_checkpoint(record, author)
    first = max(0, held.size - shown)
    return LogHeld(
        state=held.state,
        entries=held.file.entries(first, held.size if end is None else end),
        first=first,
        perfect=held.file.perfect(),
        checkpoint=with_cosignatures(record, author, signed) if signed else None,
        problems=tuple(held.problems),
        frozen=author in record.frozen,
    )


def _find(record: Record, leaf: bytes) -> Ref | None:
    for author, held in record.held.items():
        index = held.find(leaf)
        if index is not None:
            return Ref(author, index, held.named(index).type)
    return None


def _offers(record: Record) -> tuple[OfferLine, ...]:
    return tuple(
        OfferLine(
            ref=_ref(one.read),
            to=one.offer.to,
            expires=one.offer.deadline,
            state=one.standing.state.value,
            outcome=_ref(one.standing.outcome) if one.standing.outcome else None,
            reasons=tuple((why.value, _ref(said) if said else None) for why, said in one.standing.reasons),
            accepted=_named(one.accepted, ACCEPTED) if one.accepted else None,
            in_time=one.in_time,
            twice=tuple(_named(name, OFFER) for name in one.twice),
        )
        for one in where_offers_stand(record)
    )


def _named(name: str, kind: str) -> Ref:
    author, _, index = name.rpartition(":")
    return Ref(author, int(index), kind)


def _ref(read: Read) -> Ref:
    return Ref(read.entry.author, read.index, read.entry.type)
