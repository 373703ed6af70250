"""Spelling habits: the sound of a spelling if a writer follows another system or language than the usual one.

Every habit gives one more reading beside the first, for names in which it changes anything; none replaces it. Keys are
written as in `sounds.SPELLINGS`: after a colon come the letters one of which must follow (# is the end of a word).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Habit:
    """What is read differently (`spellings`, with their code), and in which names: all of them, or those with one of
    the spellings in `only_with`.
    """

    name: str
    spellings: dict[str, str]
    only_with: tuple[str, ...] = ()


HABITS: tuple[Habit, ...] = (
    # ё is written е in most Russian texts, and йо or ьо in Ukrainian ones
    Habit("yo", dict.fromkeys(("ьо", "йо", "yo", "jo", "io"), "E")),
    # ch is х in Polish, German and scholarly spelling
    Habit("ch", {"ch": "H"}),
    # x is х in GOST 7.79 B and cz is ц
    Habit("gost", {"x": "H", "cz": "C"}),
    # c is к before a back vowel (Victor, Nicolai)
    Habit("c", {"c:aouäöåáóúàòùâôûãõ#": "K"}),
    # Polish rz is ж, ó is у
    Habit("polish", {"rz": "J", "ó": "U"}),
    # French: ch is ш, j is ж, -ine is -ин
    Habit(
        "french",
        {"ch": "X", "j:aeouéèêâôûî": "J", "ine:#": "IN", "gu:eiéèêî": "H", "gue:#": "H"},
        only_with=("tch", "ou", "ine:#", "j:aeouéèêâôûî"),
    ),
    # c is дж in Turkish
    Habit("turkish", {"c:aeiouöüıâ": "DJ"}),
    # dj is дж in French and careless English, дь in scholarly spelling
    Habit("dj", {"dj:aeiou": "DJ"}),
    # German z is ц
    Habit("german", {"z:aeiouäöü": "C", "tz": "C"}, only_with=("sch", "tsch", "w")),
    # marks left out (telegraph capitals, careless typing): c for ч
    Habit("bare", {"c:aeiou": "Q"}),
)
