"""The encoding of a text file: decided on the whole file, never by its claim alone.

A wrong guess turns names into other plausible names, so every uncertain case ends in an error or in a refused line:

1. A byte order mark is a claim; the whole file must satisfy it.
2. Zero bytes at every other position are UTF-16 without a mark; other zero bytes are not text.
3. Text that is valid UTF-8 from beginning to end is UTF-8.
4. A few broken lines in UTF-8 are refused one by one; many are an error.
5. Else the single-byte Cyrillic encodings are compared by how often their letters follow one another in words
   of this domain. Only cp1251 is accepted automatically; another is named in the error, and the mapping file can state
   it.
"""

import codecs
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from allforall.errors import InputError
from allforall.people.names.keyboard import CYRILLIC, surprise
from allforall.people.tables.limits import MAX_LINE_CHARS

_CHUNK = 2**20
#: Share of lines with letters beyond ASCII that may be broken before the file as a whole is refused. An
#: assumption: a cut-off or pasted piece is a few lines, a file joined from two encodings is many.
MAX_BROKEN_SHARE = 0.2

#: What a mapping file may state.
ENCODINGS = (
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "cp1251",
    "koi8-u",
    "koi8-r",
    "cp866",
    "iso8859-5",
    "mac-cyrillic",
    "cp1250",
    "cp1252",
    "cp1254",
    "iso8859-9",
)

#: UTF-8 read as cp1251 ("РџРµС‚СЂРѕ") or as Latin-1 ("Ð\x9fÐµ") and saved again: two such pairs in a row are not a
#: word.
_DOUBLED = re.compile(
    "(?:[РС][\u0080-\u00bf\u0402\u0403\u0409-\u040f\u0451-\u045f\u0490\u0491\u2010-\u203a\u20ac\u2116\u2122]){2}"
    "|(?:[ÐÑ][\u0080-\u00bf\u0152-\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2010-\u203a\u20ac\u2122]){2}"
)


#: What every match of `_DOUBLED` begins with; searching for one set is several times faster than for two alternatives.
_MAYBE_DOUBLED = re.compile(
    "[РСÐÑ][\u0080-\u00bf\u0152-\u0161\u0178-\u017e\u0192\u02c6\u02dc\u0402\u0403\u0409-\u040f\u0451-\u045f\u0490\u0491\u2010-\u2122]"
)


@dataclass(frozen=True, slots=True)
class TextEncoding:
    """The encoding of a text file. `broken`: some lines violate it and must be checked one by one."""

    name: str
    bom: int = 0
    broken: bool = False


def is_doubled(text: str) -> bool:
    """Whether a text was UTF-8, read in another encoding and saved again: unreadable, though it looks like text."""
    return _MAYBE_DOUBLED.search(text) is not None and _DOUBLED.search(text) is not None


def find_encoding(stream: BinaryIO, *, stated: str = "") -> TextEncoding:
    """Returns the encoding of the whole file, and leaves the stream at its beginning.

    Raises InputError: `list:encoding:unknown`, `list:encoding:broken` (with line and byte),
    `list:encoding:mixed`, `list:encoding:doubled`, `list:encoding:unsupported`, `list:text:nul`.
    """
    stream.seek(0)
    head = stream.read(_CHUNK)
    try:
        if stated:
            return _keep(stream, _stated(head, stated))
        return _find(stream, head)
    finally:
        stream.seek(0)


def decoded_lines(stream: BinaryIO, encoding: TextEncoding) -> Iterator[str]:
    """Yields the physical lines with their ends, as an editor counts them; a broken byte is a lone surrogate
    in them.

    A line longer than `MAX_LINE_CHARS` comes in pieces, each without an end but the last.
    """
    stream.seek(encoding.bom)
    text = io.TextIOWrapper(
        stream, encoding=encoding.name, errors="surrogateescape" if encoding.broken else "strict", newline=""
    )
    try:
        while line := text.readline(MAX_LINE_CHARS):
            yield line
    finally:
        # The stream belongs to the caller, who may read it again, or may have closed it already.
        if not stream.closed:
            text.detach()


def _stated(head: bytes, stated: str) -> TextEncoding:
    """Returns the encoding that a mapping file states, with the length of the file's mark."""
    if stated.lower() not in ENCODINGS:
        raise InputError("list:encoding:unsupported", expected=", ".join(ENCODINGS), found=stated)
    name = stated.lower()
    marked = _bom(head)
    if marked is not None:
        if not marked.name.startswith(name):
            raise InputError("list:encoding:contradicted", expected=name, found=marked.name)
        return marked
    return TextEncoding("utf-16-le" if name == "utf-16" else name)


