"""Findings about a family's own references, sealed for a geneticist: nobody else reads them, not even this command.

They may say that a father is not the father. The findings are encrypted under a key of their own, which is wrapped to
the geneticist's public key (`record.sealing`: HPKE, RFC 9180); the private key is a file that only they have.
"""

import base64
import json
import os
from collections.abc import Sequence
from pathlib import Path

from allforall.cli.call import Call, Outcome
from allforall.cli.kinship.case import read_bytes
from allforall.cli.kinship.folder import write_file
from allforall.cli.kinship.saying import table_lines
from allforall.errors import CallError, GateError, InputError
from allforall.kinship import SealedCheck
from allforall.kinship.references import OPENS_FOR
from allforall.pages.kinship_words import log10
from allforall.pages.writing import written
from allforall.record.sealing import ITEM_KEY_BYTES, EpochKey, make_epoch_key, payload_name, seal, unseal, unwrap, wrap

_FORMAT = "allforall-kinship-findings/1"
_CONTEXT = b"kinship-references\n"
_EPOCH = 1
_KEY_BYTES = 32


def make_key(call: Call, path: str) -> Outcome:
    """Makes a geneticist's key: the private part where only its owner reads it, the public part beside it."""
    target, public = Path(path), Path(f"{path}.pub")
    for one in (target, public):
        if one.exists():
            raise CallError("call:file:exists", path=str(one))
    private = os.urandom(_KEY_BYTES)
    write_file(target, private.hex() + "\n")
    write_file(public, make_epoch_key(private, OPENS_FOR, _EPOCH).raw.hex() + "\n")
    line = call.text(
        "Written: {path}. Only the geneticist may have it; give the other file, {public}, away.",
        path=target,
        public=public,
    )
    return Outcome({"key": str(target), "public": str(public)}, [line])


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
    if Path(path).exists():
        raise CallError("call:file:exists", path=path)
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


def open_findings(call: Call, path: str, key: str) -> Outcome:
    """Returns the findings to whoever holds the key; to nobody else."""
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
    found = json.loads(plain)
    lines = []
    for one in found:
        state = call.text("stands") if one["stands"] else call.text("waits for the geneticist")
        lines.append(f"{written(one['family'])}: {state}")
        lines += table_lines(
            [
                [
                    written(person),
                    log10(float(value)),
                    call.text("not without mutation at {loci}", loci=", ".join(loci)) if loci else "",
                ]
                for person, value, loci in one["references"]
            ]
        )
    lines.append(call.text("The figure: log10 of how much better their stated place fits than that of a stranger."))
    return Outcome({"families": found}, lines)
