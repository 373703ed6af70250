"""A rough Latin reading of names in scripts without learnt spellings: Greek, Armenian, Georgian, Hebrew,
Arabic, Devanagari, Hangul, kana and their like.

It reads the letters' names in the Unicode character database (Python's own copy: GREEK SMALL LETTER KAPPA, HANGUL
SYLLABLE GIM), so no table is needed. It is good enough to see that two spellings may be one name; vowels that
a script does not write are missing, and Chinese characters have no reading.
"""

import unicodedata
from functools import lru_cache

#: Letters whose Unicode name is not their sound. Arabic and Hebrew by the names of their letters, Greek likewise.
_SOUNDS: dict[str, dict[str, str]] = {
    "ARABIC": {
        "ALEF": "a", "BEH": "b", "PEH": "p", "TEH": "t", "THEH": "th", "JEEM": "j", "TCHEH": "ch", "HAH": "h",
        "KHAH": "kh", "DAL": "d", "THAL": "dh", "REH": "r", "ZAIN": "z", "JEH": "zh", "SEEN": "s", "SHEEN": "sh",
        "SAD": "s", "DAD": "d", "TAH": "t", "ZAH": "z", "AIN": "a", "GHAIN": "gh", "FEH": "f", "QAF": "q", "KAF": "k",
        "KEHEH": "k", "GAF": "g", "LAM": "l", "MEEM": "m", "NOON": "n", "HEH": "h", "WAW": "u", "YEH": "i",
        "FARSI": "i", "HAMZA": "",
    },
    "HEBREW": {
        "ALEF": "a", "BET": "b", "GIMEL": "g", "DALET": "d", "HE": "h", "VAV": "v", "ZAYIN": "z", "HET": "h",
        "TET": "t", "YOD": "i", "KAF": "k", "FINAL": "", "LAMED": "l", "MEM": "m", "NUN": "n", "SAMEKH": "s",
        "AYIN": "a", "PE": "p", "TSADI": "ts", "QOF": "k", "RESH": "r", "SHIN": "sh", "TAV": "t",
    },
    "GREEK": {
        "ALPHA": "a", "BETA": "v", "GAMMA": "g", "DELTA": "d", "EPSILON": "e", "ZETA": "z", "ETA": "i", "THETA": "th",
        "IOTA": "i", "KAPPA": "k", "LAMDA": "l", "MU": "m", "NU": "n", "XI": "x", "OMICRON": "o", "PI": "p",
        "RHO": "r", "SIGMA": "s", "FINAL": "s", "TAU": "t", "UPSILON": "y", "PHI": "f", "CHI": "ch", "PSI": "ps",
        "OMEGA": "o",
    },
    "GEORGIAN": {
        "AN": "a", "BAN": "b", "GAN": "g", "DON": "d", "EN": "e", "VIN": "v", "ZEN": "z", "TAN": "t", "IN": "i",
        "KAN": "k", "LAS": "l", "MAN": "m", "NAR": "n", "ON": "o", "PAR": "p", "ZHAR": "zh", "RAE": "r", "SAN": "s",
        "TAR": "t", "UN": "u", "PHAR": "p", "KHAR": "k", "GHAN": "gh", "QAR": "q", "SHIN": "sh", "CHIN": "ch",
        "CAN": "ts", "JIL": "dz", "CIL": "ts", "CHAR": "ch", "XAN": "kh", "JHAN": "j", "HAE": "h",
    },
    "ARMENIAN": {
        "AYB": "a", "BEN": "b", "GIM": "g", "DA": "d", "ECH": "e", "ZA": "z", "EH": "e", "ET": "e", "TO": "t",
        "ZHE": "zh", "INI": "i", "LIWN": "l", "XEH": "kh", "CA": "ts", "KEN": "k", "HO": "h", "JA": "dz", "GHAD": "gh",
        "CHEH": "ch", "MEN": "m", "YI": "y", "NOW": "n", "SHA": "sh", "VO": "o", "CHA": "ch", "PEH": "p", "JHEH": "j",
        "RA": "r", "SEH": "s", "VEW": "v", "TIWN": "t", "REH": "r", "CO": "ts", "YIWN": "u", "PIWR": "p", "KEH": "k",
        "OH": "o", "FEH": "f",
    },
}  # fmt: skip
#: Names of signs joined to a letter that give the vowel after it instead of its own.
_JOINED = (" VOWEL SIGN ", " SIGN ")


@lru_cache(maxsize=4096)
def _sound(letter: str) -> str:
    name = unicodedata.name(letter, "")
    script, _, rest = name.partition(" ")
    words = rest.replace("CAPITAL ", "").replace("SMALL ", "").split()
    if not words or script == "CJK":
        return letter
    if script in _SOUNDS:
        return next((_SOUNDS[script][word] for word in words if word in _SOUNDS[script]), "")
    if script == "HANGUL":
        return words[-1].lower() if words[0] == "SYLLABLE" else ""
    if script in ("HIRAGANA", "KATAKANA"):
        return "" if "PROLONGED" in rest or "MIDDLE" in rest else words[-1].lower()
    # A letter with a class but no sound in its name (THAI CHARACTER WO WAEN) is kept and compared as it is.
    return words[-1].lower() if any(word in ("LETTER", "VOWEL", "SYLLABLE") for word in words) else letter


def romanise(name: str) -> str:
    """Returns a rough Latin reading of a name in another script; Latin, Cyrillic and Chinese letters stay."""
    text: list[str] = []
    for letter in unicodedata.normalize("NFC", name):
        if letter < "\u0370" or "\u0400" <= letter <= "\u052f" or "\u1e00" <= letter <= "\u1eff":
            text.append(letter)
        elif letter.isspace() or unicodedata.category(letter)[0] in "PZ":
            text.append(" ")
        elif any(sign in unicodedata.name(letter, "") for sign in _JOINED) and text and text[-1].endswith("a"):
            text[-1] = text[-1][:-1] + _vowel(letter)
        else:
            text.append(_sound(letter))
    return "".join(text)


def _vowel(sign: str) -> str:
    last = unicodedata.name(sign, "").split()[-1].lower()
    return "" if last in ("virama", "coeng", "nukta") else last
