"""The tables of the phonetic fold: which letters represent which sound, in Cyrillic and in its romanisations.

The code alphabet is one capital per sound: ``A E I O U`` vowels (и, і, ї, ы, й are all I); ``B V D Z K L M N
P R S T F`` as written; ``H`` for г, ґ, х; ``J`` ж, ``C`` ц, ``Q`` ч, ``X`` ш and щ. г and х share a code because their
romanisations do: h is г by the Ukrainian resolution No. 55 of 27 January 2010 and х by ISO 9:1995, g is г in Russian
and ґ in Ukrainian. The systems named beside the digraphs are the usual ones (KMU 2010, BGN/PCGN, ICAO Doc 9303, ISO 9,
GOST 7.79, scholarly) and the spelling habits of Polish, German, French, Turkish, Dutch and English. `habits` has the
sounds of spellings under other writers' habits.
"""

_CYRILLIC = dict(
    zip(
        "абвгґдеёєжзиіїйклмнопрстуфхцчшщыэў",
        "ABVHHDEEEJZIIIIKLMNOPRSTUFHCQXXIEV",
        strict=True,
    )
) | {"ю": "IU", "я": "IA"}

#: Serbian and Macedonian, then the letters of the Turkic, Caucasian, Mongolic and Uralic alphabets.
_CYRILLIC_ELSEWHERE = {
    "ј": "I", "љ": "L", "њ": "N", "ћ": "Q", "ђ": "DJ", "џ": "DJ", "ѕ": "DZ", "ѓ": "H", "ќ": "K",
    "ә": "E", "ғ": "H", "қ": "K", "ң": "N", "ө": "O", "ү": "U", "ұ": "U", "һ": "H", "җ": "DJ", "ҷ": "DJ",
    "ҹ": "DJ", "ҳ": "H", "ҡ": "K", "ҙ": "Z", "ҫ": "S", "ҥ": "N", "ҝ": "H", "ҕ": "H", "ӷ": "H", "ҟ": "K",
    "ӄ": "K", "ӈ": "N", "ҵ": "C", "ҽ": "Q", "ҿ": "Q", "ӡ": "DZ", "ԥ": "P", "ҭ": "T", "ҩ": "O", "ѣ": "E",
    "ѳ": "F", "ѵ": "I",
}  # fmt: skip

_LATIN = dict(zip("abcdefghijklmnopqrstuvwyz", "ABCDEFHHIIKLMNOPKRSTUVVIZ", strict=True)) | {"x": "KS"}

#: Latin letters whose mark decides the sound.
_LATIN_MARKED = {
    "š": "X", "ş": "X", "ș": "X", "ŝ": "X", "ś": "S", "č": "Q", "ç": "Q", "ć": "Q", "ĉ": "Q", "ž": "J", "ż": "J",
    "ź": "Z", "ğ": "H", "ł": "L", "ı": "I", "đ": "D", "ß": "S", "æ": "E", "œ": "E", "ø": "O", "ó": "O", "ń": "N",
    "ŭ": "V", "ț": "C", "ţ": "C", "þ": "T", "ð": "D", "ə": "E", "ĵ": "J", "ĥ": "H", "ŋ": "N",
}  # fmt: skip

#: Latin letters whose mark does not decide it by itself, though a habit may.
_LATIN_BARE = {
    "a": "áàâãäåāăąạ", "e": "éèêëēęěė", "i": "íìîïīįĭ", "o": "òôõöőōơ", "u": "úùûüűūůųư", "n": "ñňņ", "y": "ýÿŷ",
    "r": "řŕ", "t": "ť", "d": "ď", "l": "ľĺļ", "k": "ķ", "g": "ģĝǧ", "c": "ċ",
}  # fmt: skip

#: Every letter with its own sound, or kept separate because a spelling habit may give it one.
SINGLE: dict[str, str] = {
    **_CYRILLIC,
    **_CYRILLIC_ELSEWHERE,
    **{marked: _LATIN[bare] for bare, several in _LATIN_BARE.items() for marked in several},
    **_LATIN,
    **_LATIN_MARKED,
}

#: Latin letters without their marks, as in a digraph (``oú`` is read as ``ou``).
BARE: dict[str, str] = {marked: bare for bare, several in _LATIN_BARE.items() for marked in several}

#: Signs for softness and hardness, and apostrophes of every shape: without a sound, but two letters separated by one
#: are not a digraph.
SIGNS = "ьъ'’‘ʼʹʺ`´ˈ″′“”\"ʻʾʿ«».\u00adӏ"

#: Separators of names, like a space.
SPACES = " -\u2010\u2011\u2012–—_,/\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029()[];:|&+"

#: Latin digraphs and longer. A longer spelling is matched before a shorter one. After a colon come the letters one of
#: which must follow (# is the end of a word).
SPELLINGS: dict[str, str] = {
    "schtsch": "X",  # German щ
    "chtch": "X",  # French щ
    "sjtsj": "X",  # Dutch щ
    "shtsh": "X",
    "shch": "X",  # KMU, BGN/PCGN, ICAO щ
    "szcz": "X",  # Polish щ
    "šč": "X",
    "stsch": "X",
    "dsch": "DJ",  # German дж
    "tsch": "Q",  # German ч
    "sch": "X",  # German ш; careless щ
    "shh": "X",  # GOST 7.79 B щ
    "tch": "Q",  # French, older English ч
    "tsj": "Q",  # Dutch ч
    "dzh": "DJ",
    "zgh": "ZH",  # KMU зг
    "tsh": "Q",
    "ssz": "S",
    "sz": "X",  # Polish ш
    "cz": "Q",  # Polish ч
    "zh": "J",
    "kh": "H",
    "gh": "H",
    "ch": "Q",
    "sh": "X",
    "ph": "F",
    "th": "T",
    "dh": "D",
    "ts": "C",
    "tz": "C",
    "oo": "U",  # English habit
    "ou": "U",  # French habit
    "qu": "KV",
    "ct": "KT",
    "cl": "KL",
    "cr": "KR",
    "ck": "K",  # English, German
    "ck:iaoye": "CK",  # Polish -cki, -cka
}

#: By ear: what a second, coarser key does not distinguish (о and а, е and и, voiced and voiceless, the hushing
#: sounds).
COARSE = str.maketrans("OIJCQXZDBFH", "AESSSSSTPVK")
#: Consonants by place of articulation; vowels except the first are left out.
SKELETON = str.maketrans({**dict.fromkeys("AEIOU", None), **dict(zip("JCQXZDBFH", "SSSSSTPVK", strict=True))})
