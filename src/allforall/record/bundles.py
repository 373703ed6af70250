"""A bundle: what one node sends another, over a network or on a stick, as one file of deterministic bytes.

It is a ZIP without compression or free choices: names in order, one fixed date, no comments. The
first file is the manifest, signed by the sender's log key (`envelopes`), with the name, size and SHA-256 of every
other file. A bundle is read by checking names, sizes and counts before anything is extracted, then every digest, and
finally that writing it again gives the same bytes: a bit that nobody checks would be a bit that somebody can use.
"""

import hashlib
import io
import re
import struct
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from allforall.errors import InputError
from allforall.record.canonical import read_json, write_json
from allforall.record.envelopes import Envelope, read_envelope, sign_payload, signers
from allforall.record.notes import Verifier
from allforall.record.signatures import SigningKey

KIND = "application/vnd.allforall.bundle.v1+json"
MANIFEST = "manifest.dsse.json"
#: Bounds on what is read at all. A larger record goes in several bundles.
MOST_BUNDLE_BYTES, MOST_FILES, MOST_NAME = 1 << 28, 100_000, 200
_DATE = (1980, 1, 1, 0, 0, 0)
_NAME = re.compile(r"(?:[a-z0-9_][a-z0-9_.-]*/)*[a-z0-9_][a-z0-9_.-]*")
_WORD = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a bundle holds: the case, who made it, its files by name, and the manifest's envelope."""

    case: str
    sender: str
    files: Mapping[str, bytes]
    manifest: Envelope

    @property
    def data(self) -> bytes:
        """The bundle's bytes, the same for the same content."""
        return _zip({MANIFEST: self.manifest.data, **dict(sorted(self.files.items()))})


def _refuse(code: str, **params: str | int) -> InputError:
    return InputError(f"record:bundle:{code}", **params)


def _check_names(names: Iterable[str]) -> None:
    for name in names:
        plain = len(name) <= MOST_NAME and _NAME.fullmatch(name) and ".." not in name
        if not plain or name == MANIFEST:
            raise _refuse("name", found=name[:MOST_NAME])


def make_bundle(case: str, sender: str, files: Mapping[str, bytes], name: str, key: SigningKey) -> Bundle:
    """Returns a bundle of these files, its manifest signed by the sender's log key of this name."""
    _check_names(files)
    described = [
        {"name": file, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        for file, data in sorted(files.items())
    ]
    payload = write_json({"case": case, "files": described, "sender": sender, "version": 1})
    return Bundle(case, sender, dict(sorted(files.items())), sign_payload(KIND, payload, name, key))


def _zip(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=False) as archive:
        for name, data in files.items():
            described = zipfile.ZipInfo(name, _DATE)
            described.create_system, described.external_attr = 3, 0o644 << 16
            archive.writestr(described, data)
    return target.getvalue()


def read_bundle(data: bytes) -> Bundle:
    """Returns the bundle of these bytes, every digest checked; who signed it is checked separately (`sent_by`).

    Raises:
        InputError: if a single bit differs from what the sender made.

    """
    if len(data) > MOST_BUNDLE_BYTES:
        raise _refuse("too_long", expected=MOST_BUNDLE_BYTES, found=len(data))
    files = _unzip(data)
    manifest = read_envelope(files.pop(MANIFEST), KIND)
    value = read_json(manifest.payload)
    if not isinstance(value, dict) or value.keys() != {"case", "files", "sender", "version"} or value["version"] != 1:
        raise _refuse("manifest")
    case, sender, listed = value["case"], value["sender"], value["files"]
    words = isinstance(case, str) and isinstance(sender, str) and _WORD.fullmatch(case) and _WORD.fullmatch(sender)
    if not words or not isinstance(listed, list):
        raise _refuse("manifest")
    found = [
        {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for name, content in files.items()
    ]
    if listed != found:
        raise _refuse("files", expected=len(listed), found=len(found))
    bundle = Bundle(case, sender, files, manifest)
    if bundle.data != data:
        raise _refuse("bytes")
    return bundle


def _unzip(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            described = archive.infolist()
            if len(described) > MOST_FILES + 1:
                raise _refuse("too_many", expected=MOST_FILES, found=len(described))
            names = [file.filename for file in described]
            if not names or names[0] != MANIFEST or names[1:] != sorted(set(names[1:])):
                raise _refuse("names")
            _check_names(names[1:])
            stored = all(file.compress_type == zipfile.ZIP_STORED and not file.flag_bits for file in described)
            if not stored or sum(file.file_size for file in described) > len(data):
                raise _refuse("sizes", expected=len(data))
            return {file.filename: archive.read(file) for file in described}
    except (zipfile.BadZipFile, struct.error, ValueError, EOFError, NotImplementedError, OSError, RuntimeError):
        raise _refuse("form") from None


def sent_by(bundle: Bundle, trusted: Iterable[Verifier]) -> Verifier | None:
    """Returns the trusted log key that signed a bundle, or None."""
    return next(iter(signers(bundle.manifest, trusted)), None)
