"""What a node holds of the logs of a record, as far as decisions are read from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from allforall.record.logs import Read
from allforall.record.notes import Verifier


@dataclass(frozen=True, slots=True)
class Log:
    """What a node holds of one author's log. `reads` are its entries without problems, as they were read at their
    place; `root_at` and `key_at` give its root and its log key at each size up to `size`.
    """

    reads: Sequence[Read]
    size: int
    root_at: Callable[[int], bytes]
    key_at: Callable[[int], Verifier]


Logs = Mapping[str, Log]
