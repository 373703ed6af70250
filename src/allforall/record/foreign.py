"""The one wrapper for reading what another author wrote: any error while reading means that it is invalid,
and is never a fault of this program.
"""

from collections.abc import Callable
from typing import TypeVar

from allforall.errors import InputError

T = TypeVar("T")


def read_foreign(read: Callable[[], T]) -> T | InputError:
    """Returns what was read, or why it cannot be read.

    Running out of memory is the one exception: it depends on this machine and not on what was read, and two
    machines must not differ about an entry.
    """
    try:
        return read()
    except InputError as error:
        return error
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  that is the point: of any class
        return InputError("record:entry:unreadable", found=type(error).__name__)
