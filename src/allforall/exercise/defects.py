"""Defects of a text between a person and a list: slips of the finger, of the keyboard, of the scanner.

Each function takes a text and dice and returns a different text, or the same text if the slip is not possible (no
letter has a twin in the other script); callers record a defect only if the text changed.
"""

from allforall.exercise.dice import Dice

_CYRILLIC_NEAR = {
    "а": "оя", "о": "а", "е": "иэ", "и": "еі", "і": "иї", "г": "хк", "х": "г", "д": "т", "т": "д", "б": "п",
    "п": "б",
    "в": "ф", "з": "с", "с": "з", "ж": "ш", "ш": "щ", "щ": "ш", "ч": "щ", "ц": "с", "у": "ю", "ю": "у",
    "я": "а",
    "й": "и", "м": "н", "н": "м", "р": "л", "л": "р", "к": "г", "є": "е", "ї": "і", "ы": "и", "э": "е",
    "ё": "е",
    "ь": "ъ", "ф": "в",
}  # fmt: skip
_LATIN_NEAR = {
    "a": "oe", "o": "au", "e": "ia", "i": "ye", "u": "oi", "y": "ij", "v": "wb", "w": "v", "k": "cg",
    "c": "ks",
    "g": "hk", "h": "g", "s": "zc", "z": "s", "t": "d", "d": "t", "b": "p", "p": "b", "m": "n", "n": "m",
    "r": "l",
    "l": "r", "j": "iy", "f": "v",
}  # fmt: skip
_LOOKALIKES = {
    "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "х": "x", "у": "y", "і": "i", "А": "A", "В": "B",
    "Е": "E",
    "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P", "С": "C", "Т": "T", "Х": "X", "І": "I",
}  # fmt: skip
_LOOKALIKES_BACK = {latin: cyrillic for cyrillic, latin in _LOOKALIKES.items() if latin not in "yY"}
_OCR = {
    "и": "н", "н": "и", "п": "л", "л": "п", "ш": "ц", "щ": "ш", "е": "с", "с": "е", "о": "0", "з": "3",
    "б": "6",
    "О": "0", "З": "3", "Б": "6", "в": "п", "і": "1", "г": "т", "ч": "у", "ж": "к", "l": "1", "o": "0",
    "O": "0", "I": "l", "m": "rn", "h": "b", "e": "c", "B": "8", "S": "5", "u": "ii", "v": "y",
}  # fmt: skip
_ROWS_EN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_KEYS = {"ukrainian": "йцукенгшщзхїфівапролджєячсмитьбю", "russian": "йцукенгшщзхъфывапролджэячсмитьбю"}
_TO_LATIN_KEYS = {
    language: {
        **dict(zip(keys, _ROWS_EN, strict=True)),
        **dict(zip(keys.upper(), 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>', strict=True)),
    }
    for language, keys in _KEYS.items()
}
_TO_CYRILLIC_KEYS = {
    language: {latin: cyrillic for cyrillic, latin in keys.items()} for language, keys in _TO_LATIN_KEYS.items()
}
_HIDDEN = ("\u200b", "\u00ad", "\ufeff", "\u200e", "\u202a", "\u00a0")
APOSTROPHES = "'’ʼ`"


def typo(text: str, dice: Dice) -> str:
    """Returns the text with one letter wrong, missing, doubled, or two letters swapped; seldom the first letter."""
    if not text:
        return text
    near = _CYRILLIC_NEAR if any("а" <= letter <= "я" or letter in "іїєґё" for letter in text.lower()) else _LATIN_NEAR
    for _ in range(6):
        at = dice.below(len(text))
        if at == 0 and len(text) > 1 and dice.roll() < 0.7:
            continue
        letter = text[at]
        kind = dice.roll()
        if kind < 0.45 and letter.lower() in near:
            wrong = dice.pick(near[letter.lower()])
            changed = text[:at] + (wrong.upper() if letter.isupper() else wrong) + text[at + 1 :]
        elif kind < 0.70 and len(text) > 2:
            changed = text[:at] + text[at + 1 :]
        elif kind < 0.85:
            changed = text[: at + 1] + letter.lower() + text[at + 1 :]
        elif at + 1 < len(text):
            changed = text[:at] + text[at + 1] + letter + text[at + 2 :]
        else:
            continue
        if changed != text:
            return changed
    return text + text[-1].lower()


def lookalike(text: str, dice: Dice) -> str:
    """Returns the text with one or more letters replaced by their twins of the other script."""
    twins = _LOOKALIKES if any(letter > "Ѐ" for letter in text) else _LOOKALIKES_BACK
    places = [index for index, letter in enumerate(text) if letter in twins]
    if not places:
        return text
    letters = list(text)
    for index in {dice.pick(places) for _ in range(1 + dice.below(3))}:
        letters[index] = twins[letters[index]]
    return "".join(letters)


def wrong_keyboard(text: str, language: str) -> str:
    """Returns what is typed with the other layout on: Latin for a Cyrillic word of that language, and
    back.
    """
    cyrillic = any(letter > "Ѐ" for letter in text)
    keys = (_TO_LATIN_KEYS if cyrillic else _TO_CYRILLIC_KEYS)[language]
    return "".join(keys.get(letter, letter) for letter in text)


def ocr_slip(text: str, dice: Dice) -> str:
    """Returns the text with one letter mistaken for another that looks like it on paper."""
    places = [index for index, letter in enumerate(text) if _OCR.get(letter, letter) != letter]
    if not places:
        return text
    at = dice.pick(places)
    return text[:at] + _OCR[text[at]] + text[at + 1 :]


def stray_spaces(text: str, dice: Dice) -> str:
    """Returns the text with a space before it, after it or doubled inside."""
    if " " in text and dice.roll() < 0.5:
        return text.replace(" ", "  ", 1)
    return f" {text}" if dice.roll() < 0.5 else f"{text} "


def hidden_character(text: str, dice: Dice) -> str:
    """Returns the text with an invisible character in it."""
    at = dice.below(len(text) + 1)
    return text[:at] + dice.pick(_HIDDEN) + text[at:]


def other_apostrophe(text: str, dice: Dice) -> str:
    """Returns the text with its apostrophe written differently, or left out."""
    if "'" not in text:
        return text
    return text.replace("'", dice.pick(("’", "ʼ", "`", "")))


def digit_slip(text: str, dice: Dice) -> str:
    """Returns the text with one digit wrong, unchanged if it has none."""
    places = [index for index, letter in enumerate(text) if letter.isdigit()]
    if not places:
        return text
    at = dice.pick(places)
    return text[:at] + str((int(text[at]) + 1 + dice.below(9)) % 10) + text[at + 1 :]
