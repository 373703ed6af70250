"""The record of this node as one value that pages draw: logs, entries and what hangs on them, where offers stand."""

from allforall.account.said import LogHeld, OfferLine, RecordAccount, Ref, entry_lines, log_lines
from allforall.node.acts.offers import where_offers_stand
from allforall.node.record.cosignatures import with_cosignatures
from allforall.node.record.place import read_recovering
from allforall.node.record.record import Record, latest_checkpoint
from allforall.offers.entries import ACCEPTED, OFFER
from allforall.record.logs import Read

#: How many entries of one log are accounted for; a page says from which number on.
ENTRIES_SHOWN = 2_000


def make_record_account(record: Record, *, shown: int = ENTRIES_SHOWN) -> RecordAccount:
    """Returns everything that the pages of this record draw, with the latest `shown` entries of each log."""
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
    )


def _held(record: Record, author: str, shown: int) -> LogHeld:
    held, signed = record.held[author], latest_checkpoint(record, author)
    first = max(0, held.size - shown)
    return LogHeld(
        state=held.state,
        entries=held.file.entries(first, held.size),
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
            read = held.read(index)
            return Ref(author, index, read.entry.type if read else "")
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
