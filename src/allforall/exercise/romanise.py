"""Cyrillic names in Latin letters, as offices and hurried clerks write them: one text in, one text out.

The tables are typed from the standards they are named after and cover the letters of Ukrainian and Russian:
KMU 2010 (resolution 55 of the Cabinet of Ministers of Ukraine), BGN/PCGN 1965 for Ukrainian and 1947 for
Russian, the passport tables of ICAO Doc 9303, ISO 9:1995, GOST 7.79-2000 system B, GOST R 52535.1-2006. The
habits of Polish, German, French and Turkish writers and the careless one are assumptions. These tables are the
generator's own, on purpose: name reading has others.
"""

from enum import StrEnum
from functools import lru_cache


class Language(StrEnum):
    """The language whose spelling is romanised."""

    UKRAINIAN = "ukrainian"
    RUSSIAN = "russian"


class Scheme(StrEnum):
    """How Cyrillic is written in Latin letters."""

    KMU_2010 = "kmu_2010"
    BGN_PCGN = "bgn_pcgn"
    ICAO = "icao"
    ISO_9 = "iso_9"
    GOST_7_79_B = "gost_7_79_b"
    GOST_52535 = "gost_52535"
    POLISH = "polish"
    GERMAN = "german"
    FRENCH = "french"
    TURKISH = "turkish"
    CARELESS = "careless"


def _table(pairs: str) -> dict[str, str]:
    """Reads ``а=a б=b`` into a table; an empty right side drops the letter."""
    return {left: right for left, _, right in (pair.partition("=") for pair in pairs.split())}


_BASE = _table(
    "а=a б=b в=v г=g ґ=g д=d е=e ж=zh з=z к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch"
)
_BASE_RU = _BASE | _table("ё=e и=i й=y ъ= ы=y ь= э=e ю=yu я=ya і=i ї=i є=e '= ’=")
_BASE_UK = _BASE | _table("г=h є=ie и=y і=i ї=i й=i ь= '= ’= ю=iu я=ia ё=io ы=y э=e ъ=")
_ISO = _BASE | _table("г=g ґ=g̀ ё=ë ж=ž и=i й=j х=h ц=c ч=č ш=š щ=ŝ ъ=ʺ ы=y ь=ʹ э=è ю=û я=â і=ì ї=ï є=ê '=’ ’=’")
_GOST_B = _BASE | _table("ё=yo и=i й=j х=x ц=cz щ=shh ъ=`` ы=y` ь=` э=e` ю=yu я=ya і=i ї=yi є=ye ґ=g` '=' ’='")
_HABITS: dict[Scheme, dict[str, str]] = {
    Scheme.POLISH: _BASE
    | _table("в=w ж=ż х=ch ц=c ч=cz ш=sz щ=szcz и=y і=i ї=ji й=j є=je ь= ю=ju я=ja ё=jo ы=y э=e ъ= '= ’="),
    Scheme.GERMAN: _BASE
    | _table("в=w ж=sch з=s х=ch ц=z ч=tsch ш=sch щ=schtsch и=i і=i ї=ji й=j є=je ь= ю=ju я=ja ё=jo ы=y э=e ъ= '= ’="),
    Scheme.FRENCH: _BASE
    | _table("ж=j у=ou ч=tch ш=ch щ=chtch и=i і=i ї=ï й=ï є=ie ь= ю=iou я=ia ё=io ы=y э=e ъ= '= ’="),
    Scheme.TURKISH: _BASE
    | _table("ж=j х=h ц=ts ч=ç ш=ş щ=şç и=i і=i ї=yi й=y є=ye ь= ю=yu я=ya ё=yo ы=ı э=e ъ= '= ’="),
}
#: Per scheme and language: the letters, and those that differ at the start of a word.
_TABLES: dict[tuple[Scheme, Language], tuple[dict[str, str], dict[str, str]]] = {
    (Scheme.KMU_2010, Language.UKRAINIAN): (_BASE_UK, _table("є=ye ї=yi й=y ю=yu я=ya")),
    (Scheme.BGN_PCGN, Language.UKRAINIAN): (
        _BASE_UK | _table("є=ye ї=yi й=y ь=’ '=” ’=” ю=yu я=ya"),
        {},
    ),
    (Scheme.BGN_PCGN, Language.RUSSIAN): (_BASE_RU | _table("ё=ë ъ=” ь=’"), _table("е=ye ё=yë")),
    (Scheme.ICAO, Language.UKRAINIAN): (_BASE_UK, {}),
    (Scheme.ICAO, Language.RUSSIAN): (_BASE_RU | _table("й=i ъ=ie ю=iu я=ia"), {}),
    (Scheme.GOST_52535, Language.RUSSIAN): (_BASE_RU | _table("й=i ц=tc ю=iu я=ia"), {}),
}
for _language in Language:
    _own = {} if _language is Language.RUSSIAN else _table("г=h")
    _y = {} if _language is Language.RUSSIAN else _table("и=y")
    _TABLES[Scheme.ISO_9, _language] = (_ISO, {})
    _TABLES[Scheme.GOST_7_79_B, _language] = (_GOST_B | ({} if not _y else _table("и=y`")), {})
    for _scheme, _letters in _HABITS.items():
        _TABLES[_scheme, _language] = (_letters | _own | (_y or _table("и=i")), {})

