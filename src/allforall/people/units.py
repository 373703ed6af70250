"""Military units as lists write them, brought to one form: a number and a kind.

Text in, text out: nothing is looked up, so that a unit says here no more than its list said. ``72 ОМБр``, ``72-а окрема
механізована бригада`` and ``72 omsbr`` become ``72 brigade mechanised``; a unit within another is joined with `` / ``, the smaller
first; a numbered military unit becomes ``mu A1234`` with its letter in Latin. Mechanised, motor-rifle and motorised infantry
are one arm here, since Ukrainian and Russian lists name the same brigades by either word.
"""

import re
from functools import lru_cache

from allforall.people.persons import Mark
from allforall.people.written import visible

#: The size of a unit by the stem of its word, the smallest first.
_SIZES: tuple[tuple[str, str], ...] = (
    ("squad", r"відділенн\w+|отделени\w+|squad"),
    ("platoon", r"взвод\w*|platoon|vzvod"),
    ("battery", r"батаре\w+|battery"),
    ("company", r"рот[аиіуы]?|company|coy|rota"),
    ("squadron", r"ескадрил\w+|эскадрил\w+|squadron"),
    ("division_artillery", r"дивізіон\w*|дивизион\w*"),
    ("battalion", r"батальйон\w*|батальон\w*|бат|б-н|battalion|bn|batalion|batalyon"),
    ("detachment", r"загін|загону|отряд\w*|detachment"),
    ("regiment", r"полк\w*|полк|regiment|rgt|polk"),
    ("brigade", r"бригад\w*|бр|бриг|brigade|bde|bryhada|brigada|tugay"),
    ("division", r"дивізі[яїю]\w*|дивизи[яию]\w*|division|div|dyviziia|diviziya"),
    ("corps", r"корпус\w*|corps|korpus"),
    ("army", r"арм[іи][яїию]\w*|army|armiya"),
    ("centre", r"центр\w*|centre|center|tsentr"),
    ("group", r"груп[аи]\w*|групп[аы]\w*|group"),
)
#: The arm by the stem of its word.
_ARMS: tuple[tuple[str, str], ...] = (
    ("mechanised", r"механізован\w*|механизирован\w*|mechani[sz]ed|mekh|mech"),
    (
        "mechanised",
        r"мотострілец\w*|мотострелк\w*|мотопіхотн\w*|мотопехотн\w*|motor(?:i[sz]ed)?(?:[ -](?:rifle|infantry))?",
    ),
    ("tank", r"танков\w*|tank"),
    ("air_assault", r"десантно-штурмов\w*|аеромобільн\w*|аэромобильн\w*|air[ -]assault|airmobile"),
    (
        "airborne",
        r"повітряно-десантн\w*|воздушно-десантн\w*|парашутно-десантн\w*|парашютно-десантн\w*|airborne",
    ),
    ("naval_infantry", r"морськ\w+ піхот\w+|морск\w+ пехот\w+|marines?|naval infantry"),
    ("artillery", r"артилерійськ\w*|артиллерийск\w*|artillery"),
    ("rocket", r"реактивн\w*|ракетн\w*|rocket|missile"),
    ("air_defence", r"зенітн\w*|зенитн\w*|протиповітрян\w*|air[ -]defen[cs]e"),
    (
        "territorial_defence",
        r"територіальн\w+ оборон\w+|территориальн\w+ оборон\w+|тро|territorial defen[cs]e",
    ),
    ("mountain", r"гірськ\w*|гірсько-штурмов\w*|горн\w*|горно-штурмов\w*|mountain"),
    ("jaeger", r"єгерськ\w*|егерск\w*|jaeger|jager"),
    ("assault", r"штурмов\w*|assault"),
    ("rifle", r"стрілецьк\w*|стрелков\w*|rifle"),
    ("infantry", r"піхотн\w*|пехотн\w*|infantry"),
    ("reconnaissance", r"розвідувальн\w*|разведывательн\w*|recon\w*"),
    ("engineer", r"інженерн\w*|инженерн\w*|engineer\w*"),
    ("signals", r"зв['’ʼ]?язку|связи|signals?"),
    ("border", r"прикордонн\w*|пограничн\w*|border"),
    (
        "special_purpose",
        r"спеціальн\w+ призначен\w+|специальн\w+ назначен\w+|спецназ\w*|special (?:purpose|forces)",
    ),
    ("medical", r"медичн\w*|медицинск\w*|medical"),
    ("supply", r"забезпечен\w*|обеспечени\w*|матеріальн\w+|материальн\w+|logistics?|supply"),
    ("coastal", r"берегов\w*|coastal"),
    ("guards_national", r"національн\w+ гварді\w+|нац ?гварді\w+|национальн\w+ гварди\w+|national guard"),
)
_NOISE = re.compile(
    r"\b(?:окрем\w*|отдельн\w*|separate|гвардійськ\w*|гвардейск\w*|гв|guards|імені.*|имени.*|ім\..*|им\..*|імені|the|of)\b"
)
#: Abbreviations in both scripts: arm letters, then the letter of the size.
_SHORT_ARMS = {
    **{
        "м": "mechanised",
        "мех": "mechanised",
        "мс": "mechanised",
        "мп": "mechanised",
        "мот": "mechanised",
    },
    **{
        "т": "tank",
        "тк": "tank",
        "дш": "air_assault",
        "аем": "air_assault",
        "аэм": "air_assault",
        "пд": "airborne",
    },
    **{"вд": "airborne", "амб": "air_assault", "а": "artillery", "ар": "artillery", "арт": "artillery"},
    **{
        "реа": "rocket",
        "рса": "rocket",
        "зр": "air_defence",
        "зра": "air_defence",
        "гш": "mountain",
        "гп": "mountain",
    },
    **{
        "тро": "territorial_defence",
        "тр": "territorial_defence",
        "морп": "naval_infantry",
        "мор": "naval_infantry",
    },
    **{"ш": "assault", "шт": "assault", "с": "rifle", "сп": "rifle", "п": "infantry", "рз": "reconnaissance"},
    **{
        "р": "reconnaissance",
        "інж": "engineer",
        "инж": "engineer",
        "єг": "jaeger",
        "ег": "jaeger",
        "г": "mountain",
    },
    **{"спн": "special_purpose", "спец": "special_purpose", "": ""},
}
_SHORT_SIZES = {
    "бр": "brigade",
    "п": "regiment",
    "б": "battalion",
    "бн": "battalion",
    "д": "division",
    "р": "company",
}
_SHORT_SIZES |= {"дн": "division_artillery", "к": "corps", "а": "army", "зв": "platoon", "в": "platoon"}
#: Whole abbreviations that the letters alone would misread.
_SHORT_WHOLE = {
    **{"мсб": "battalion mechanised", "мсп": "regiment mechanised", "мсд": "division mechanised"},
    **{"мсбр": "brigade mechanised", "обрмп": "brigade naval_infantry", "брмп": "brigade naval_infantry"},
    **{"обмп": "battalion naval_infantry", "бмп": "battalion naval_infantry", "дшб": "battalion air_assault"},
    **{
        "дшп": "regiment air_assault",
        "пдп": "regiment airborne",
        "вдд": "division airborne",
        "дшд": "division air_assault",
    },
    **{"тп": "regiment tank", "тб": "battalion tank", "тд": "division tank", "мб": "battalion mechanised"},
    **{"бртро": "brigade territorial_defence", "обртро": "brigade territorial_defence"},
    **{"оботро": "battalion territorial_defence", "бтро": "battalion territorial_defence"},
    **{
        "обтро": "battalion territorial_defence",
        "обрспн": "brigade special_purpose",
        "брспн": "brigade special_purpose",
    },
    **{"обрсп": "brigade special_purpose", "збр": "brigade", "оа": "army", "тро": "territorial_defence"},
    **{"зрп": "regiment air_defence", "зрбр": "brigade air_defence", "реап": "regiment rocket", "га": "army"},
    **{
        "огшб": "battalion mountain",
        "огшбр": "brigade mountain",
        "сб": "battalion rifle",
        "шб": "battalion assault",
    },
}
_LATIN = {
    **{
        "ombr": "омбр",
        "omsbr": "омсбр",
        "msbr": "мсбр",
        "odshbr": "одшбр",
        "oaembr": "оаембр",
        "otbr": "отбр",
    },
    **{
        "oabr": "оабр",
        "obrmp": "обрмп",
        "brmp": "брмп",
        "msp": "мсп",
        "msd": "мсд",
        "msb": "мсб",
        "ompbr": "омпбр",
    },
    **{
        "pdp": "пдп",
        "vdd": "вдд",
        "dshp": "дшп",
        "dshb": "дшб",
        "tp": "тп",
        "td": "тд",
        "tb": "тб",
        "tro": "тро",
    },
    **{"obrtro": "обртро", "otdbr": "обртро", "ogshbr": "огшбр", "oshbr": "ошбр"},
}

