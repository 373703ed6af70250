"""Patronymics from a father's given name, in Ukrainian and Russian: the school rules; exceptions are in tables."""

from functools import lru_cache

_HISSING = frozenset("жчшщц")
_VOWELS = frozenset("аеёиоуыэюяіїє")


@lru_cache(maxsize=1 << 14)
def ukrainian_patronymic(father: str) -> tuple[str, str]:
    """Returns the patronymic of a son and of a daughter in Ukrainian."""
    last = father[-1]
    if last == "й":
        stem = father[:-1]
        return f"{stem}йович", f"{stem}ївна" if stem[-1] in _VOWELS else f"{stem}йівна"
    if last == "о":
        return f"{father[:-1]}ович", f"{father[:-1]}івна"
    if last == "ь":
        return f"{father}ович", f"{father[:-1]}івна"
    if last in _VOWELS:
        return f"{father}йович", f"{father}ївна"
    return f"{father}ович", f"{father}івна"


@lru_cache(maxsize=1 << 14)
def russian_patronymic(father: str) -> tuple[str, str]:
    """Returns the patronymic of a son and of a daughter in Russian."""
    last = father[-1]
    if father.endswith("ий") and len(father) > 3:
        stem = father[:-2]
        # Василий - Васильевич, but Дмитрий - Дмитриевич: after two consonants the vowel stays
        soft = stem[-2] in _VOWELS or stem[-2:] in {"нт", "лл"}
        joint = f"{stem}ь" if soft else f"{stem}и"
        return f"{joint}евич", f"{joint}евна"
    if last == "й" or (last == "ь" and len(father) > 2):
        return f"{father[:-1]}евич", f"{father[:-1]}евна"
    if last in _HISSING:
        return f"{father}евич", f"{father}евна"
    if last in _VOWELS:  # Муса - Мусаевич; Slavic names of this kind (Никита, Лука) are in the table
        return f"{father}евич", f"{father}евна"
    return f"{father}ович", f"{father}овна"
