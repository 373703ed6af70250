"""What the doctor looks at in the record and the keys. It changes nothing and opens no key."""

import stat
from collections.abc import Iterator
from dataclasses import dataclass

from allforall.errors import AllforallError
from allforall.node.folder import Node
from allforall.node.record.journal import journaled
from allforall.node.record.place import is_in_place, read_recovering
from allforall.node.record.record import has_record, latest_checkpoint, open_record, record_folder


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that the doctor looked at: `code` names it, `found` is empty or a measure."""

    code: str
    good: bool
    found: str = ""


def examine_record(node: Node) -> Iterator[Check]:
    """Gives what was found in keys and record; nothing about a record that there is not."""
    keys = sorted((node.path / "keys").glob("*"))
    open_ones = [path.name for path in keys if stat.S_IMODE(path.stat().st_mode) & 0o077]
    yield Check("doctor:keys:private", not open_ones, ", ".join(open_ones))
    if not has_record(node):
        return
    folder = record_folder(node)
    try:
        with open_record(node, looking=True) as record:
            sizes = ", ".join(f"{author} {held.size}" for author, held in record.held.items())
            yield Check("doctor:record:whole", good=True, found=sizes)
            lost = [
                author
                for author, held in record.held.items()
                if (signed := latest_checkpoint(record, author)) and signed.checkpoint.size > held.size
            ]
            yield Check("doctor:record:not-shorter", not lost, ", ".join(lost))
            sure = read_recovering(folder) is None and is_in_place(folder, record.own)
            yield Check("doctor:record:sure", sure)
            said, size = journaled(record), record.held[record.own].size
            yield Check("doctor:record:journal", said == size, "" if said == size else f"{said} / {size}")
    except AllforallError as error:
        yield Check("doctor:record:whole", good=False, found=error.code)
    frozen = sorted(path.name for path in (folder / "frozen").glob("*.json"))
    yield Check("doctor:record:not-frozen", not frozen, ", ".join(frozen))
    staged = sorted(path.name for path in (folder / "staged").glob("*"))
    yield Check("doctor:record:no-staged", not staged, ", ".join(staged))