_MILITARY_UNIT = re.compile(
    r"^(?:в\s*[/\\.]?\s*ч\.?|військов\w+ частин\w+|войсков\w+ част\w+|воинск\w+ част\w+|v\s*[/.]?\s*ch\.?|military unit|mil\.? unit|a/h)"
    r"\s*(?:№|n|no\.?|#)?\s*(?P<letter>[^\W\d_]?)\s*-?\s*(?P<number>\d{3,6})$"
)
_UNIT_ALONE = re.compile(r"^(?P<letter>[аa])\s*-?\s*(?P<number>\d{4})$")
_LETTERS = str.maketrans("авеікмнорстхт", "abeikmhopctxt")
_NUMBER = re.compile(
    r"\b(?P<number>\d{1,4})\s*(?:-?\s*(?:ша|та|га|ма|ва|тя|а|я|й|ий|ій|ый|ой|го|ї|th|st|nd|rd)\b)?"
)
_PARTS = re.compile(r"\s*[,;/]\s*")
_SHORT = re.compile(r"(?P<number>\d{1,4})\s*-?\s*(?P<word>[^\W\d_]{1,8})")
_FIND_SIZE = tuple((size, re.compile(rf"\b(?:{pattern})\b")) for size, pattern in _SIZES)
_FIND_ARM = tuple((arm, re.compile(rf"\b(?:{pattern})\b")) for arm, pattern in _ARMS)


