"""The form of a name in the neighbouring language, and its feminine: letters and endings, by rule.

A Ukrainian surname is converted into Russian letter by letter and vice versa, as offices do when they fill in a form in
their own language; given names have their own pairs in the package's tables. These rules make invented names; they are
not a transliteration for an index.
"""

from functools import lru_cache

_UK_TO_RU = {"і": "и", "ї": "и", "є": "е", "ґ": "г", "'": "ь"}
_RU_TO_UK = {"э": "е", "ы": "и", "ъ": "'"}
_VOWELS = frozenset("аеёиоуыэюяіїє")
_HISSING = frozenset("жчшщц")
_UK_ENDINGS = (("ський", "ский"), ("цький", "цкий"), ("зький", "зкий"), ("ній", "ний"), ("ий", "ый"))
_RU_ENDINGS = (
    ("ский", "ський"),
    ("цкий", "цький"),
    ("зкий", "зький"),
    ("ый", "ий"),
    ("ой", "ий"),
    ("ий", "ій"),
)
_UK_FEMININE = (
    ("ський", "ська"),
    ("цький", "цька"),
    ("зький", "зька"),
    ("ній", "ня"),
    ("ий", "а"),
    ("ій", "я"),
)
_RU_FEMININE = (
    ("ский", "ская"),
    ("цкий", "цкая"),
    ("зкий", "зкая"),
    ("ний", "няя"),
    ("ый", "ая"),
    ("ой", "ая"),
)
_POSSESSIVE = ("ов", "ев", "єв", "ёв", "ьов", "йов", "ин", "ін", "їн", "ын")


@lru_cache(maxsize=1 << 17)
def to_russian(word: str) -> str:
    """Returns a Ukrainian word in Russian letters, as an office would write it."""
    low = word.lower()
    tail = ""
    for ending, russian in _UK_ENDINGS:
        if low.endswith(ending) and len(low) > len(ending) + 1:
            low, tail = low[: -len(ending)], russian
            if russian == "ый" and low[-1] in "кгхжчшщ":
                tail = "ий"
            break
    low = low.replace("ьо", "ё").replace("йо", "ё")
    return _cased(word, "".join(_UK_TO_RU.get(letter, letter) for letter in low) + tail)


@lru_cache(maxsize=1 << 17)
def to_ukrainian(word: str) -> str:
    """Returns a Russian word in Ukrainian letters, as an office would write it."""
    low = word.lower()
    tail = ""
    for ending, ukrainian in _RU_ENDINGS:
        if low.endswith(ending) and len(low) > len(ending) + 1:
            low, tail = low[: -len(ending)], ukrainian
            if ukrainian == "ій" and low[-1] in "кгхжчшщ":
                tail = "ий"
            break
    letters: list[str] = []
    before = ""
    for letter in low:
        if letter == "и":
            letters.append("и" if before in _HISSING else "ї" if before in _VOWELS else "і")
        elif letter == "е":
            letters.append("є" if not before or before in _VOWELS or before in "ьъ" else "е")
        elif letter == "ё":
            if before == "ь":
                letters.pop()
            joint = "йо" if not before or before in _VOWELS or before in "ьъ" else "ьо"
            letters.append("о" if before in _HISSING else joint)
        elif letter == "ь" and before in _HISSING:
            continue
        else:
            letters.append(_RU_TO_UK.get(letter, letter))
        before = letter
    return _cased(word, "".join(letters) + tail)


@lru_cache(maxsize=1 << 17)
def feminine(surname: str, *, russian: bool) -> str:
    """Returns the feminine form of a surname; unchanged if it has only one form."""
    for ending, changed in _RU_FEMININE if russian else _UK_FEMININE:
        if surname.endswith(ending) and len(surname) > len(ending) + 1:
            return surname[: -len(ending)] + changed
    if surname.endswith(_POSSESSIVE):
        return surname + "а"
    return surname


def _cased(model: str, word: str) -> str:
    """The word with the capitals of its model; parts joined by hyphens or spaces are treated separately."""
    for joint in "- ":
        if joint in word and word.count(joint) == model.count(joint):
            parts = zip(model.split(joint), word.split(joint), strict=True)
            return joint.join(_cased(pattern, part) for pattern, part in parts)
    return word[:1].upper() + word[1:] if model[:1].isupper() else word
