"""How figures, dates and other people's text are written on a page, the same in every language.

Thousands are separated by a narrow no-break space (ISO 80000-1, 7.3.1), dates are ISO 8601. Text that came out
of a file is never trusted: control and bidirectional characters are shown by their number, since they could
reverse a line or hide part of it.
"""

import unicodedata
from datetime import UTC, date, datetime

NARROW_NO_BREAK_SPACE = "\u202f"
MINUS = "\u2212"
NOTHING = "\u2013"

#: Format characters that an honest name may hold: zero-width joiners of several scripts, the soft hyphen.
_HARMLESS_FORMAT = frozenset({0x200C, 0x200D, 0x00AD})


def grouped(number: int) -> str:
    """Returns a whole number with its thousands separated, such as 1 234."""
    text = f"{abs(number):,}".replace(",", NARROW_NO_BREAK_SPACE)
    return f"{MINUS}{text}" if number < 0 else text


def bits(value: float | None) -> str:
    """Returns a weight with its sign and one decimal, such as +3.4."""
    if value is None:
        return NOTHING
    text = f"{abs(value):.1f}"
    if text == "0.0":
        return text
    return f"{MINUS if value < 0 else '+'}{text}"


def day(value: date | None) -> str:
    """Returns a date as year-month-day, or a dash where there is none."""
    return value.isoformat() if value is not None else NOTHING


def moment(seconds: int) -> str:
    """Returns a moment in seconds since 1970 as year-month-day hour:minute in UTC; one beyond the calendar
    unchanged.
    """
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")
    except (ValueError, OverflowError, OSError):
        return str(seconds)


def spoken(digest: str) -> list[str]:
    """Returns a digest in hexadecimal as lines of four groups of four signs, as two people read it out to each
    other.
    """
    groups = [digest[at : at + 4] for at in range(0, len(digest), 4)]
    return [" ".join(groups[at : at + 4]) for at in range(0, len(groups), 4)]


def share(part: int, whole: int) -> str:
    """Returns a share in percent with one decimal; a share of nothing is a dash."""
    return f"{100 * part / whole:.1f}{NARROW_NO_BREAK_SPACE}%" if whole else NOTHING


def _is_hidden(char: str) -> bool:
    category = unicodedata.category(char)
    if category == "Cf":
        return ord(char) not in _HARMLESS_FORMAT
    return category in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}


def written(text: str) -> str:
    """Returns a text from outside with each control, bidirectional and unassigned character by its number."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"[U+{ord(char):04X}]" if _is_hidden(char) else char for char in text)


def shape(text: str) -> str:
    """Returns the kinds of a text's characters, and none of the characters themselves: letters as x, digits as 0."""

    def of(char: str) -> str:
        category = unicodedata.category(char)
        if category[0] in "LM":
            return "x"
        if category[0] == "N":
            return "0"
        return char if char in " .,;:/-_()" else "?"

    return "".join(of(char) for char in text)
