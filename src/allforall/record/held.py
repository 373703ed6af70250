"""What a node holds of a record's logs, as far as decisions depend on it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from allforall.record.logs import Read
from allforall.record.notes import Verifier


@dataclass(frozen=True, slots=True)
class Log:
    """What a node holds of one author's log, as queries: a decision reads what it needs and not every entry.

    Only valid entries are returned, in order and as read at their position. `of_type` returns those
    of a type, `answers_to` those of a type that answer the entry with a leaf hash, and `having_read` those in which
    more than so many entries of another author's log had been read, the first of each size. `root_at` and `key_at` give
    the log's root and its log key at each size up to `size`.
    """

    size: int
    of_type: Callable[[str], Iterable[Read]]
    answers_to: Callable[[str, bytes], Iterable[Read]]
    having_read: Callable[[str, int], Iterable[Read]]
    root_at: Callable[[int], bytes]
    key_at: Callable[[int], Verifier]


Logs = Mapping[str, Log]


def log_of(reads: Sequence[Read], size: int, root_at: Callable[[int], bytes], key_at: Callable[[int], Verifier]) -> Log:
    """Returns a log whose entries are all in memory."""
    return Log(
        size=size,
        of_type=lambda kind: (read for read in reads if read.entry.type == kind),
        answers_to=lambda kind, leaf: (read for read in reads if read.entry.type == kind and leaf in read.entry.re),
        having_read=lambda log, above: (
            read for read in reads if (seen := read.entry.seen.get(log)) and seen.size > above
        ),
        root_at=root_at,
        key_at=key_at,
    )
