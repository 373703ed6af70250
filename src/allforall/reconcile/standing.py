"""The standing of a link: clear enough to be confirmed in a batch, or for a person to review, with every reason.

Nothing here states that two rows are one person; a clear link is still only proposed. Every bound is a cautious
assumption: a wrong link that passes as clear costs more than a review.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from allforall.people.names.folding import fold, stem
from allforall.reconcile import levels as lv
from allforall.reconcile.columns import Bools, Columns
from allforall.reconcile.comparison import Agreement, Pair
from allforall.reconcile.name_levels import share
from allforall.reconcile.scoring import Scored

#: Assumptions, in bits: odds of about 1,000 to 1 for, and 64 to 1 before the next best.
CLEAR_BITS, MARGIN_BITS = 10.0, 6.0
#: Pairs with fewer bits are not links; with fewer than this they are not candidates either (odds of about 1 in 64).
LINK_BITS, CANDIDATE_BITS = 0.0, -6.0


class Standing(StrEnum):
    """The standing of a link."""

    CLEAR = "clear"
    TO_REVIEW = "to_review"
    REVIEWED_SAME = "reviewed_same"
    UNSURE = "unsure"


class Reason(StrEnum):
    """Why a link goes to a person, or why it does not."""

    REVIEW_SAME = "review:same"
    REVIEW_UNSURE = "review:unsure"
    REVIEW_CONTRADICTED = "review:contradicted"
    NEW_EVIDENCE = "review:new_evidence"
    CONFIRMED_FOR_ANOTHER = "held:confirmed_for_another"
    LINKED_TO_ANOTHER = "held:linked_to_another"
    SIBLINGS = "relatives:siblings"
    TWINS = "relatives:twins"
    TWIN_ON_LIST = "relatives:twin_on_list"
    FATHER_AND_SON = "relatives:father_and_son"
    NAMESAKE = "relatives:namesake"
    SCORE_LOW = "score:below_clear"
    NEAR_TIE = "margin:near_tie"
    NAME_NOT_AGREED = "fields:name_not_agreed"
    NAME_ALONE = "fields:name_alone"
    DATE_UNKNOWN = "fields:date_unknown"
    CONFLICT = "fields:conflict"
    IDENTICAL_ROWS = "rows:identical"
    CLEAR = "score:clear"


@dataclass(frozen=True, slots=True)
class Link:
    """Two rows proposed as one person, with every reason for its standing.

    `runner_up` is the key of the next best row for either of them, empty if there is none; `margin_bits` how many bits
    it is behind. `confirmed_for` are the sought rows of other lists for which the held row was confirmed before: this
    is shown, never hidden.
    """

    pair: Pair
    standing: Standing
    reasons: tuple[Reason, ...]
    runner_up: str = ""
    margin_bits: float | None = None
    confirmed_for: tuple[str, ...] = ()

    @property
    def probability(self) -> float | None:
        """The pair's probability, calibrated on invented lists; None if a person reviewed the pair."""
        said = {Reason.REVIEW_SAME, Reason.REVIEW_UNSURE, Reason.REVIEW_CONTRADICTED, Reason.NEW_EVIDENCE}
        return self.pair.probability if said.isdisjoint(self.reasons) else None


@dataclass(frozen=True, slots=True)
class Relations:
    """What else pairs look like, other than one person; one flag per pair."""

    siblings: Bools
    twins: Bools
    father_and_son: Bools
    namesake: Bools
    date_unknown: Bools
    name_agrees: Bools
    supported: Bools
    conflict: Bools  # father's name, service number or sex contradict each other
    any_conflict: Bools  # or any other field does, or the birth dates are only close

    @property
    def relatives(self) -> Bools:
        """Which pairs look like two members of one family."""
        return self.siblings | self.twins | self.father_and_son


def _says(column: str, *agreements: Agreement) -> npt.NDArray[np.bool_]:
    compared = lv.COMPARED[lv.COLUMN[column]]
    said = [Agreement.UNKNOWN in agreements, *(level.agreement in agreements for level in compared.levels)]
    return np.array(said, dtype=np.bool_)


_SLIPS = ("day_month_swapped", "year_off_by_one", "one_digit", "year_near")
_AGREE, _CLOSE, _CONFLICT = Agreement.AGREE, Agreement.CLOSE, Agreement.CONFLICT


