"""Patronymics: whether a word is one, and which given name of the father it may come from.

GC III art. 122 asks for the father's first name; lists of the region give it as a patronymic. The endings are
those of Ukrainian and Russian grammar and of their usual romanisations; the father's name is found by undoing
them, first against the names that end unlike the rule (Ілля, Микола, Лука), else by the rule alone.
"""

import re
from enum import StrEnum
from functools import lru_cache


class PatronymicKind(StrEnum):
    """How surely a word is a patronymic, by its ending alone."""

    NONE = "none"
    LIKE_A_SURNAME = "like_a_surname"  # -ович, -evich: Мицкевич is a surname
    SON = "son"
    DAUGHTER = "daughter"


_SURE_SON = re.compile(
    r"(?:[їійьи]йович|[іо]йович|льович|ньович|рович|митович|рійович|ілліч|ильич|іллич|кузьмич|лукич|фомич|хомич|никитич|"
    r"саввич|савич|фокич)$|"
    r"(?:yovych|iovych|iyovych|iiovych|kuzmych|illich|ilyich|ilich|lukych|lukich|nikitich|fomich)$"
)
_DAUGHTER = re.compile(
    r"(?:[іїо]вна|[ео]вна|івна|[ьия]нична|ічна|ична)$|"
    r"(?:ivna|yivna|iivna|jivna|ovna|evna|yevna|ievna|jevna|inichna|inična|ichna|ivná|ovná|ówna|iwna|owna|ewna|jewna)$"
)
_SON = re.compile(
    r"(?:ович|евич|йович|ьевич)$|"
    r"(?:ovych|ovich|ovyc|ovič|ovyč|ovic|ovitch|ovitsch|owitsch|owytsch|owicz|evych|evich|evič|evic|evyč|ewitsch|ewytsch)$"
)
_AFTER_FATHER = re.compile(
    r"[ -](?:огли|оглы|оглу|углы|улы|улу|уулу|угли|ogly|oglu|oğlu|ogli|oghlu|uulu|uly|ulu)$", re.IGNORECASE
)
_AFTER_FATHER_OF_HER = re.compile(r"[ -](?:кизи|кызы|гизи|гызы|кзы|qizi|kizi|kyzy|kızı|gyzy|qyzy)$", re.IGNORECASE)

#: Father's names by stem of the patronymic, where the rule alone would miss them.
_IRREGULAR = """
миколай: Микола | микола: Микола | васил: Василь | николай: Николай | ілл: Ілля | іл: Ілля |
иль: Илья | ил: Илья | лук: Лука | хом: Хома | фом: Фома | кузьм: Кузьма | сав: Сава,Савва |
савв: Савва | микит: Микита | никит: Никита | фок: Фока | як: Яків | яковл: Яков | льв: Лев |
петр: Петро,Пётр | павл: Павло,Павел | дмитр: Дмитро | данил: Данило,Данила |
михайл: Михайло,Михаил | гаврил: Гаврило,Гаврила | кирил: Кирило | кирилл: Кирилл |
григор: Григорій | григорь: Григорий | васильь: Василий | василь: Василь,Василий |
олексі: Олексій | антон: Антон,Антін | федор: Федір | фёдор: Фёдор | фед: Федір | сидор: Сидір |
нестор: Нестор | прокоп: Прокіп | прокоф: Прокофий | прокофь: Прокофий | лаврент: Лаврентій |
лаврен: Лаврін | тимоф: Тимофій | тимофе: Тимофей | матв: Матвій | матве: Матвей | остап: Остап |
мойсе: Мойсей | моисе: Моисей | юр: Юрій | юрь: Юрий | георг: Георгій | ігор: Ігор |
игор: Игорь | лазар: Лазар,Лазарь | юхим: Юхим | хведор: Хведір | самійл: Самійло |
самойл: Самойло,Самойла | самуїл: Самуїл | марк: Марко,Марк | харитон: Харитон |
олександр: Олександр | левк: Левко | сильвестр: Сильвестр | дем'ян: Дем'ян | лук'ян: Лук'ян |
лукьян: Лукьян | демьян: Демьян | валер: Валерій | анатол: Анатолій | віталій: Віталій |
марков: Марко | никифор: Никифор,Никифір | охрім: Охрім | яр: Яр
"""
_FATHERS = {
    stem.strip(): tuple(names.strip().split(","))
    for stem, names in (item.split(":") for item in _IRREGULAR.split("|") if item)
}
_UKRAINIAN = re.compile(r"[іїєґ']")
_ENDINGS = (
    # ending, what stands in its place in the father's name; the longest first
    ("ійович", ("ій",)),
    ("ійовна", ("ій",)),
    ("йович", ("й",)),
    ("ївна", ("й",)),
    ("ьович", ("ь",)),
    ("ович", ("",)),
    ("івна", ("",)),
    ("овна", ("",)),
    ("иевич", ("ий",)),
    ("иевна", ("ий",)),
    ("ьевич", ("ий",)),
    ("ьевна", ("ий",)),
    ("аевич", ("ай",)),
    ("аевна", ("ай",)),
    ("еевич", ("ей",)),
    ("еевна", ("ей",)),
    ("йовна", ("й",)),
)
_SHORT_ENDINGS = ("инична", "ьинична", "ична", "ївна", "івна", "ович", "евич", "овна", "евна", "іч", "ич")


