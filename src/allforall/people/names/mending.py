"""A name as written, made readable: hidden letters removed, look-alikes and wrong layouts repaired, spacing and case
normalised.

Every repair is marked, and the cell keeps what was written. Nothing is transliterated.
"""

import re
from functools import lru_cache

from allforall.people.names.keyboard import read_half_layout, read_other_layout
from allforall.people.names.lookalikes import mend_lookalikes, script_of
from allforall.people.names.slips import mend_slips
from allforall.people.persons import Mark
from allforall.people.written import visible

#: Assumption: a name of more letters than this is a mistake, such as two cells in one.
LONGEST_NAME = 100

#: The most rounds of repair; names need one or two, and no known text needs more than five.
MOST_PASSES = 12

#: What people type for the apostrophe of В'ячеслав. The primes of romanised soft signs (ʹ) are letters and
#: stay.
_APOSTROPHES = re.compile(r"(?<=\w)[`´‘’ʼʻʽ′＇‛](?=\w)")
_STAND_INS = re.compile(r"(?<=[А-Яа-яЇїІіЄєҐґ])[*\"“”](?=[яюєїЯЮЄЇ])")
_DASHES = re.compile(r"\s*[‐‑‒–—―−]\s*|(?<=\w)\s+-\s*(?=\w)|(?<=\w)\s*-\s+(?=\w)|(?<=\w)-{2,}(?=\w)")
_DOTS = re.compile(r"\s+(?=[.,;])")
_WORD = re.compile(r"[^\W_]+(?:['ʹʺ][^\W\d_]+)*")
_CYRILLIC_ALONE = re.compile(r"[А-Яа-яЁёЇїЄєҐґ'. і-]*")
_UNDERSCORES = re.compile(r"(?<=\w)_+(?=\w)")
#: П е т р е н к о: fewer single letters may be initials.
_LETTER_SPACED = re.compile(r"(?<!\S)(?:[^\W\d_] ){3,}[^\W\d_](?!\S)")
#: ПетренкоІван is two names; МакДональд and FitzGerald are one.
_JOINED = re.compile(r"(?<=[А-ЯЁІЇЄҐа-яёіїєґ][а-яёіїєґ]{3})(?=[А-ЯЁІЇЄҐ][а-яёіїєґ]{2})|(?<=[a-z]{5})(?=[A-Z][a-z]{2})")
#: Words written in small letters within a name.
PARTICLES_BEFORE = frozenset(
    [
        "фон",
        "фан",
        "ван",
        "де",
        "да",
        "ди",
        "дю",
        "дер",
        "ден",
        "дель",
        "делла",
        "ла",
        "ле",
        "лі",
        "бен",
        "бін",
        "бин",
        "ібн",
        "ибн",
        "аль",
        "эль",
        "ель",
        "ап",
        "von",
        "van",
        "de",
        "da",
        "di",
        "du",
        "der",
        "den",
        "del",
        "della",
        "la",
        "le",
        "li",
        "ben",
        "bin",
        "ibn",
        "al",
        "el",
        "dos",
        "ter",
        "zu",
    ]
)
PARTICLES_AFTER = frozenset(
    [
        "огли",
        "оглы",
        "оглу",
        "огль",
        "углы",
        "углу",
        "кизи",
        "кызы",
        "гизи",
        "гызы",
        "кзы",
        "заде",
        "задэ",
        "зада",
        "улы",
        "улу",
        "уулу",
        "угли",
        "ўғли",
        "ўғлі",
        "ұлы",
        "қызы",
        "қизи",
        "ogly",
        "oglu",
        "oğlu",
        "ogli",
        "oghlu",
        "oglou",
        "uulu",
        "uly",
        "ulu",
        "qizi",
        "kizi",
        "kyzy",
        "kızı",
        "gyzy",
        "qyzy",
        "qızı",
        "zade",
        "zadeh",
        "zadə",
    ]
)
_SMALL = PARTICLES_BEFORE | PARTICLES_AFTER
_TURKISH = frozenset("İıĞğŞş")
_SINGLE_LETTER_BEFORE = frozenset("одлo'dlОДЛODL")


def _lower(word: str) -> str:
    if _TURKISH & set(word):
        return word.replace("İ", "i").replace("I", "ı").lower()
    return word.lower().replace("i\u0307", "i")


def _upper_first(word: str, like: str) -> str:
    first = "İ" if word[0] == "i" and _TURKISH & set(like) else word[0].upper()
    # a letter whose capital is another letter's (µ) or two letters (ß) stays small
    return (first if word[0] in "iı" or first.lower() == word[0] else word[0]) + word[1:]