def _bom(head: bytes) -> TextEncoding | None:
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise InputError("list:encoding:unsupported", expected=", ".join(ENCODINGS), found="utf-32")
    if head.startswith(codecs.BOM_UTF8):
        return TextEncoding("utf-8", bom=3)
    if head.startswith(codecs.BOM_UTF16_LE):
        return TextEncoding("utf-16-le", bom=2)
    if head.startswith(codecs.BOM_UTF16_BE):
        return TextEncoding("utf-16-be", bom=2)
    return None


def _find(stream: BinaryIO, head: bytes) -> TextEncoding:
    marked = _bom(head)
    if marked is not None:
        return _keep(stream, marked)
    if b"\x00" in head:
        return _keep(stream, _utf16_without_mark(head))
    stream.seek(0)
    fault = _first_fault(stream, "utf-8")
    if fault is None:
        return _keep(stream, TextEncoding("utf-8"))
    return _weigh_lines(stream)


def _utf16_without_mark(head: bytes) -> TextEncoding:
    """Returns UTF-16 in the byte order that makes the high bytes those of the scripts used here, or raises
    `list:text:nul`.
    """
    blocks = {
        0x00,
        0x01,
        0x04,
        0x1E,
        0x20,
        0x21,
    }  # Latin, extended Latin, Cyrillic, Vietnamese and other Latin, punctuation, №
    for name, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        low = head[0::2] if name == "utf-16-le" else head[1::2]
        fits = sum(byte in blocks for byte in high)
        # In UTF-16 text the zero bytes are on one side only.
        if high and fits >= 0.98 * len(high) and low.count(0) <= 0.001 * len(low):
            return TextEncoding(name)
    line = head[: head.index(0)].count(b"\n") + 1
    raise InputError("list:text:nul", line=line)


def _keep(stream: BinaryIO, encoding: TextEncoding) -> TextEncoding:
    """Returns the encoding if the whole file satisfies it, marked as broken if a few lines do not; else raises."""
    stream.seek(encoding.bom)
    fault = _first_fault(stream, encoding.name)
    if fault is None:
        _check_text(stream, encoding)
        return encoding
    line, byte = fault
    if encoding.name != "utf-8":
        raise InputError("list:encoding:broken", line=line, expected=encoding.name, found=byte)
    good, broken = _count_lines(stream, encoding.bom)
    if broken > MAX_BROKEN_SHARE * (good + broken):
        raise InputError("list:encoding:broken", line=line, expected=encoding.name, found=byte)
    return TextEncoding(encoding.name, bom=encoding.bom, broken=True)