def _short(word: str) -> str | None:
    """The kind that an abbreviation means, or None."""
    word = _LATIN.get(word, word)
    for form in (word, word.removeprefix("о").removeprefix("гв"), word.removeprefix("о")):
        if form in _SHORT_WHOLE:
            return _SHORT_WHOLE[form]
        for length in (2, 1):
            arm, size = form[:-length], form[-length:]
            if size in _SHORT_SIZES and arm in _SHORT_ARMS and (arm or length == 2):
                return f"{_SHORT_SIZES[size]} {_SHORT_ARMS[arm]}".strip()
    return None


def _kind(text: str) -> str | None:
    """The kind that words mean: the size, then the arms in alphabetical order; None where no size stands there."""
    sizes = [size for size, pattern in _FIND_SIZE if pattern.search(text)]
    if len(sizes) != 1:
        return None
    arms = [arm for arm, pattern in _FIND_ARM if pattern.search(text)]
    if "air_assault" in arms and "assault" in arms:
        arms.remove("assault")
    if "mechanised" in arms:
        arms = [arm for arm in arms if arm not in {"rifle", "infantry"}]
    return " ".join([sizes[0], *sorted(set(arms))])


def _one(part: str) -> str | None:
    if match := _MILITARY_UNIT.match(part) or _UNIT_ALONE.match(part):
        return f"mu {match['letter'].translate(_LETTERS).upper()}{match['number']}"
    if (match := _SHORT.fullmatch(part)) and (kind := _short(match["word"])):
        return f"{int(match['number'])} {kind}"
    words = _NOISE.sub(" ", part)
    numbers = [found["number"] for found in _NUMBER.finditer(words)]
    if len(numbers) != 1:
        return None
    rest = " ".join(_NUMBER.sub(" ", words, count=1).split()).strip(" .\"«»'")
    kind = _kind(rest) or _short(rest.replace(" ", ""))
    return f"{int(numbers[0])} {kind}" if kind else None


@lru_cache(maxsize=1 << 14)
def read_unit(text: str) -> tuple[str, tuple[Mark, ...]]:
    """Returns a unit in one form (number, size, arms), else the cleaned text with `Mark.NOT_IN_TABLE`."""
    seen, hidden = visible(text)
    marks = (Mark.HIDDEN_CHARACTERS,) if hidden else ()
    if not seen:
        return "", marks
    plain = seen.lower().replace("’", "'").replace("ʼ", "'")
    if (whole := _one(plain.strip(" ."))) is not None:
        return whole, marks
    parts = [_one(part.strip(" .")) for part in _PARTS.split(plain)] if _PARTS.search(plain) else []
    if not parts:
        parts = _nested(plain)
    if parts and all(parts):
        return " / ".join(str(part) for part in parts), marks
    return seen, (*marks, Mark.NOT_IN_TABLE)


def _nested(plain: str) -> list[str | None]:
    """The units of "2 батальйон 72 ОМБр": cut before each number."""
    starts = [found.start() for found in re.finditer(r"(?<!\S)\d", plain)]
    if len(starts) < 2 or starts[0] != 0:
        return []
    ends = [*starts[1:], len(plain)]
    return [_one(plain[start:end].strip(" .,")) for start, end in zip(starts, ends, strict=True)]