def _cased(word: str, *, alone: bool, dotted: bool) -> str:
    """One word with a capital letter where it was written in capitals or in small letters alone."""
    low = _lower(word)
    if low in _SMALL and not alone:
        return low if word in (low, word.upper()) or word[1:] == low[1:] else word
    if not (word == word.upper() or word == low) or (len(word) == 1 and dotted):
        return _upper_first(word, word) if len(word) == 1 else word
    head, mark, rest = low.partition("'")
    if mark and len(head) == 1 and head in _SINGLE_LETTER_BEFORE and rest and script_of(word) != "mixed":
        return f"{_upper_first(head, word)}'{_upper_first(rest, word)}"
    return _upper_first(low, word)


def _case(text: str) -> str:
    words = _WORD.findall(text)
    first = words[0] if words else ""
    seen = 0

    def one(found: re.Match[str]) -> str:
        nonlocal seen
        seen += 1
        word = found[0]
        # a particle that begins or is the whole text may be a name: Де, Ван
        whole = len(words) == 1 or (seen == 1 and word == first and _lower(word) in PARTICLES_AFTER)
        return _cased(word, alone=whole, dotted=text[found.end() : found.end() + 1] == ".")

    return _WORD.sub(one, text)


@lru_cache(maxsize=1 << 17)
def mend_name(text: str) -> tuple[str, tuple[Mark, ...]]:
    """Returns a name ready to be read and compared, and marks for what was wrong with it. Repairing twice changes
    nothing.

    Hidden characters are removed; NFC, single spaces, one kind of apostrophe (') and hyphen; look-alike letters and
    wrong keyboard layouts are repaired where possible; words entirely in capital or small letters get one capital each.
    """
    value, hidden = visible(text)
    found = {Mark.HIDDEN_CHARACTERS} if hidden else set()
    if not value:
        return "", tuple(found)
    for _ in range(MOST_PASSES):
        before, (value, more) = value, _pass(value)
        found |= more
        if value == before or (not more and _only_cased(before, value)):
            break
    if sum(map(str.isalpha, value)) == 1:
        found.add(Mark.ONE_LETTER)
    if len(value) > LONGEST_NAME:
        found.add(Mark.VERY_LONG)
    return value, tuple(mark for mark in Mark if mark in found) if found else ()


def _only_cased(before: str, value: str) -> bool:
    """Whether only capitals changed, in one script: then a second round finds nothing."""
    plain = value.replace(" ", "").isalpha() and script_of(value) != "mixed"
    return plain and before.casefold() == value.casefold()


def _pass(seen: str) -> tuple[str, set[Mark]]:
    """One round of repair: each repair may reveal further faults."""
    marks: set[Mark] = set()
    if not seen.isalpha():
        seen = _LETTER_SPACED.sub(lambda found: found[0].replace(" ", ""), _UNDERSCORES.sub(" ", seen))
    seen, retyped = _relayout(seen)
    plain = _STAND_INS.sub("'", _APOSTROPHES.sub("'", seen))
    plain = _DOTS.sub("", _DASHES.sub("-", plain)).strip(" ,;-_")
    twins, lookalike = mend_lookalikes(plain)
    plain = _WORD.sub(lambda found: mend_slips(found[0]), twins) if _may_slip(twins) else twins
    if lookalike or plain != twins:
        marks.add(Mark.LOOKALIKE_LETTERS)
    if retyped:
        marks.add(Mark.WRONG_KEYBOARD)
    return _case(" ".join(_JOINED.sub(" ", plain).split())), marks


def _relayout(text: str) -> tuple[str, bool]:
    """The text, or the intended text if the keyboard was set to the other layout: for all of it, one word of many, or a
    part of a word.
    """
    if len(text) > LONGEST_NAME:
        return text, False
    if (meant := read_other_layout(text)) is not None:
        return meant, True
    words = text.split(" ")
    scripts = {script_of(word) for word in words}
    if "mixed" in scripts or (len(words) > 1 and len(scripts & {"latin", "cyrillic"}) == 2):
        changed = [read_other_layout(word) or _half(word) or word for word in words]
        if changed != words:
            return " ".join(changed), True
    return text, False


def _half(word: str) -> str | None:
    """The intended word if the layout was changed within a word that stays mixed after repairing look-alike letters."""
    if script_of(word) != "mixed" or script_of(mend_lookalikes(word)[0]) != "mixed":
        return None
    return read_half_layout(word)


def _may_slip(text: str) -> bool:
    """Whether a text is not purely Cyrillic letters: only then are there slips that can be repaired."""
    return not _CYRILLIC_ALONE.fullmatch(text)
