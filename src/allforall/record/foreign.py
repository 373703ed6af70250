"""What another author wrote is read behind one wrapper: whatever goes wrong in the reading means that it counts for
nothing, and is never a fault of the program that reads it.
"""

from collections.abc import Callable
from typing import TypeVar

from allforall.errors import InputError

T = TypeVar("T")


def read_foreign(read: Callable[[], T]) -> T | InputError:
    """Returns what was read, or why it cannot be.

    Memory that runs out is the one exception: it says something of this machine and nothing of what was read, and two
    machines must not differ about an entry.
    """
    try:
        return read()
    except InputError as error:
        return error
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  that is the point: of whatever class
        return InputError("record:entry:unreadable", found=type(error).__name__)
