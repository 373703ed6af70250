"""Patronymics: whether a word is one, and which given name of the father it may come from.

GC III art. 122 requires the father's first name; lists of the region give it as a patronymic. The endings are
those of Ukrainian and Russian grammar and of their usual romanisations, and the words of the Turkic peoples
(оглы, кызы, улы, уулу), separate or joined. The father's name is found by undoing them: first with the irregular names
(Ілля, Микола, Лука), then by the rule, preferring names in the table of given names; for a romanised patronymic through
the table, in the language that its ending shows.
"""

import re
from enum import StrEnum
from functools import lru_cache

from allforall.people.names.folding import fold, fold_all, stem
from allforall.people.names.given import given_names


class PatronymicKind(StrEnum):
    """How certainly a word is a patronymic, by its ending alone."""

    NONE = "none"
    LIKE_A_SURNAME = "like_a_surname"  # -ович, -evich: Мицкевич is a surname
    SON = "son"
    DAUGHTER = "daughter"


_SURE_SON = re.compile(
    r"(?:[їійьи]йович|[іо]йович|льович|ньович|рович|митович|рійович|ілліч|ильич|іллич|кузьмич|лукич|фомич|хомич|никитич|"
    r"саввич|савич|фокич)$|"
    r"(?:yovych|iovych|iyovych|iiovych|kuzmych|kuzmich|illich|ilyich|ilich|lukych|lukich|nikitich|mykytych|fomich|fomych|khomych|"
    r"savych|savvich|savich)$"
)
_DAUGHTER = re.compile(
    r"(?:[іїо]вна|[ео]вна|івна|[ьия]нична|ічна|ична)$|"
    r"(?:ivna|yivna|iivna|jivna|ovna|evna|yevna|ievna|jevna|inichna|inična|ichna|ivná|ovná|ówna|iwna|owna|ewna|jewna)$"
)
_SON = re.compile(
    r"(?:ович|евич|йович|ьевич)$|"
    r"(?:ovych|ovich|ovyc|ovič|ovyč|ovic|ovitch|ovitsch|owitsch|owytsch|owicz|evych|evich|evič|evic|evyč|ewitsch|ewytsch|"
    r"ewicz)$"
)
_SON_OF = "огли|оглы|оглу|огль|ўғли|угли|углы|углу|улы|ұлы|улу|уулу|ogly|oglu|oğlu|ogli|oglou|oghlu|uulu|uly|ulu|ugli"
_DAUGHTER_OF = "кизи|кызы|қызы|қизи|гизи|гызы|кзы|qizi|kizi|kyzy|kızı|gyzy|qyzy|gizi|qızı"
_AFTER_FATHER = re.compile(rf"[ -](?:{_SON_OF})$", re.IGNORECASE)
_AFTER_FATHER_OF_HER = re.compile(rf"[ -](?:{_DAUGHTER_OF})$", re.IGNORECASE)
#: Joined to the father's name of three letters or more: Серікұлы. Joined оглы is just as often a surname (Кулоглу).
_JOINED = re.compile(r"(?<=\w{3})(?:ұлы|улы|уулу|uly|uulu)$")
_JOINED_OF_HER = re.compile(r"(?<=\w{3})(?:қызы|кызы|кизи|қизи|qyzy|kyzy|qizi|kizi)$")
_JOINED_LIKE_A_SURNAME = re.compile(r"(?<=\w{3})(?:оглы|огли|оглу|ogly|oglu|oğlu|ogli)$")
_APOSTROPHES = re.compile("['’‘ʼʻ`´]")

#: Father's names by stem of the patronymic, if the rule alone would miss them.
_IRREGULAR = """
миколай: Микола | микола: Микола | васил: Василь | николай: Николай | ілл: Ілля | іл: Ілля |
иль: Илья | ил: Илья | лук: Лука | хом: Хома | фом: Фома | кузьм: Кузьма | сав: Сава,Савва |
савв: Савва | микит: Микита | никит: Никита | нікіт: Нікіта | фок: Фока | як: Яків | яковл: Яков | льв: Лев |
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
марков: Марко | никифор: Никифор,Никифір | охрім: Охрім | яр: Яр | йосип: Йосип | осип: Осип | тихон: Тихін,Тихон |
карп: Карпо,Карп | ярем: Ярема | ерём: Ерёма | еремеи: Еремей | силуян: Силуян | тит: Тит | рем: Рем |
"""
_FATHERS = {
    stem_.strip(): tuple(names.strip().split(","))
    for stem_, names in (item.split(":") for item in _IRREGULAR.split("|") if item.strip())
}
_CYRILLIC = re.compile(r"[а-яёіїєґўқғңөүһәҗұ'-]+")
_LATIN = re.compile(r"[a-zà-ž'-]+")
#: What an ending replaces in the father's name, longest first. Slavic names in -ий and -ай are all in the
#: table of given names, so an unknown name more likely ends in the vowel: Гаджиевич, Бадмаевич.
_ENDINGS = (
    ("ійович", ("ій", "і")),
    ("ійовна", ("ій", "і")),
    ("айович", ("а", "ай")),
    ("йович", ("й", "")),
    ("аївна", ("а", "ай")),
    ("іївна", ("ій", "і")),
    ("ївна", ("й", "")),
    ("йівна", ("й", "")),
    ("ьович", ("ь",)),
    ("ович", ("", "о")),
    ("івна", ("", "ь", "о")),
    ("овна", ("", "о")),
    ("иевич", ("и", "ий")),
    ("иевна", ("и", "ий")),
    ("ьевич", ("ий", "ь")),
    ("ьевна", ("ий", "ь")),
    ("аевич", ("а", "ай")),
    ("аевна", ("а", "ай")),
    ("еевич", ("ей", "е")),
    ("еевна", ("ей", "е")),
    ("уевич", ("у", "уй")),
    ("уевна", ("у", "уй")),
    ("оевич", ("о", "ой")),
    ("оевна", ("о", "ой")),
    ("йовна", ("й",)),
)
#: Also the ending of surnames: only a father's name in the table is accepted.
_ONLY_KNOWN = (("евич", ("ь", "", "й")), ("евна", ("ь", "", "й")))
_SHORT_ENDINGS = ("инична", "ьинична", "ична", "ївна", "івна", "ович", "евич", "овна", "евна", "іч", "ич")

