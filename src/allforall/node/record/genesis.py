"""How a record begins: each author describes its keys, one draws up the genesis, all sign it, each adopts it.

A description (`keys-<author>.json`) holds public keys alone and may travel by any way, for everyone compares the
digest of the finished genesis by voice. Officers sign a genesis only if their own description is in it unchanged:
whoever draws it up can then change nothing for them, not even how many of them must sign.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from allforall.durable import write_durably
from allforall.errors import CallError, GateError, InputError, NodeError, Word
from allforall.node.folder import Node
from allforall.node.keys.key_files import OfficerKey
from allforall.node.keys.keyring import Keyring
from allforall.node.record.drafts import draft_file, genesis_of, read_draft, sign_draft
from allforall.record.canonical import read_json, write_json
from allforall.record.genesis import ANY_TYPE, Genesis, Keys, origin_of, read_keys
from allforall.record.notes import KeyKind, Note, Verifier, encode_base64, read_vkey

FORMAT = "allforall-keys/v1"
_KEYS = frozenset({"author", "case", "format", "keys"})
#: What two officers sign by default: what binds their own side, contains data of persons, or changes keys.
TWO = (
    "answers:signed",
    "arrangement:accepted",
    "arrangement:proposed",
    "list:disclosed",
    "offer:accepted",
    "offer:made",
    "offer:outcome",
    "record:erased",
    "record:key_revoked",
    "record:keys_rotated",
)


@dataclass(frozen=True, slots=True)
class Description:
    """An author's keys for one case."""

    case: str
    author: str
    keys: Keys

    @property
    def data(self) -> bytes:
        """The file."""
        value = {"author": self.author, "case": self.case, "format": FORMAT, "keys": self.keys.value}
        return write_json(value) + b"\n"


def officer_keys(vkeys: Iterable[str]) -> tuple[Verifier, ...]:
    """Returns the public keys of officers, as `keys new --officer` prints them."""
    keys = tuple(read_vkey(vkey.strip()) for vkey in vkeys)
    wrong = next((key for key in keys if key.kind is not KeyKind.ED25519), None)
    if wrong is not None:
        raise InputError("record:vkey:form", found=wrong.vkey[:200])
    return keys


def describe(
    node: Node, keyring: Keyring, case: str, officers: Sequence[Verifier], two: Sequence[str] = TWO
) -> Description:
    """Returns this node's keys for a case: any one officer signs what is not in `two`, and two sign what is.

    With one officer nothing requires two, and the other side can read that in the genesis.
    """
    if not officers:
        raise CallError("record:genesis:officer_needed")
    least = min(2, len(officers))
    number = keyring.current_epoch
    keys = Keys(
        log=Verifier(origin_of(case, node.author), keyring.log.public),
        officers=tuple(officers),
        rules={ANY_TYPE: 1, **dict.fromkeys(two, least)},
        rotation=least,
        epoch=(number, encode_base64(keyring.epoch_key(number).raw)),
    )
    # read back as the others will read it: what they would refuse is not written
    return Description(case, node.author, read_keys(keys.value, case, node.author))


def description_path(node: Node) -> Path:
    """Returns the path of a node's description."""
    return node.path / "outbox" / f"keys-{node.author}.json"


def write_file(path: Path, data: bytes) -> Path:
    """Returns the path of a file that was written whole or not at all."""
    try:
        write_durably(path, data)
    except OSError as error:
        raise NodeError("record:export:not_written", path=str(path), found=error.strerror or "") from None
    return path


def read_description(data: bytes, path: str = "") -> Description:
    """Returns the description in a file.

    Raises:
        InputError: if it has another form.

    """
    value = read_json(data.rstrip(b"\n"))
    if not isinstance(value, dict) or value.keys() != _KEYS or value["format"] != FORMAT:
        raise InputError("record:genesis:description", path=path)
    case, author = value["case"], value["author"]
    if not isinstance(case, str) or not isinstance(author, str):
        raise InputError("record:genesis:description", path=path)
    return Description(case, author, read_keys(value["keys"], case, author))


def draw_up(descriptions: Sequence[Description], decider: str = "") -> bytes:
    """Returns the unsigned genesis of these authors, as a file to be signed.

    Raises:
        CallError: if two describe the same author, or they are of several cases.

    """
    cases = sorted({one.case for one in descriptions})
    authors: Mapping[str, Keys] = {one.author: one.keys for one in descriptions}
    if len(cases) != 1:
        raise CallError("record:genesis:cases", found=", ".join(cases))
    if len(authors) != len(descriptions):
        raise CallError("record:genesis:author_twice")
    data = draft_file(Genesis(cases[0], authors, decider).text)
    read_draft(data)
    return data


def sign_genesis(data: bytes, mine: Description, officers: Sequence[OfficerKey]) -> Genesis:
    """Returns a genesis with these officers' signatures.

    Raises:
        GateError: if their description is not in it unchanged, or one of them is not in it.

    """
    genesis = genesis_of(read_draft(data))
    keys = genesis.authors.get(mine.author)
    if genesis.case != mine.case or keys is None or keys.value != mine.keys.value:
        raise GateError("record:genesis:changed", where=Word("author", mine.author))
    known = {officer.key for officer in keys.officers}
    stranger = next((one for one in officers if one.key.public not in known), None)
    if stranger is not None:
        raise GateError("record:genesis:not_an_officer", name=stranger.name, where=Word("author", mine.author))
    signed = sign_draft(Note(genesis.text, genesis.signatures), officers)
    return genesis_of(signed)
