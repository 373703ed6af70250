"""A quick key for looking up a word in the table of given names while names are split.

It is stricter than the fold: the usual romanisations of one spelling are equal (Юрій, Yurii, Iurii, Jurij), and little
else. One word costs a few microseconds; the fold is made for whole columns.
"""

import unicodedata
from functools import lru_cache

_CYRILLIC = dict(
    zip("абвгґдеёєэжзиіїыйклмнопрстуфхчшщўқғңөүұһәҗ", "abvhhdeeeeJziiiiiklmnoprstufhCSSvkhnouuheJ", strict=True)
)
_SIGNS = dict.fromkeys("ьъ'’ʼ‘ʻ`.", "")
_LATIN = {
    "č": "C", "ç": "C", "ć": "C", "š": "S", "ş": "S", "ș": "S", "ž": "J", "ż": "J", "ł": "l", "ı": "i", "ə": "e",
    "đ": "d", "ß": "ss", "æ": "e", "ø": "o", "w": "v", "y": "i", "j": "i", "g": "h", "x": "ks", "q": "k", "ţ": "ts",
    "ț": "ts",
}  # fmt: skip
_TABLE = str.maketrans(_CYRILLIC | _SIGNS | _LATIN | {"ц": "ts", "ю": "iu", "я": "ia"})
#: Latin spellings of one sound, longer ones first; written after single letters are replaced, so y and j are i.
_SOUNDS = (
    ("shch", "S"), ("szcz", "S"), ("tsch", "C"), ("sch", "S"), ("tch", "C"), ("cz", "C"), ("sz", "S"), ("kh", "h"),
    ("zh", "J"), ("ch", "C"), ("sh", "S"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("tz", "ts"), ("ie", "e"),
    ("io", "e"), ("ou", "u"), ("ce", "se"), ("ci", "si"), ("c", "k"),
)  # fmt: skip


@lru_cache(maxsize=1 << 16)
def spelling_key(word: str) -> str:
    """Returns the key of a word: equal for the usual spellings of one name in Cyrillic and Latin letters."""
    text = word.lower().translate(_TABLE)
    if not text.isascii():
        text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if letter.isascii())
        text = text.translate(_TABLE)
    for spelling, sound in _SOUNDS:
        text = text.replace(spelling, sound)
    made = [letter for place, letter in enumerate(text) if place == 0 or letter != text[place - 1]]
    return "".join(made)