#: The last two letters of every Slavic patronymic's ending: a word that ends otherwise is not one.
_LAST = ("ич", "іч", "на", "na", "ch", "ic", "yc", "ič", "yč", "cz", "ná")
#: And of the Turkic ones.
_LAST_JOINED = ("лы", "лу", "ли", "ly", "lu", "li", "зы", "зи", "zy", "zi")

_ROMANISED_SON = re.compile(
    r"(?:i?y?[oe](?:vych|vich|vyc|vič|vyč|vic|vitch|vitsch|witsch|wytsch|wicz)|i?y?(?:ivna|yivna|ovna|evna|owna|ewna|iwna))$"
)
_UKRAINIAN_ENDING = re.compile(r"(?:[vw]y(?:ch|c|č|tsch)|i[vw]n[aá]|illich|[kt]ych)$")
#: Ukrainian letters as the resolution No. 55 of 27 January 2010 writes them within a word, and at its beginning.
_KMU = dict(zip("абвгґдезиіїйклмнопрстуфё", "abvhgdezyiiiklmnoprstufe", strict=True)) | {
    "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "є": "ie", "ю": "iu", "я": "ia",
    "ь": "", "'": "",
}  # fmt: skip
_KMU_FIRST = {"є": "Ye", "ї": "Yi", "ю": "Yu", "я": "Ya", "й": "Y"}
_RUSSIAN = {"г": "g", "и": "i", "ы": "y", "э": "e", "ё": "e", "ю": "yu", "я": "ya", "й": "y", "ъ": ""}


def plain_particle(word: str) -> str:
    """Returns a word in small letters without full stop and apostrophes: O‘g‘li as ogli."""
    return _APOSTROPHES.sub("", word.lower().strip("."))


@lru_cache(maxsize=1 << 15)
def patronymic_kind(text: str) -> PatronymicKind:
    """Returns whether a word is a patronymic by its ending, and of which kind."""
    low = text.lower().strip(" .").replace("’", "'").replace("ʼ", "'")
    if " " in low or "-" in low:
        plain = _APOSTROPHES.sub("", low)
        if _AFTER_FATHER.search(plain):
            return PatronymicKind.SON
        if _AFTER_FATHER_OF_HER.search(plain):
            return PatronymicKind.DAUGHTER
    if len(low) < 5 or " " in low:
        return PatronymicKind.NONE
    if low.endswith(_LAST_JOINED):
        return _joined_kind(low)
    if not low.endswith(_LAST):
        return PatronymicKind.NONE
    if _DAUGHTER.search(low):
        return PatronymicKind.DAUGHTER
    if _SURE_SON.search(low):
        return PatronymicKind.SON
    return PatronymicKind.LIKE_A_SURNAME if _SON.search(low) else PatronymicKind.NONE


def _joined_kind(low: str) -> PatronymicKind:
    if _JOINED.search(low):
        return PatronymicKind.SON
    if _JOINED_OF_HER.search(low):
        return PatronymicKind.DAUGHTER
    return PatronymicKind.LIKE_A_SURNAME if _JOINED_LIKE_A_SURNAME.search(low) else PatronymicKind.NONE


