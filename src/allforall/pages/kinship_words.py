"""What `kinship` says, in the reader's language: ratios as "so many times more probable", odds, never a
percentage.

The sentence of a ratio is a code with parameters (`kinship.wording`); its texts are in `code_texts.kinship`.
"""

import math

from allforall.kinship.wording import Sentence, times
from allforall.pages.words import Words
from allforall.pages.writing import MINUS, NARROW_NO_BREAK_SPACE, NOTHING, written

#: Odds beyond this many powers of ten are not written out: floating point ends near them.
_FARTHEST = 15.0


def ratio(log10_lr: float) -> str:
    """Returns a ratio with three digits and its thousands separated, such as 2 140 000 or 1/350; empty where
    there is none.
    """
    if math.isnan(log10_lr):
        return NOTHING
    if math.isinf(log10_lr):
        return "∞" if log10_lr > 0 else "0"
    text = _written(times(log10_lr))
    return text if log10_lr >= 0 or text == "1" else f"1/{text}"


def log10(value: float) -> str:
    """Returns a log10 ratio with its sign and two decimals, such as +6.33."""
    if math.isnan(value):
        return NOTHING
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    text = f"{abs(value):.2f}"
    return text if text == "0.00" else f"{MINUS if value < 0 else '+'}{text}"


def sentence(words: Words, said: Sentence) -> str:
    """Returns a sentence of `kinship` in the reader's language."""
    params = {name: written(str(value)) for name, value in said.params}
    for name in ("times", "odds"):
        if name in params:
            params[name] = _written(params[name])
    if "versus" in params:
        params["other"] = words.code("kinship_other", params["versus"], family=params["family"])
    return words.code("", said.code, **params)


def odds(words: Words, chance: float) -> str:
    """Returns a chance as odds, such as "1 200 to 1 for"; a chance of 0 or 1 is worded as such."""
    if chance <= 0:
        return words.text("impossible")
    if chance >= 1 or chance > 1 - 10**-_FARTHEST:
        return words.text("more than {odds} to 1 for", odds=f"10^{int(_FARTHEST)}")
    found = math.log10(chance) - math.log1p(-chance) / math.log(10)
    if found < -_FARTHEST:
        return words.text("more than {odds} to 1 against", odds=f"10^{int(_FARTHEST)}")
    if abs(found) < math.log10(1.005):
        return words.text("1 to 1")
    text = _written(times(found))
    return words.text("{odds} to 1 for", odds=text) if found > 0 else words.text("{odds} to 1 against", odds=text)


def in_many(share: float) -> str:
    """Returns a rate as “1 in n”, such as 1/45 000 000, or an empty text where there is none."""
    if share <= 0:
        return "0"
    return "1" if share >= 1 else f"1/{_written(times(math.log10(share)))}"


def _written(text: str) -> str:
    return text.replace(",", NARROW_NO_BREAK_SPACE).replace(" x ", " × ")
