"""Slips of optical or human reading within one word, repaired if only one name can be meant.

Digits for letters (Б0ндаренко, 3ахаренко, Kova1chuk), letters that are like others in italics or in capitals only
(Петрenkо, IIIевченко, KovaIenko), a Latin word whose letters all have Cyrillic twins and make a known given name
(Tapac), rn for m in a known given name. What may be a name as written is left unchanged.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice, product

from allforall.people.names.given import given_groups, given_names, is_given
from allforall.people.names.keyboard import surprise
from allforall.people.names.lookalikes import TO_CYRILLIC, script_of

#: Letters that are like others in italics or small capitals; the likeliest word decides between several.
_ITALIC = {
    "k": "к", "m": "м", "t": "т", "n": "пн", "u": "иц", "r": "гр", "b": "ьвб", "h": "нһ", "g": "д",
    "K": "К", "N": "И", "R": "Я", "b.": "ь",
}  # fmt: skip
_Options = tuple[str, ...] | str
_CYRILLIC_DIGITS: dict[str, _Options] = {"0": "о", "1": "іл", "3": "з", "4": "ч", "6": "б", "8": "в"}
_LATIN_DIGITS: dict[str, _Options] = {"0": "o", "1": "li", "3": "e", "4": ("ch",), "5": "s", "6": "b", "8": "b"}
#: Letters without a Latin look-alike.
_ONLY_CYRILLIC = frozenset("бвгґджзийлмнптцчшщъыьэюяєфкБГҐДЖЗИЙЛПЦЧШЩЪЫЬЭЮЯЄФ")
#: Fewer letters beside a digit may be a code, and more digits a number (assumptions).
#: The highest surprise per step of a repaired word, in tenths of a bit (assumption: a correct name has under 40).
LIKELY = 50
#: How much likelier a name must be with m than with rn: Rornan, but not Arnina (assumption; tenths of a bit).
UNLIKELIER = 50
FEWEST_LETTERS, MOST_DIGITS, MOST_CANDIDATES = 3, 2, 64
#: A final digit other than 0 may number persons with the same name.
_DIGITS_INSIDE = re.compile(r"(?:[^\W\d_]|\d(?=[^\W\d_]))+0?")
_TWINS = frozenset(map(chr, TO_CYRILLIC)) | {"k"}
_THREE_STROKES = re.compile(r"^[IІ]{3}(?=[а-яёіїєґ]{3})|(?<=[А-ЯЁЇЄҐ])[IІ]{3}(?=[А-ЯЁЇЄҐ])")
_CAPITAL_I = re.compile(r"(?<=[a-z])I(?=[a-z])")


def _likeliest(word: str, options: Sequence[_Options]) -> str:
    """The likeliest word from each letter's options, or the word itself if none is likely."""
    made = ["".join(letters) for letters in islice(product(*options), MOST_CANDIDATES)]
    known = [text for text in made if text.lower() in given_names().written]
    best = min(known or made, key=surprise)
    return best if known or surprise(best) <= LIKELY * (len(best) + 1) else word


def _digits(word: str) -> str:
    script = script_of(word)
    digits = sum(map(str.isdigit, word))
    if script in {"", "mixed"} or digits > MOST_DIGITS or len(word) - digits < FEWEST_LETTERS:
        return word
    if not _DIGITS_INSIDE.fullmatch(word):
        return word
    table = _CYRILLIC_DIGITS if script == "cyrillic" else _LATIN_DIGITS
    if any(letter.isdigit() and letter not in table for letter in word):
        return word
    options: list[_Options] = []
    for place, letter in enumerate(word):
        found = tuple(table[letter]) if letter.isdigit() else (letter,)
        capital = letter.isdigit() and (place == 0 or word == word.upper())
        options.append(tuple(map(str.upper, found)) if capital else found)
    return _likeliest(word, options)


def _mixed(word: str) -> str:
    """A word in both scripts that twins alone cannot make uniform, in Cyrillic if it is mostly Cyrillic."""
    if not any(letter in _ONLY_CYRILLIC for letter in word):
        return word
    options = []
    for letter in word:
        if letter.isascii() and letter.isalpha():
            found = "".join(dict.fromkeys(TO_CYRILLIC.get(ord(letter), "") + _ITALIC.get(letter, "")))
            if not found:
                return word
            options.append(found)
        else:
            options.append(letter)
    return _likeliest(word, options)


def _latin(word: str) -> str:
    """A Latin word that is a given name with other letters."""
    if len(word) > FEWEST_LETTERS and _TWINS.issuperset(word) and not is_given(word):
        twin = "".join("к" if letter == "k" else TO_CYRILLIC[ord(letter)] for letter in word)
        if twin.lower() in given_names().written:
            return twin
    if "rn" in word or "RN" in word:
        whole = word.replace("rn", "m").replace("RN", "M")
        if given_groups(whole) and not is_given(word) and surprise(word) - surprise(whole) >= UNLIKELIER:
            return whole
    found = _CAPITAL_I.search(word)
    return word if found is None or is_given(word[found.start() :]) else _CAPITAL_I.sub("l", word)


@lru_cache(maxsize=1 << 16)
def mend_slips(word: str) -> str:
    """Returns a word with such slips repaired, or unchanged."""
    mended = _THREE_STROKES.sub("Ш", word)
    if any(map(str.isdigit, mended)):
        return _digits(mended)
    script = script_of(mended)
    if script == "mixed":
        return _mixed(mended)
    return _latin(mended) if script == "latin" and mended.isascii() else mended
