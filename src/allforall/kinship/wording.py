"""Words for a likelihood ratio. The weight of the DNA is worded as "so many times more probable if ... than if ...".

Never "match" (a ratio is no identity) and never a bare percentage (a posterior without its prior is a trap). Every
sentence is a code with parameters, so that pages word it in the reader's language; `english` gives it in English.
"""

import math
from dataclasses import dataclass

from allforall.errors import Param
from allforall.kinship.priors import Prior


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its code, and what fills it."""

    code: str
    params: tuple[tuple[str, Param], ...]


#: The sentences in English; the catalogues of `pages` hold the others.
TEXTS = {
    "kinship:says:for": "The profile is {times} times more probable if these remains are the missing member of family "
    "{family} than if {other}.",
    "kinship:says:against": "The profile is {times} times more probable if {other} than if these remains are the "
    "missing member of family {family}.",
    "kinship:says:even": "The profile is equally probable if these remains are the missing member of family {family} "
    "and if {other}.",
    "kinship:says:only": "The profile can be explained if these remains are the missing member of family {family}, "
    "but not if {other}.",
    "kinship:says:impossible": "Under the mutation model used, the profile cannot be explained if these remains are "
    "the missing member of family {family}.",
    "kinship:says:not_compared": "The profile was not compared with family {family}: the sexes differ, or the "
    "relatives' own profiles cannot be explained.",
    "kinship:says:posterior_for": "With the prior {prior} ({reason}): {odds} to 1 for these remains being the missing "
    "member of family {family}.",
    "kinship:says:posterior_against": "With the prior {prior} ({reason}): {odds} to 1 against these remains being the "
    "missing member of family {family}.",
}
#: What the remains may be instead, by its code in a sentence.
UNRELATED = "they are unrelated to family {family}"
SIBLING = "they are a full sibling of that missing member"


def times(log10_lr: float) -> str:
    """Returns a readable ratio: 3 digits, thousands separated, from a million million on as a power of ten."""
    size = abs(log10_lr)
    if size >= 12:
        power = math.floor(size)
        head = f"{10 ** (size - power):.1f}"
        return f"10.0 x 10^{power}" if head == "10.0" else f"{head} x 10^{power}"
    value = 10**size
    if value < 100:
        return f"{value:.3g}"
    digits = 10 ** (math.floor(math.log10(value)) - 2)
    return f"{round(value / digits) * digits:,.0f}"


def say(log10_lr: float, family: str, other: str = UNRELATED) -> Sentence:
    """Returns the sentence for a log10 likelihood ratio: the missing member of a family against something else."""
    against = other.format(family=family)
    versus = "sibling" if other == SIBLING else "unrelated"
    if math.isnan(log10_lr):
        return Sentence("kinship:says:not_compared", (("family", family),))
    if log10_lr == -math.inf:
        return Sentence("kinship:says:impossible", (("family", family),))
    if log10_lr == math.inf:
        return Sentence("kinship:says:only", (("family", family), ("other", against), ("versus", versus)))
    if abs(log10_lr) < math.log10(1.005):
        return Sentence("kinship:says:even", (("family", family), ("other", against), ("versus", versus)))
    code = "kinship:says:for" if log10_lr > 0 else "kinship:says:against"
    return Sentence(code, (("times", times(log10_lr)), ("family", family), ("other", against), ("versus", versus)))


def say_posterior(log10_odds: float, family: str, prior: Prior) -> Sentence:
    """Returns the sentence for posterior odds, which always names its prior and the prior's reason."""
    code = "kinship:says:posterior_for" if log10_odds >= 0 else "kinship:says:posterior_against"
    params = (("prior", prior.name), ("reason", prior.reason), ("odds", times(log10_odds)), ("family", family))
    return Sentence(code, params)


def english(sentence: Sentence) -> str:
    """Returns the sentence in English."""
    return TEXTS[sentence.code].format(**dict(sentence.params))
