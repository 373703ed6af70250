"""The kind of a file, by its content: a file's name proves nothing."""

import io
import re
import zipfile
from enum import StrEnum
from typing import BinaryIO

from allforall.errors import CallError, InputError


class TableFormat(StrEnum):
    """The kinds of files that are read."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


#: First bytes of file kinds that people send by mistake, and their names in the error.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
)
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|table|meta|style|div)\b", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml")
_JSON = re.compile(rb'\s*(?:\[\s*(?:[\[{\]"]|$)|\{\s*(?:["}]|$))')
_PROBE = 4096
_UTF8_BOM = b"\xef\xbb\xbf"


def find_format(stream: BinaryIO) -> TableFormat:
    """Returns the kind of the file, and leaves the stream at its beginning.

    Raises InputError `list:file:empty`, or `list:format:unsupported` with the word for what was found. Raises CallError
    if the stream cannot be read twice.
    """
    if not stream.seekable():
        raise CallError("list:stream:not_seekable")
    stream.seek(0)
    head = stream.read(_PROBE)
    if not head:
        raise InputError("list:file:empty")
    found = _find_binary(stream, head)
    if found is not None:
        if found != TableFormat.XLSX:
            raise InputError("list:format:unsupported", expected="csv, xlsx, json", found=found)
        stream.seek(0)
        return TableFormat.XLSX
    stream.seek(0)
    return TableFormat.JSON if _JSON.match(_as_ascii(head)) else TableFormat.CSV


def _as_ascii(head: bytes) -> bytes:
    """Returns the beginning of a text as bytes that a pattern can match, whether it is UTF-8 or UTF-16."""
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        head = head[2:]
    return head.removeprefix(_UTF8_BOM).replace(b"\x00", b"")


def _find_binary(stream: BinaryIO, head: bytes) -> str | None:
    """Returns a word for a kind of file that is not plain text, or None if it may be text."""
    for signature, word in _SIGNATURES:
        if head.startswith(signature):
            return word
    if head.startswith(_OLE2):
        stream.seek(0)
        # The directory of an encrypted workbook names its stream; an old workbook's names another.
        whole = stream.read(8 * 2**20)
        return "encrypted_xlsx" if "EncryptedPackage".encode("utf-16-le") in whole else "xls"
    text = _as_ascii(head)
    if _HTML.match(text):
        return "html"
    if _XML.match(text):
        # Pages saved with an XML declaration, and the XML that old Excel versions write.
        return "html" if b"<html" in text.lower() else "xml"
    return _find_package(stream) if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) else None


def _find_package(stream: BinaryIO) -> str:
    """Returns the content of a ZIP archive from its list of entries: nothing is unpacked except a short
    `mimetype`.
    """
    stream.seek(0, io.SEEK_SET)
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
        return "damaged_zip"
    if "[Content_Types].xml" in names:
        if any(name.startswith("xl/") and name.endswith(".bin") and "workbook" in name for name in names):
            return "xlsb"
        if any(name.startswith("xl/") for name in names):
            return TableFormat.XLSX
        return "docx" if any(name.startswith("word/") for name in names) else "zip"
    return "ods" if {"mimetype", "content.xml"} <= names else "zip"
