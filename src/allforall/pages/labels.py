"""The words for the codes in an account: which group a code belongs to, in one place."""

from allforall.account.report import NodeReport, Tally
from allforall.errors import Word
from allforall.pages.code_texts import GROUPS
from allforall.pages.words import Words
from allforall.pages.writing import written

#: The groups that a figure's code may come from; the first that knows it gives its words.
_FIGURE_GROUPS = (
    "figure",
    "answer_kind",
    "held_place",
    "outcome",
    "standing",
    "custody",
    "person_status",
    "answer_state",
)
_PROPOSED = "proposed:"
_ELIGIBILITY = "eligibility:"


def _first(words: Words, groups: tuple[str, ...], code: str) -> str:
    for group in groups:
        if code in GROUPS.get(group, {}):
            return words.code(group, code)
    return words.code(groups[0], code)


def figure_label(words: Words, code: str) -> str:
    """Returns the words for a figure of a tally; what is only proposed is marked so."""
    if code.startswith(_PROPOSED):
        return words.text("{answer} (proposed)", answer=_first(words, _FIGURE_GROUPS, code.removeprefix(_PROPOSED)))
    return _first(words, _FIGURE_GROUPS, code)


def heading(words: Words, text: str) -> str:
    """Returns the text with a capital first letter, as in a heading; the Turkish i keeps its dot."""
    first = text[:1]
    return f"{'İ' if words.lang == 'tr' and first == 'i' else first.upper()}{text[1:]}"


def tally_title(words: Words, tally: Tally) -> str:
    """Returns the title of a tally."""
    return heading(words, _first(words, ("tally", "category"), tally.code.removeprefix(_ELIGIBILITY)))


def category_label(words: Words, code: str) -> str:
    """Returns the words for a category of the arrangement, or its key where the arrangement defines it."""
    return heading(words, _first(words, ("category",), code))


def reason_label(words: Words, code: str) -> str:
    """Returns the words for a reason."""
    return _first(words, ("reason",), code)


def expected_label(words: Words, expected: str | Word) -> str:
    """Returns the words for what a reader of a file expected in a cell, or text as it has to be typed."""
    return words.word(expected) if isinstance(expected, Word) else written(expected)


def level_label(words: Words, code: str) -> str:
    """Returns the words for a level of a comparison."""
    return _first(words, ("level", "agreement"), code)


def party_label(words: Words, code: str) -> str:
    """Returns the words for a party, or the text as written where it is another name."""
    return words.code("party", code)


def whose_label(words: Words, code: str) -> str:
    """Returns whose wording a reading is: a party's, or what the arrangement calls it."""
    return _first(words, ("wording", "party"), code)


def fields_label(words: Words, fields: tuple[str, ...]) -> str:
    """Returns the names of fields, separated by commas."""
    return ", ".join(words.code("field", field) for field in fields)


def made_by(words: Words, report: NodeReport) -> str:
    """Returns the line with the page's owner, its date and its arrangement."""
    return " · ".join(
        part
        for part in (
            party_label(words, report.party),
            report.made_on.isoformat(),
            written(report.arrangement_title),
        )
        if part
    )