#: What a careless writer may write for a letter, chosen by the writer's `turn`. Assumption.
_CARELESS: dict[str, tuple[str, ...]] = {
    "г": ("g", "h"),
    "ж": ("zh", "j", "g"),
    "и": ("y", "i"),
    "й": ("y", "i", "j", ""),
    "х": ("h", "kh", "ch"),
    "ц": ("ts", "c", "tz"),
    "ч": ("ch", "tch", "c"),
    "щ": ("sch", "sh", "shch"),
    "є": ("e", "ye", "ie"),
    "ї": ("i", "yi", "ji"),
    "ё": ("e", "yo", "io"),
    "ю": ("yu", "u", "iu", "ju"),
    "я": ("ya", "ia", "ja", "a"),
    "ь": ("", "", "'"),
    "в": ("v", "v", "w"),
    "к": ("k", "k", "c"),
    "у": ("u", "u", "ou"),
}
_SOFTENS = frozenset("іиеєюяьёї")
_VOWELS_AND_SIGNS = frozenset("аеёиоуыэюяіїєьъй'’")
#: The number of different careless writers.
CARELESS_TURNS = 24


def schemes_for(language: Language) -> tuple[Scheme, ...]:
    """Returns the schemes that are defined for a language."""
    return tuple(scheme for scheme in Scheme if scheme is Scheme.CARELESS or (scheme, language) in _TABLES)


@lru_cache(maxsize=1 << 18)
def romanise(text: str, scheme: Scheme, language: Language, turn: int = 0) -> str:
    """Returns a Cyrillic text in Latin letters; what is not Cyrillic stays as it is.

    `turn` chooses among the habits of a careless writer and has no effect on the other schemes. A scheme
    that is not
    defined for the language falls back on the passport table of that language.
    """
    letters: dict[str, str]
    first: dict[str, str] = {}
    if scheme is Scheme.CARELESS:
        letters = _careless(language, turn % CARELESS_TURNS)
    else:
        letters, first = _TABLES.get((scheme, language)) or _TABLES[Scheme.ICAO, language]
    written: list[str] = []
    before = " "
    low = text.lower()
    for index, letter in enumerate(low):
        after = low[index + 1] if index + 1 < len(low) else " "
        latin = letters.get(letter)
        if latin is None:
            written.append(text[index])
            before = letter
            continue
        starts = not before.isalpha() and before not in "'’"
        if starts and letter in first:
            latin = first[letter]
        elif scheme is Scheme.KMU_2010 and letter == "г" and before == "з":
            latin = "gh"
        elif (
            scheme is Scheme.BGN_PCGN
            and language is Language.RUSSIAN
            and letter in "её"
            and before in _VOWELS_AND_SIGNS
        ):
            latin = "ye" if letter == "е" else "yë"
        elif scheme is Scheme.POLISH and letter == "л" and after not in _SOFTENS:
            latin = "ł"
        elif scheme is Scheme.GOST_7_79_B and letter == "ц" and after in "иіеєыйїь":
            latin = "c"
        if text[index].isupper() and latin:
            wholly = text.isupper() and len(text) > 1
            latin = latin.upper() if wholly else latin[0].upper() + latin[1:]
        written.append(latin)
        before = letter
    return "".join(written)


@lru_cache(maxsize=256)
def _careless(language: Language, turn: int) -> dict[str, str]:
    letters = dict(_BASE_UK if language is Language.UKRAINIAN else _BASE_RU)
    for place, (letter, choices) in enumerate(_CARELESS.items()):
        if letter == "и" and language is Language.RUSSIAN:
            continue  # nobody writes y for it
        letters[letter] = choices[(turn * (place * 2 + 1) + place) % len(choices)]
    return letters