def relations(scored: Scored, columns: Columns) -> Relations:
    """Returns what every pair looks like, judged by its levels alone."""

    def level(field: str) -> npt.NDArray[np.int8]:
        return scored.levels[:, lv.COLUMN[field]]

    surname, given, father = level(lv.SURNAME.field), level(lv.GIVEN_NAME.field), level(lv.FATHER.field)
    date = level(lv.BIRTH_DATE.field)
    same_family = _says(lv.SURNAME.field, _AGREE, _CLOSE)[surname]
    same_father = _says(lv.FATHER.field, _AGREE, _CLOSE)[father]
    father_open = same_father | (father == 0)
    other_given = _says(lv.GIVEN_NAME.field, _CONFLICT)[given]
    same_given = _says(lv.GIVEN_NAME.field, _AGREE, _CLOSE)[given]
    # "similar" is only half agreement: Andrii and Andrian may be brothers
    doubtful_given = other_given | (given == lv.GIVEN_NAME.number("similar"))
    same_day = date == lv.BIRTH_DATE.number("same_day")
    number = _says(lv.SERVICE_NUMBER.field, _AGREE)[level(lv.SERVICE_NUMBER.field)]
    number |= _says(lv.DOCUMENT_NUMBER.field, _AGREE)[level(lv.DOCUMENT_NUMBER.field)]
    supported = number | same_day | _says(lv.FATHER.field, _AGREE)[father]
    for field in (lv.BIRTH_PLACE.field, lv.UNIT.field):
        supported |= _says(field, _AGREE)[level(field)]
    slip = np.isin(date, [lv.BIRTH_DATE.number(code) for code in _SLIPS])
    conflict = np.zeros(len(surname), dtype=np.bool_)
    for field in (lv.FATHER.field, lv.SERVICE_NUMBER.field, lv.SEX.field):
        conflict |= _says(field, _CONFLICT)[level(field)]
    any_conflict = conflict | slip
    for field in (lv.BIRTH_DATE.field, lv.BIRTH_PLACE.field, lv.UNIT.field):
        any_conflict |= _says(field, _CONFLICT)[level(field)]
    initial = _initials(surname, lv.SURNAME) | _initials(given, lv.GIVEN_NAME)
    # One name and a date that is only close may be two men; their fathers' names tell a slip from a namesake. Years
    # that are only near are not a typical slip: they speak against one person rather than for one.
    other_date = _says(lv.BIRTH_DATE.field, _CONFLICT)[date] | (date == lv.BIRTH_DATE.number("year_near"))
    other_date |= slip & ~_says(lv.FATHER.field, _AGREE)[father]
    return Relations(
        siblings=same_family & same_father & doubtful_given & ~same_day,
        twins=same_family & father_open & doubtful_given & same_day,
        father_and_son=same_family & other_given & _fathers(scored, columns, same_family & other_given),
        namesake=same_family & same_given & other_date & ~number,
        date_unknown=(date == 0) & ~number,
        name_agrees=same_family & same_given & ~initial,
        supported=supported,
        conflict=conflict,
        any_conflict=any_conflict,
    )


def names_agree(scored: Scored) -> Bools:
    """Returns whether the names agree in full and nothing about father or birth contradicts them.

    Such a pair is shown whatever its score: if thousands have one name, each weighs little, yet is a candidate.
    """

    def says(column: str, *agreements: Agreement) -> Bools:
        return _says(column, *agreements)[scored.levels[:, lv.COLUMN[column]]]

    agree = says(lv.SURNAME.field, _AGREE) & says(lv.GIVEN_NAME.field, _AGREE)
    return agree & ~says(lv.FATHER.field, _CONFLICT) & ~says(lv.BIRTH_DATE.field, _CONFLICT)


def _initials(level: npt.NDArray[np.int8], compared: lv.Compared) -> Bools:
    initials = [compared.number("initial_agrees"), compared.number("initial_conflicts")]
    return np.isin(level, initials)


def _fathers(scored: Scored, columns: Columns, asked: Bools) -> Bools:
    """Whether the given name of one row is the name of the other's father."""
    result = np.zeros(len(asked), dtype=np.bool_)
    names, fathers = columns.names, columns.fathers
    for son, father in ((scored.left, scored.right), (scored.right, scored.left)):
        which = np.flatnonzero(asked & (columns.father[son] >= 0) & (columns.given[father] >= 0))
        of_son, own = columns.father[son[which]], columns.given[father[which]]
        result[which] |= share(names.whole[own], fathers.whole[of_son])
        for i, name, patronymic in zip(which.tolist(), own.tolist(), of_son.tolist(), strict=True):
            result[i] |= stem(fold(names.texts[name])) == fathers.folds[patronymic][0]
    return result


def reasons_for(
    relations: Relations,
    i: int,
    bits: float,
    margin: float | None,
    *,
    twin_near: bool = False,
    one_list: bool = False,
) -> tuple[Reason, ...]:
    """Returns every reason why pair `i` goes to a person, gravest first; none if it is clear.

    Within one list any contradiction is a reason: there the rows would be merged, and a person might be lost.
    """
    checks = (
        (Reason.TWINS, relations.twins[i]),
        (Reason.SIBLINGS, relations.siblings[i]),
        (Reason.FATHER_AND_SON, relations.father_and_son[i]),
        (Reason.NAMESAKE, relations.namesake[i]),
        (Reason.TWIN_ON_LIST, twin_near),
        (Reason.CONFLICT, relations.any_conflict[i] if one_list else relations.conflict[i]),
        (Reason.NEAR_TIE, margin is not None and margin < MARGIN_BITS),
        (Reason.NAME_NOT_AGREED, not relations.name_agrees[i]),
        (Reason.NAME_ALONE, not relations.supported[i]),
        (Reason.DATE_UNKNOWN, relations.date_unknown[i]),
        (Reason.SCORE_LOW, bits < CLEAR_BITS),
    )
    return tuple(reason for reason, holds in checks if holds)
