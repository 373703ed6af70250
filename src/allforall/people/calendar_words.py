"""The words used in date and age columns, in Ukrainian, Russian, English and Turkish: months, about,
born, years.
"""

import re

_MONTHS = """
січень січня січ|январь января янв|january jan|ocak oca|sichnia sichnya yanvarya
лютий лютого лют|февраль февраля фев февр|february feb|şubat subat şub sub|liutoho fevralya
березень березня бер берез|март марта мар|march mar|mart|bereznia bereznya marta
квітень квітня квіт кві|апрель апреля апр|april apr|nisan nis|kvitnia kvitnya aprelya
травень травня трав тра|май мая|may|mayıs mayis|travnia travnya maya
червень червня черв чер|июнь июня июн|june jun|haziran haz|chervnia chervnya iyunya
липень липня лип|июль июля июл|july jul|temmuz tem|lypnia lypnya iyulya
серпень серпня серп сер|август августа авг|august aug|ağustos agustos ağu agu|serpnia serpnya avgusta
вересень вересня вер|сентябрь сентября сен сент|september sep sept|eylül eylul eyl|veresnia sentyabrya
жовтень жовтня жовт жов|октябрь октября окт|october oct|ekim eki|zhovtnia zhovtnya oktyabrya
листопад листопада лист|ноябрь ноября ноя|november nov|kasım kasim kas|lystopada noyabrya
грудень грудня груд гру|декабрь декабря дек|december dec|aralık aralik ara|hrudnia hrudnya dekabrya
"""

#: Month by word, in lower case.
MONTHS: dict[str, int] = {
    word: number
    for number, line in enumerate(_MONTHS.strip().splitlines(), start=1)
    for word in line.replace("|", " ").split()
}

_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
#: Month by Roman numeral; Cyrillic letters that look the same are accepted.
ROMAN_MONTHS: dict[str, int] = {
    form: number
    for number, roman in enumerate(_ROMAN, start=1)
    for form in {
        roman,
        roman.replace("i", "і").replace("x", "х"),
        roman.replace("i", "і"),
        roman.replace("x", "х"),
    }
}

#: Texts meaning that the value is not known.
NOT_KNOWN = frozenset(
    {
        *(
            "",
            "-",
            "--",
            "---",
            "?",
            "??",
            "н/д",
            "нд",
            "н.д.",
            "n/a",
            "na",
            "nan",
            "none",
            "null",
            "nil",
            "unknown",
        ),
        *(
            "not known",
            "no data",
            "невідомо",
            "не відомо",
            "невідома",
            "невідомий",
            "немає даних",
            "нема даних",
        ),
        *(
            "даних немає",
            "дані відсутні",
            "відсутні",
            "не встановлено",
            "не вказано",
            "неизвестно",
            "не известно",
        ),
        *(
            "неизвестна",
            "неизвестен",
            "нет данных",
            "данных нет",
            "данные отсутствуют",
            "отсутствует",
            "отсутствуют",
        ),
        *(
            "не установлено",
            "не установлена",
            "не указано",
            "не указана",
            "bilinmiyor",
            "yok",
            "veri yok",
            "невід.",
        ),
        *("неизв.", "unk", "unk.", "отсут.", "відсут.", "немає", "нет", "#n/a", "#н/д"),
    }
)

#: "about", before or after a date.
ABOUT_BEFORE = re.compile(
    r"^(?:близько|біля|приблизно|орієнтовно|прибл\.?|орієнт\.?|бл\.|десь|~|≈|±|около|ок\.?|приблизительно|примерно|"
    r"прим\.|ориентировочно|где-то|about|abt\.?|around|circa|ca\.?|approx\.?|approximately|c\.|с\.|"
    r"roughly|yaklaşık(?:\s+olarak)?|yaklasik|tahminen)\s*"
    r"|\s*(?:\((?:приблизно|прибл\.?|орієнтовно|примерно|приблизительно|approx\.?|about|est\.?|\?)\)"
    r"|(?:,\s*)?(?:приблизно|приблизительно|примерно|орієнтовно|approximately|approx\.?|civarı|civari|dolayları)"
    r"|~|±)$"
)

#: Words for "born" or "year" beside a date.
AROUND_DATE = re.compile(
    r"^(?:народи(?:вся|лася|лась)|нар\.?|роди(?:лся|лась)|род\.|дата народження|дата рождения|"
    r"д\.?\s?н\.|д\.?\s?р\.|"
    r"born(?:\s+(?:on|in))?|b\.|dob|d\.?o\.?b\.?|doğum(?:\s+tarihi)?|рік народження|год рождения)\s*:?\s*"
    r"|\s*(?:року|рік|роки|рр|р|года|год|годы|гг|г|г|year|yılında|yılı|yil[ıi]?)?\.?\s*"
    r"(?:року народження|рік народження|года рождения|год рождения|рождения|народження|"
    r"р\.?\s?н\.?|р\.?\s?нар\.?|"
    r"г\.?\s?р\.?|г\.?\s?рожд\.?|y\.?o\.?b\.?|doğumlu|dogumlu|d\.lu|born)$"
    r"|(?<=[\d?])\s*(?:року|рік|роки|рр|р|p|года|год|годы|гг|г|year|yılında|yılı|yili)\.?$"
    r"|(?<=[^\W\d_]{3}\s\d{4})\s*(?:р|г)\.?$"
)

#: The unit of an age by word.
AGE_WORDS: dict[str, str] = {
    **dict.fromkeys(
        (
            "р",
            "рік",
            "роки",
            "років",
            "рр",
            "года",
            "год",
            "лет",
            "г",
            "л",
            "years",
            "year",
            "yrs",
            "yr",
            "y",
            "yo",
        ),
        "years",
    ),
    **dict.fromkeys(("y.o", "yaş", "yas", "yaşında", "yasinda", "повних", "полных"), "years"),
    **dict.fromkeys(("міс", "місяць", "місяці", "місяців", "мес", "месяц", "месяца", "месяцев", "м"), "months"),
    **dict.fromkeys(("month", "months", "mo", "mos", "ay", "aylık", "aylik"), "months"),
}
