"""Letters of one script that look like another's: a Latin c in a Cyrillic Москва, a Cyrillic а in a Latin
Anna.

They come from keyboards, from optical reading and from people who want to evade a search. Pairs: those of Unicode's
confusables data (UTS 39) on the Ukrainian, Russian and Latin keyboards, and the Greek capitals.
"""

import re
from functools import lru_cache

_LATIN = "aceiopxyABCEHIKMOPTXYjsSJïëË"
_CYRILLIC = "асеіорхуАВСЕНІКМОРТХУјѕЅЈїёЁ"
_GREEK_LATIN = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo")
_GREEK_CYRILLIC = ("ΑΒΕΗΙΚΜΟΡΤΧο", "АВЕНІКМОРТХо")

#: The Cyrillic twin of each Latin and Greek letter that has one.
TO_CYRILLIC = {ord(a): b for a, b in zip(_LATIN, _CYRILLIC, strict=True)} | {
    ord(a): b for a, b in zip(*_GREEK_CYRILLIC, strict=True)
}
_TO_LATIN = {ord(b): a for a, b in zip(_LATIN, _CYRILLIC, strict=True)} | {
    ord(a): b for a, b in zip(*_GREEK_LATIN, strict=True)
}
#: Letters of other alphabets that are on neither keyboard are not look-alikes in a name of a Slavic or Turkic list.
_CYRILLIC_LETTER = re.compile(r"[\u0400-\u052F]")
_LATIN_LETTER = re.compile(r"[A-Za-z\u00C0-\u024F\u1E00-\u1EFF]")
_GREEK_LETTER = re.compile(r"[\u0370-\u03FF]")
_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
#: Digits that optical reading produces for letters; they are marked and kept, since a digit may belong there.
_DIGIT_IN_WORD = re.compile(r"(?:[^\W\d_][0136][^\W\d_]|[^\W\d_]{2}[0136]$|^[0136][^\W\d_]{2})")


def script_of(word: str) -> str:
    """Returns ``cyrillic``, ``latin``, ``mixed`` or the empty text for a word without letters of either."""
    cyrillic, latin = _CYRILLIC_LETTER.search(word), _LATIN_LETTER.search(word)
    if cyrillic and latin:
        return "mixed"
    return "cyrillic" if cyrillic else "latin" if latin else ""


def _mend_word(word: str, around: str) -> str:
    """The word in one script, if its letters allow it; `around` is the script of the other words."""
    cyrillic, latin = _CYRILLIC_LETTER.findall(word), _LATIN_LETTER.findall(word)
    greek = _GREEK_LETTER.findall(word)
    if not greek and (not cyrillic or not latin):
        if latin and around == "cyrillic" and len(latin) > 1 and all(ord(x) in TO_CYRILLIC for x in latin):
            return word.translate(TO_CYRILLIC)
        return word
    can_be_cyrillic = all(ord(x) in TO_CYRILLIC for x in (*latin, *greek))
    can_be_latin = all(ord(x) in _TO_LATIN for x in (*cyrillic, *greek))
    if can_be_cyrillic and can_be_latin:
        wanted = around or ("cyrillic" if len(cyrillic) >= len(latin) else "latin")
    else:
        wanted = "cyrillic" if can_be_cyrillic else "latin" if can_be_latin else ""
    if greek and not cyrillic and not latin and not around:
        return word
    if wanted == "cyrillic":
        return word.translate(TO_CYRILLIC)
    return word.translate(_TO_LATIN) if wanted == "latin" else word


@lru_cache(maxsize=1 << 16)
def mend_lookalikes(text: str) -> tuple[str, bool]:
    """Returns the text with each word in one script, and whether any letter was, or may be, in the wrong one.

    A word in both scripts whose foreign letters all have a twin is converted to the other script; so is a word entirely
    of Latin twins among Cyrillic words (TAPAC Шевченко). A word that cannot be made uniform stays as it is, as do
    digits within words: both are reported.
    """
    if text.isascii():
        return text, _DIGIT_IN_WORD.search(text) is not None
    if _WORD.fullmatch(text) and script_of(text) != "mixed" and not _GREEK_LETTER.search(text):
        return text, _DIGIT_IN_WORD.search(text) is not None
    mended = _pass(_pass(text))
    words = _WORD.findall(mended)
    left = any(script_of(word) == "mixed" for word in words)
    return mended, mended != text or left or any(_DIGIT_IN_WORD.search(word) for word in words)


def _pass(text: str) -> str:
    """The text with each word repaired by what is now known of the other words' script."""
    words = [word for word in _WORD.findall(text) if not _GREEK_LETTER.search(word)]
    scripts = {word: script_of(word) for word in words}
    sure = {
        script
        for word, script in scripts.items()
        if script == "cyrillic" or (script == "latin" and not all(ord(letter) in TO_CYRILLIC for letter in word))
    }
    any_script = set(scripts.values()) - {"", "mixed"}
    around = next(iter(sure)) if len(sure) == 1 else next(iter(any_script)) if len(any_script) == 1 else ""
    return _WORD.sub(lambda found: _mend_word(found[0], around), text)
