"""The tables of the phonetic fold: which letters stand for which sound, in Cyrillic and in its romanisations.

The code alphabet is one capital per sound: ``A E I O U`` vowels (и, і, ї, ы, й are all I); ``B V D Z K L M N
P R S T F`` as written; ``H`` for г, ґ, х; ``J`` ж, ``C`` ц, ``Q`` ч, ``X`` ш and щ. г and х share a code
since their romanisations do: h is г by the Ukrainian resolution No. 55 of 27 January 2010 and х by ISO
9:1995, g is г in Russian and ґ in Ukrainian. The systems named beside the digraphs are the usual ones (KMU
2010, BGN/PCGN, ICAO Doc 9303, ISO 9, GOST 7.79, scholarly) and the spelling habits of Polish, German, French,
Turkish, Dutch and English; the tables are ordered so that a longer spelling is seen before a shorter one that
it contains.
"""

import re

#: Cyrillic letters, and Latin letters whose mark decides the sound; what is not here loses its marks.
SINGLE: dict[str, str | None] = {
    **dict(
        zip(
            "абвгґдеёєжзиіїйклмнопрстуфхцчшщыэўқғңөүһәҗ",
            "ABVHHDEEEJZIIIIKLMNOPRSTUFHCQXXIEVKHNOUHEJ",
            strict=True,
        )
    ),
    "ю": "IU", "я": "IA", "ѓ": "H",
    "ј": "I", "љ": "L", "њ": "N", "ћ": "Q", "ђ": "DJ", "џ": "DJ", "ѕ": "DZ",
    "ъ": None, "ь": None,
    "š": "X", "ş": "X", "ș": "X", "ŝ": "X", "ś": "S", "č": "Q", "ç": "Q", "ć": "Q", "ž": "J",
    "ż": "J", "ź": "Z",
    "ğ": "H", "ł": "L", "ı": "I", "đ": "D", "ß": "S", "æ": "E", "ø": "O", "ó": "O", "ń": "N", "ŭ": "V",
    "ț": "C",
    "þ": "T", "ð": "D", "ə": "E",
    # signs for softness and hardness, and apostrophes of every shape
    "'": None, "’": None, "‘": None, "ʼ": None, "ʹ": None, "ʺ": None, "`": None, "´": None, "ˈ": None,
    "″": None, "′": None, "“": None, "”": None, '"': None,
    "ʻ": None, "«": None, "»": None, ".": None, "\u00ad": None,
    "-": " ", "\u2010": " ", "\u2011": " ", "\u2012": " ", "–": " ", "—": " ", "_": " ", ",": " ", "/": " ",
}  # fmt: skip

#: Latin digraphs and longer, longest first.
DIGRAPHS: tuple[tuple[str, str], ...] = (
    ("schtsch", "X"),  # German щ
    ("chtch", "X"),  # French щ
    ("sjtsj", "X"),  # Dutch щ
    ("shtsh", "X"),
    ("shch", "X"),  # KMU, BGN/PCGN, ICAO щ
    ("szcz", "X"),  # Polish щ
    ("stsch", "X"),
    ("dsch", "DJ"),  # German дж
    ("tsch", "Q"),  # German ч
    ("sch", "X"),  # German ш; careless щ
    ("shh", "X"),  # GOST 7.79 B щ
    ("tch", "Q"),  # French, older English ч
    ("tsj", "Q"),  # Dutch ч
    ("dzh", "DJ"),
    ("zgh", "ZH"),  # KMU зг
    ("tsh", "Q"),
    ("ssz", "S"),
    ("sz", "X"),  # Polish ш
    ("cz", "Q"),  # Polish ч
    ("zh", "J"),
    ("kh", "H"),
    ("gh", "H"),
    ("ch", "Q"),
    ("sh", "X"),
    ("ph", "F"),
    ("th", "T"),
    ("dh", "D"),
    ("ts", "C"),
    ("tz", "C"),
    ("oo", "U"),  # English habit
    ("ou", "U"),  # French habit
    ("qu", "KV"),
    ("ct", "KT"),
    ("cl", "KL"),
    ("cr", "KR"),
)

#: What is left of the Latin alphabet.
LATIN: dict[str, str] = dict(zip("abcdefghijklmnopqrstuvwxyz", "ABCDEFHHIIKLMNOPKRSTUVVKIZ", strict=True)) | {"x": "KS"}

#: Spellings that stand for something else where a writer follows another habit: when it is tried, and what
#: then is read instead. Every one gives one more reading beside the first; none replaces it.
HABITS: tuple[tuple[str, re.Pattern[str], tuple[tuple[re.Pattern[str], str], ...]], ...] = (
    # ё is written е in most Russian texts, and йо or ьо in Ukrainian ones
    ("yo", re.compile(r"[ьй]о|[yj]o|[a-z]io"), ((re.compile(r"[ьй]о|[yji]o"), "e"),)),
    # ch is х in Polish, German and scholarly spelling
    ("ch", re.compile(r"(?<![stc])ch(?!t)"), ((re.compile(r"(?<![stc])ch(?!t)"), "kh"),)),
    # French: ch is ш, j is ж, -ine is -ин
    (
        "french",
        re.compile(r"tch|ou|ine\b|j[aeou]"),
        (
            (re.compile(r"(?<!t)ch(?!t)"), "sh"),
            (re.compile(r"j(?=[aeou])"), "zh"),
            (re.compile(r"ine\b"), "in"),
            (re.compile(r"gu(?=[ei])"), "g"),
        ),
    ),
    # x is х in GOST 7.79 B and cz is ц
    ("gost", re.compile(r"x|cz"), ((re.compile("x"), "kh"), (re.compile("cz"), "ts"))),
    # c is к before a back vowel (Victor, Nicolai); дж in Turkish
    ("c", re.compile(r"c(?=[aou]|\b)"), ((re.compile(r"c(?=[aou]|\b)"), "k"),)),
    ("turkish", re.compile(r"c(?=[aeiouöüı])"), ((re.compile(r"c(?=[aeiouöüı])"), "dzh"),)),
    # Polish rz is ж, ó is у
    ("polish", re.compile(r"rz|ó"), ((re.compile("rz"), "zh"), (re.compile("ó"), "u"))),
    # dj is дж in French and careless English, дь in scholarly spelling
    ("dj", re.compile(r"dj(?=[aeiou])"), ((re.compile("dj"), "dzh"),)),
    # German z is ц; a soft s before a vowel is з
    (
        "german",
        re.compile(r"^(?=.*(?:sch|w)).*(?<![csd])z(?=[aeiou])"),
        ((re.compile(r"(?<![csd])z(?=[aeiou])"), "ts"),),
    ),
    # marks left out (telegraph capitals, careless typing): s for ш, c for ч, z for ж
    ("bare", re.compile(r"c(?=[aeiou])"), ((re.compile(r"c(?=[aeiou])"), "ch"),)),
)

#: By ear: what a second, coarser key does not tell apart (о and а, е and и, voiced and voiceless, the hushing
#: sounds).
COARSE = str.maketrans("OIJCQXZDBFH", "AESSSSSTPVK")
#: Consonants by the place where they are made; vowels but the first are left out.
SKELETON = str.maketrans({**dict.fromkeys("AEIOU", None), **dict(zip("JCQXZDBFH", "SSSSSTPVK", strict=True))})
