"""What `kinship` says, in the reader's language: ratios as "so many times more probable", odds, never a
percentage.

The sentence of a ratio is a code with parameters (`kinship.wording`); its texts are in `code_texts.kinship`.
"""

import math
from collections.abc import Sequence

from allforall.kinship.case import Case
from allforall.kinship.joint import SymmetricSet
from allforall.kinship.linkage import pairs_among
from allforall.kinship.outcomes import Expected, not_compared
from allforall.kinship.tables import Tables
from allforall.kinship.wording import Sentence, times
from allforall.pages.words import Words
from allforall.pages.writing import MINUS, NARROW_NO_BREAK_SPACE, NOTHING, grouped, written

#: Odds beyond this many powers of ten are not written out: floating point ends near them.
_FARTHEST = 15.0
#: So many samples are named in a note.
_NAMED = 6


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


def expected_lines(words: Words, expected: Expected) -> list[str]:
    """Returns the sentence that says what the threshold implies, hits of chance and real ones."""
    hits = expected.hits
    power = expected.power
    return [
        words.text(
            "At {threshold} times: of the {pairs} pairs compared here, {hits} unrelated ones on average will reach it"
            " by chance ({rate} each); of the true ones {reached} in 100 will.",
            threshold=ratio(power.threshold),
            pairs=expected.pairs,
            hits=about(hits),
            rate=in_many(power.false_rate),
            reached=_in_hundred(power.reached),
        )
    ]


def about(number: float) -> str:
    """Returns a number of hits as people say it: two digits, or fewer than one in so many."""
    if number <= 0:
        return "0"
    if number < 0.001:
        return "< 0.001"
    if number < 1:
        return f"{number:.1g}"
    if number < 10:
        return f"{number:.2g}"
    digits = 10 ** max(0, math.floor(math.log10(number)) - 1)
    return grouped(round(number / digits) * digits)


def _in_hundred(share: float) -> str:
    return "> 99" if share > 0.99 else "< 1" if share < 0.01 else str(round(100 * share))


def how_lines(words: Words, case: Case) -> list[str]:
    """Returns how the case is weighed and what was noted in its files."""
    stated = case.models
    mutation = words.text("as the .fam file states")
    if stated is not None:
        mutation = words.code("mutation_model", stated.name)
        if any(stated.rates):
            mutation = words.text(
                "{model}, fathers {male}, mothers {female}",
                model=mutation,
                male=str(stated.rates[0]),
                female=str(stated.rates[1]),
            )
    rules = case.conventions
    theta = f"{rules.theta:g}"
    if rules.theta:
        theta = f"{theta} ({words.code('theta_rule', rules.theta_rule.value)})"
    return [
        words.text(
            "Mutation: {mutation}. Theta: {theta}. Untyped ancestors: {ancestors}.",
            mutation=mutation,
            theta=theta,
            ancestors=words.code("ancestors", rules.ancestors.value),
        ),
        words.text("Frequencies: {populations}.", populations=", ".join(map(written, case.populations))),
        *(f"! {note}" for note in note_texts(words, case)),
    ]


def linkage_lines(words: Words, case: Case) -> list[str]:
    """Returns that linked pairs count as independent in a search, where there are some."""
    pairs = pairs_among(case.loci, case.linked)
    if not pairs:
        return []
    named = ", ".join(f"{first.name} + {second.name}" for first, second, _ in pairs)
    return [
        words.text(
            "Linked, but counted as independent in a search: {pairs}. “kinship lr” weighs them together.", pairs=named
        )
    ]


def spoilt_lines(words: Words, tables: Tables) -> list[str]:
    """Returns which families are not compared; why is a finding that `kinship check` seals."""
    names = not_compared(tables)
    if not names:
        return []
    return [
        words.text(
            "! Not compared, since their own profiles do not fit the model: {families}. “kinship check” seals"
            " the findings for a geneticist.",
            families=", ".join(map(written, names)),
        )
    ]


def braced(names: Sequence[str]) -> str:
    """Returns names as a set, such as {V2, V3}."""
    return "{" + ", ".join(map(written, names)) + "}"


def named(words: Words, who: tuple[str, str]) -> str:
    """Returns a missing person as family and label, or that it is nobody of these."""
    return f"{written(who[0])}/{written(who[1])}" if who[0] else words.text("none of these")


def symmetric_text(words: Words, held: SymmetricSet) -> str:
    """Returns the sentence of a set that cannot be told apart."""
    return words.text(
        "{samples} belong among {missing} of family {family}; these samples cannot tell which is which.",
        samples=braced(held.samples),
        missing=braced(held.missing),
        family=held.family,
    )


def note_texts(words: Words, case: Case) -> list[str]:
    """Returns what has to be said aloud of the files of a case."""
    return [
        words.code("kinship_note", note.code, **{name: _names(name, value) for name, value in note.params.items()})
        for note in case.notes
    ]


def _names(name: str, value: str | Sequence[str]) -> str:
    """Returns one name, all loci, or the first of many samples and how many more there are."""
    if isinstance(value, str):
        return value
    if name != "samples":
        return ", ".join(value)
    shown = ", ".join(map(written, value[:_NAMED]))
    return shown if len(value) <= _NAMED else f"{shown}, … (+{len(value) - _NAMED})"