#: The last two letters of every ending below: what ends otherwise is none, and no pattern need be tried.
_LAST = ("ич", "іч", "на", "na", "ch", "ic", "yc", "ič", "yč", "cz", "ná")


@lru_cache(maxsize=1 << 15)
def patronymic_kind(text: str) -> PatronymicKind:
    """Returns whether a word is a patronymic by its ending, and whose."""
    low = text.lower().strip(" .").replace("’", "'").replace("ʼ", "'")
    if " " in low or "-" in low:
        if _AFTER_FATHER.search(low):
            return PatronymicKind.SON
        if _AFTER_FATHER_OF_HER.search(low):
            return PatronymicKind.DAUGHTER
    if len(low) < 5 or " " in low or not low.endswith(_LAST):
        return PatronymicKind.NONE
    if _DAUGHTER.search(low):
        return PatronymicKind.DAUGHTER
    if _SURE_SON.search(low):
        return PatronymicKind.SON
    return PatronymicKind.LIKE_A_SURNAME if _SON.search(low) else PatronymicKind.NONE


@lru_cache(maxsize=1 << 15)
def father_from_patronymic(text: str) -> tuple[str, ...]:
    """Returns the given names of the father that a patronymic may come from, the likeliest first; none where
    it is no patronymic in Cyrillic letters or with оглы and the like after it.

    Григорович gives Григорій, Григорьевич Григорий, Іллівна Ілля, Али оглы Али. Romanised patronymics give
    none: which name they come from depends on the system, and their sound is compared elsewhere.
    """
    plain = text.strip(" .").replace("’", "'").replace("ʼ", "'")
    for pattern in (_AFTER_FATHER, _AFTER_FATHER_OF_HER):
        if (found := pattern.search(plain)) and plain[: found.start()].strip():
            return (plain[: found.start()].strip(),)
    low = plain.lower()
    if patronymic_kind(low) is PatronymicKind.NONE or not re.fullmatch(r"[а-яёіїєґ']+", low):
        return ()
    found_names: list[str] = []
    for ending in _SHORT_ENDINGS:
        if low.endswith(ending):
            found_names.extend(_FATHERS.get(low.removesuffix(ending), ()))
    for ending, replacements in () if found_names else _ENDINGS:
        if low.endswith(ending) and len(low) > len(ending) + 1:
            found_names.extend((low.removesuffix(ending) + new).capitalize() for new in replacements)
            break
    return tuple(dict.fromkeys(found_names))
