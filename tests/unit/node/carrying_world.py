"""What tests of carried bundles share: saying, sizes, files, a lying sender, a double."""

from pathlib import Path

from allforall.record.bundles import Bundle, make_bundle


def say(table, author, *kinds, officers=2):
    for kind in kinds or ("test:said",):
        with table.at(author) as record:
            table.say(record, kind, officers=officers)


def sizes(table, author):
    with table.at(author, keys=False) as record:
        return {name: held.size for name, held in record.held.items()}


def files_of(path: Path) -> dict[str, bytes]:
    """Everything of a node's record but what is derived and where it is."""
    left_out = {"state", "place"}
    return {
        str(one.relative_to(path)): one.read_bytes()
        for one in sorted((path / "record").rglob("*"))
        if one.is_file() and one.name not in left_out
    }


def resigned(table, author, bundle: Bundle, files) -> bytes:
    """A bundle with other files, under the right key: what a lying sender can make."""
    with table.at(author) as record:
        return make_bundle(bundle.case, author, files, table.genesis.origin(author), record.log_key()).data


def make_double(table, author="party_a"):
    """A liar: one folder copied, and both believe that they are the one."""
    double = table.copy(author, "double")
    double.believe(author)
    return double
