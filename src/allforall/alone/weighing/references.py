"""Checks a family's own references, and seals the findings for a geneticist: nobody else can read them, not even here.

They may show that a father is not the father. The findings are encrypted under a key of their own, which is wrapped to
the geneticist's public key (`record.sealing`: HPKE, RFC 9180); the private key is a file that only they have.
"""

import base64
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from allforall.alone.files import refuse_existing
from allforall.alone.weighing.case import read_bytes
from allforall.durable import write_file
from allforall.errors import GateError, InputError
from allforall.kinship import SealedCheck, check_references
from allforall.kinship.case import Case
from allforall.kinship.outcomes import Checked
from allforall.kinship.references import OPENS_FOR
from allforall.record.sealing import ITEM_KEY_BYTES, EpochKey, make_epoch_key, payload_name, seal, unseal, unwrap, wrap

_FORMAT = "allforall-kinship-findings/1"
_CONTEXT = b"kinship-references\n"
_EPOCH = 1
_KEY_BYTES = 32


def check_families(case: Case, names: Sequence[str], *, progress: Callable[[int, int], None]) -> Checked:
    """Returns whether the comparison of each family is valid."""
    families = case.chosen(names)
    checked = []
    for number, family in enumerate(families, 1):
        checked.append(check_references(family, case.loci, case.conventions))
        progress(number, len(families))
    return Checked(case, tuple(checked))


def make_key(path: str) -> tuple[Path, Path]:
    """Returns the files of a geneticist's new key: the private part, readable by its owner only, and the public one."""
    public = f"{path}.pub"
    refuse_existing(path, public)
    private = os.urandom(_KEY_BYTES)
    raw = make_epoch_key(private, OPENS_FOR, _EPOCH).raw
    return write_file(Path(path), private.hex() + "\n"), write_file(Path(public), raw.hex() + "\n")


def _hex_key(path: str) -> bytes:
    try:
        key = bytes.fromhex(read_bytes(path).decode("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise InputError("kinship:references:key", path=path)
    return key


def seal_findings(checked: Sequence[SealedCheck], public: str, path: str) -> None:
    """Writes the findings of all families so that only the holder of the key can read them."""
    refuse_existing(path)
    reader = EpochKey(OPENS_FOR, _EPOCH, _hex_key(public))
    plain = json.dumps(
        [
            {
                "family": one.family,
                "stands": one.stands,
                "references": [[f.person, f"{f.log10_lr:.9g}", list(f.impossible)] for f in one.open_as(OPENS_FOR)],
            }
            for one in checked
        ]
    ).encode()
    item_key = os.urandom(ITEM_KEY_BYTES)
    payload = seal(item_key, plain, _CONTEXT)
    sealed = {
        "format": _FORMAT,
        "key": base64.b64encode(wrap(item_key, reader, payload_name(payload))).decode(),
        "payload": base64.b64encode(payload).decode(),
    }
    write_file(Path(path), json.dumps(sealed))


def open_findings(path: str, key: str) -> list[dict[str, Any]]:
    """Returns the findings, given the geneticist's key."""
    if not key:
        raise GateError("kinship:references:sealed", family="", role="")
    private = _hex_key(key)
    try:
        sealed = json.loads(read_bytes(path))
        stated = sealed["format"]
        payload, wrapped = (base64.b64decode(sealed[name], validate=True) for name in ("payload", "key"))
    except (ValueError, KeyError, TypeError):
        raise InputError("kinship:references:file", path=path) from None
    if stated != _FORMAT:
        raise InputError("kinship:references:file", path=path)
    own = make_epoch_key(private, OPENS_FOR, _EPOCH)
    item_key = unwrap(wrapped, own, private, payload_name(payload))
    plain = None if item_key is None else unseal(item_key, payload, _CONTEXT)
    if plain is None:
        raise GateError("kinship:references:other_key", path=path)
    found: list[dict[str, Any]] = json.loads(plain)
    return found
