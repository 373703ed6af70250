"""What a surname looks like: endings of the region's surnames, and the short list that Korean, Chinese and
Vietnamese families share. It only helps to find which of several words is the surname; it changes none.
"""

import re
from collections.abc import Sequence

from allforall.people.names.word_lists import word_list

#: Endings of surnames that given names hardly have: Ukrainian, Russian, Polish, Georgian, Armenian, Romanian.
_ENDINGS = re.compile(
    r"(?:(?:енко|чук|щук|[^аеиоуієїюя]юк|ський|ська|ский|ская|цький|цька|цкий|цкая|зький|зька|"
    r"[бвгджзклмнпрстфхцчшщ](?:ов|ова|ев|ева|єв|єва|ёв|ин|ина|ін|іна|ын|ына|ук|юк|як|як|ак)|[аеиоуієїюя](?:ев|ева|єв|єва|їв|їва)|"
    r"швілі|швили|дзе|ава|янц|[а-яіїє]{3}ян|еску|яну|ідзе|оглу|заде|опуло|иди|іді|"
    r"enko|chuk|shchuk|iuk|yuk|skyi|skyy|skiy|skij|sky|ski|ska|skaya|skaia|tskyi|[bdfghjklmnprstvz](?:ov|ova|off|ev|eva|iev|"
    r"ieva|yev|yeva|in|ina|uk|iak|yak)|dze|shvili|[a-z]{3}yan|[a-z]{3}ian|escu|eanu|opoulos|idis|zade|owski|owska|wicz|sson)"
    r")$",
    re.IGNORECASE,
)

_SURE_ENDINGS = re.compile(
    r"(?:енко|чук|щук|ський|ська|ский|ская|цький|цька|цкий|цкая|[бвгджзклмнпрстфхцчшщаеиу](?:ов|ова|ев|ева|єв|єва|ёв)|"
    r"швілі|швили|дзе|еску|опуло|enko|chuk|skyi|skyy|skiy|skij|sky|ski|skaya|[bdfghjklmnprstvzaei](?:ov|ova|off|ev|eva|"
    r"iev|ieva|yev|yeva)|shvili|dze|escu|opoulos)$",
    re.IGNORECASE,
)

EAST_ASIAN = word_list("east_asian_surnames")
_VOWELS = re.compile(r"[аеёиоуыэюяіїєaeiouyàáâãèéêìíòóôõùúăđĩũơưạ-ỹ]+", re.IGNORECASE)


def looks_like_a_surname(word: str) -> bool:
    """Returns whether a word ends like a surname of the region; Нечуй and Ткач do not, though they are surnames."""
    return len(word) > 4 and _ENDINGS.search(word) is not None


def surely_a_surname(word: str) -> bool:
    """Returns whether a word ends as hardly any given name of any people does."""
    return len(word) > 5 and _SURE_ENDINGS.search(word) is not None


def is_one_syllable(word: str) -> bool:
    """Returns whether a word has one syllable, or two joined by a hyphen, like the given names in Чен Ын, Jong-un."""
    pieces = word.split("-")
    return len(pieces) <= 2 and all(0 < len(piece) <= 6 and len(_VOWELS.findall(piece)) == 1 for piece in pieces)


def is_east_asian(words: Sequence[str]) -> bool:
    """Returns whether three words are a family name of these peoples and given names of one syllable."""
    return len(words) == 3 and words[0].lower() in EAST_ASIAN and all(map(is_one_syllable, words[1:]))