@lru_cache(maxsize=1 << 15)
def father_from_patronymic(text: str) -> tuple[str, ...]:
    """Returns the father's given names that a patronymic may come from, likeliest first; none if it is not a
    patronymic, or no name can be found.

    In the script and the language of the patronymic: Григорович gives Григорій, Григорьевич Григорий, Hryhorovych
    Hryhorii, Grigorievich Grigoriy, Али оглы Али, Серікұлы Серік.
    """
    plain = text.strip(" .").replace("’", "'").replace("ʼ", "'")
    for pattern in (_AFTER_FATHER, _AFTER_FATHER_OF_HER):
        if found := pattern.search(_APOSTROPHES.sub("", plain)):
            father = plain[: re.search(r"[ -][^ -]+$", plain).start()].strip()  # type: ignore[union-attr]  # it has one
            return (father,) if father else ()
    low = plain.lower()
    if patronymic_kind(low) is PatronymicKind.NONE:
        return ()
    for pattern in (_JOINED, _JOINED_OF_HER, _JOINED_LIKE_A_SURNAME):
        if found := pattern.search(low):
            return (low[: found.start()].capitalize(),)
    if _CYRILLIC.fullmatch(low):
        return _from_cyrillic(low)
    return _from_latin(low) if _LATIN.fullmatch(low) else ()


def _from_cyrillic(low: str) -> tuple[str, ...]:
    found_names: list[str] = []
    for ending in _SHORT_ENDINGS:
        if low.endswith(ending):
            found_names.extend(_FATHERS.get(low.removesuffix(ending), ()))
    if found_names:
        return tuple(dict.fromkeys(found_names))
    written = given_names().written
    for ending, replacements in _ENDINGS:
        if low.endswith(ending) and len(low) > len(ending) + 1:
            names = [low.removesuffix(ending) + new for new in replacements]
            # Николай before Никола, which is also a name
            known = sorted((name for name in names if name in written), key=lambda name: not name.endswith("й"))
            return tuple(name.capitalize() for name in known or names[: 1 if ending[0] in "оьі" else 2])
    for ending, replacements in _ONLY_KNOWN:
        if low.endswith(ending):
            names = [low.removesuffix(ending) + new for new in replacements]
            return tuple(name.capitalize() for name in names if name in written)
    return ()


def _from_latin(low: str) -> tuple[str, ...]:
    code, table = fold(low), given_names()
    ukrainian = _UKRAINIAN_ENDING.search(low) is not None
    exact: dict[bool, list[str]] = {True: [], False: []}
    likely: list[str] = []
    lines = [table.lines[group] for group in sorted(table.father(code)) if table.lines[group].sex == "m"]
    for line in lines:
        slavic = line.people == "ukrainian_russian"
        forms = [form for form in line.forms[:3] if form[0] >= "Ѐ"]
        if not ukrainian and len(forms) > 1:  # the Ukrainian form comes first in the table, the Russian one second
            forms = [forms[1], forms[0], *forms[2:]]
        exact[slavic].extend([form for form in forms if code in _patronymic_folds(form)][:1])
        if slavic:
            likely.extend([form for form in forms if stem(fold(form)) == stem(code)][:1] or forms[:1])
    if found := exact[True] or exact[False] or likely:
        return tuple(dict.fromkeys(_romanised(form, low, ukrainian=ukrainian) for form in found))
    if not lines and patronymic_kind(low) is PatronymicKind.LIKE_A_SURNAME:
        return ()
    father = _ROMANISED_SON.sub("", low)
    return (father.capitalize(),) if len(father) > 2 else ()


@lru_cache(maxsize=1 << 12)
def _patronymic_folds(father: str) -> frozenset[str]:
    """The folds of the patronymics formed from a father's name by rule, in either language."""
    low = father.lower()
    made = {low + end for end in ("ович", "івна", "овна")}
    if low[-1] in "йь":
        made = {low[:-1] + end for end in ("йович", "ївна", "евич", "евна", "ович", "івна")}
        if low.endswith("ий"):
            made |= {low[:-2] + end for end in ("ьевич", "иевич", "ьевна", "иевна")}
        if low.endswith("ій"):
            made |= {low[:-2] + end for end in ("ович", "івна")}
    elif low[-1] == "о":
        made = {low[:-1] + end for end in ("ович", "івна", "овна")}
    elif low[-1] in "аеиіуюяєї":
        made = {low + end for end in ("йович", "ївна", "евич", "евна")} | {
            low[:-1] + end for end in ("ович", "івна", "ич")
        }
    return frozenset(fold_all(sorted(made)))


def _romanised(form: str, like: str, *, ukrainian: bool) -> str:
    """A Cyrillic given name in Latin letters: KMU 2010 for Ukrainian; for Russian as in passports."""
    low = form.lower()
    if ukrainian:
        first = _KMU_FIRST.get(low[0])
        rest = low[1:] if first else low
        text = "".join(_KMU.get(letter, letter) for letter in rest.replace("зг", "zgh"))
        return (first + text) if first else text.capitalize()
    # Sergeevich and Sergeyevich, Iurevich and Yurevich: i or y as in the patronymic
    glide = {"ю": "iu", "я": "ia", "й": "i"} if re.search(r"i[ua]|ii", like) else {}
    return "".join((_KMU | _RUSSIAN | glide).get(letter, letter) for letter in low).capitalize()