def _first_fault(stream: BinaryIO, name: str) -> tuple[int, str] | None:
    """Returns line and bytes of the first fault of the encoding, or None if there is none."""
    decoder = codecs.getincrementaldecoder(name)()
    lines = 0
    while True:
        chunk = stream.read(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as fault:
            before = fault.object[: fault.start].decode(name, errors="replace").count("\n")
            return lines + before + 1, fault.object[fault.start : fault.start + 2].hex(" ")
        lines += text.count("\n")
        if not chunk:
            return None


def _check_text(stream: BinaryIO, encoding: TextEncoding) -> None:
    """Raises if the text has zero characters, or is mostly UTF-8 saved twice (single lines of it are
    refused later).
    """
    decoder = codecs.getincrementaldecoder(encoding.name)()
    stream.seek(encoding.bom)
    lines, first = 0, True
    while chunk := stream.read(_CHUNK):
        text = decoder.decode(chunk)
        if "\x00" in text:
            raise InputError("list:text:nul", line=lines + text[: text.index("\x00")].count("\n") + 1)
        if first:
            _check_doubled(text)
            first = False
        lines += text.count("\n")


def _check_doubled(text: str) -> None:
    foreign = [line for line in text.splitlines()[:1000] if not line.isascii()]
    doubled = sum(is_doubled(line) for line in foreign)
    if doubled and doubled >= 0.5 * len(foreign):
        raise InputError("list:encoding:doubled", expected="utf-8", found=doubled)


def _count_lines(stream: BinaryIO, bom: int) -> tuple[int, int]:
    """Returns how many lines beyond ASCII are valid UTF-8, and how many are not."""
    stream.seek(bom)
    good = broken = 0
    while line := stream.readline(MAX_LINE_CHARS):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            broken += 1
        else:
            good += 1
    return good, broken


def _weigh_lines(stream: BinaryIO) -> TextEncoding:
    """Returns the encoding of a text without a mark that is not UTF-8 throughout."""
    good, broken = _count_lines(stream, 0)
    share = broken / (good + broken)
    if share <= MAX_BROKEN_SHARE:
        return TextEncoding("utf-8", broken=True)
    if share < 1 - MAX_BROKEN_SHARE:
        stream.seek(0)
        fault = _first_fault(stream, "utf-8")
        raise InputError(
            "list:encoding:mixed",
            line=fault[0] if fault else None,
            expected="utf-8",
            found=f"{good} + {broken}",
        )
    stream.seek(0)
    best, certain = weigh_single_byte(_foreign_sample(stream))
    if not certain:
        raise InputError("list:encoding:unknown", expected=", ".join(ENCODINGS), found=best)
    if best != "cp1251":
        raise InputError("list:encoding:unsupported", expected="cp1251, utf-8, utf-16", found=best)
    return _keep(stream, TextEncoding("cp1251"))


def _foreign_sample(stream: BinaryIO) -> bytes:
    """Returns up to 64 KiB of the lines that are not ASCII."""
    sample, size = [], 0
    while size < 2**16 and (line := stream.readline(MAX_LINE_CHARS)):
        if not line.isascii():
            sample.append(line[: 2**14])
            size += len(sample[-1])
    return b"".join(sample)


_SINGLE_BYTE = ("cp1251", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic")
#: A run of bytes beyond ASCII, with the ASCII letters that touch it.
_RUN = re.compile(rb"[A-Za-z]?[\x80-\xff]+[A-Za-z]?")
_LETTERS = re.compile(f"[{CYRILLIC}{CYRILLIC.upper()}]+")
_PUNCTUATION = frozenset("«»„“”‘’–—…№°\u00a0")
_CASE_TURNED = re.compile(f"[{CYRILLIC}][{CYRILLIC.upper()}]")
#: The cost of each oddity, in tenths of a bit; assumptions, checked in the tests by writing names in every
#: encoding.
_STRANGE, _TURNED, _SIGN, _TOUCHING = 120, 100, 40, 150
#: A sample is Cyrillic text if a byte costs no more than this on average, and the encoding is certain if the next one
#: costs this much more. Measured on samples of 3 to 200 names of Wikidata (CC0): 36 to 62 in the right encoding, 124
#: and more for Latin script; 2.4 more at least in mac-cyrillic, which has the small letters of cp1251, 20 and more in
#: the others.
_LIKELY_COST, _CLEAR_MARGIN, _CLEAR_TOTAL = 70, 2, 40


def weigh_single_byte(sample: bytes) -> tuple[str, bool]:
    """Returns the single-byte Cyrillic encoding in which the sample looks most like names, and whether that is certain.

    The measure is how surprising each letter is after the one before it (`names.keyboard.surprise`), with a cost for
    signs that are not letters, for a capital after a small letter, and for Latin letters that touch others: these make
    a Turkish or French list fail. Encodings that give the same text do not compete.
    """
    runs = Counter(_RUN.findall(sample))
    size = sum(len(run) * count for run, count in runs.items())
    if not size:
        return _SINGLE_BYTE[0], False
    costs = {name: sum(_cost(run, name) * count for run, count in runs.items()) for name in _SINGLE_BYTE}
    best = min(costs, key=lambda name: costs[name])
    text = sample.decode(best, errors="replace")
    others = [costs[name] for name in _SINGLE_BYTE if name != best and sample.decode(name, errors="replace") != text]
    margin = min(others, default=costs[best] + _CLEAR_TOTAL + _CLEAR_MARGIN * size) - costs[best]
    likely = costs[best] <= _LIKELY_COST * size
    return best, likely and margin >= _CLEAR_TOTAL and margin >= _CLEAR_MARGIN * size


def _cost(run: bytes, name: str) -> int:
    """Returns how unlikely a run of letters is in an encoding, in tenths of a bit."""
    touching = run[:1].isascii() + run[-1:].isascii()
    text = run.strip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz").decode(name, errors="replace")
    cost = _TOUCHING * touching + _TURNED * len(_CASE_TURNED.findall(text))
    for letter in _LETTERS.sub("", text):
        cost += _SIGN if letter in _PUNCTUATION else _STRANGE
    return cost + sum(surprise(word) for word in _LETTERS.findall(text))
