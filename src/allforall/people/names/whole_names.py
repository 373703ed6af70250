"""Whether two whole names as written may be one person's: unparsed, parts in another order, initials, a missing
father's name, titles and particles, words run together or apart, several scripts.

For lists with one name column and for call-signs with names around them. If the parts are known, `reconcile` compares
them field by field instead. The parts of the two names are paired to lose the least (`pairing`); what each pair lacks
of full evidence (`nearness`), and a price for leftover parts, add up to the bits lost. A part that conflicts with one
on the other side costs much more than a part that the other side leaves out.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

import numpy as np
from rapidfuzz.distance import OSA

from allforall.people.names.folding import fold, stem
from allforall.people.names.given import NO_GROUP, Groups, given_names
from allforall.people.names.mending import PARTICLES_AFTER, PARTICLES_BEFORE
from allforall.people.names.nearness import near_pairs
from allforall.people.names.pairing import least_cost
from allforall.people.names.romanised import romanise
from allforall.people.names.sound_model import plain_letters, script_of


class Pairing(StrEnum):
    """How two parts agree: by letters, by sound, or by another rule."""

    SAME = "same"
    SPELLING = "spelling"
    ONE_NAME = "one_name"
    SHORT_FORM = "short_form"
    INITIAL = "initial"
    CUT_OFF = "cut_off"
    PARTICLE = "particle"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class PairedPart:
    """Two parts compared, how they agree or that they do not, and the bits lost."""

    one: str
    other: str
    how: Pairing
    lost_bits: float


@dataclass(frozen=True, slots=True)
class WholeNames:
    """Two whole names: the parts paired, what is left over on either side, and the total of bits lost.

    `likeness` is 1 if nothing is lost and halves with every `HALVED_BY` bits: for ordering, not a probability.
    """

    paired: tuple[PairedPart, ...]
    left_over_one: tuple[str, ...]
    left_over_other: tuple[str, ...]
    other_order: bool
    lost_bits: float

    @property
    def likeness(self) -> float:
        """From 0 to 1, 1 if nothing is lost."""
        return float(2.0 ** (-self.lost_bits / HALVED_BY))


# Prices in bits. All are assumptions, chosen on a random half of public labelled pairs (benchmarks/name_bench.py, which
# reports both halves).
HALVED_BY = 10.0
#: A part against a different one.
CONFLICT_COSTS = 30.0
#: The first part that one side leaves out, and each further one.
MISSING_COSTS, NEXT_MISSING_COSTS = 4.0, 3.0
#: An extra particle (de, al, bin) or title.
SMALL_WORD_COSTS = 0.5
INITIAL_COSTS, OTHER_INITIAL_COSTS, CUT_OFF_COSTS = 3.0, 20.0, 6.0
#: Forms of one given name in the table (Микола, Nicholas); a diminutive.
ONE_NAME_COSTS, SHORT_FORM_COSTS = 1.0, 3.0
OTHER_ORDER_COSTS = 2.0
#: Child and father are swapped: Salman bin Muhammad, Muhammad bin Salman.
TURNED_COSTS = 20.0
#: Only one part in common with a name of several.
ONE_PART_COSTS = 14.0
#: Only initials in common.
ONLY_INITIALS_COST = 20.0
#: A letter changed in a script that has no learnt spellings, and the evidence of one letter; Chinese letters have more.
LETTER_COSTS, LETTER_TELLS, CHINESE_COSTS = 10.0, 6.0, 20.0
#: Words run together are split if the joined word is this near.
JOINED_WITHIN = 8.0
#: One slip (also two swapped letters) in a word of at least this many letters.
ONE_SLIP_COSTS, SHORTEST_SLIPPED = 14.0, 4
#: Two words that keep less than this share of the evidence are different words.
LEAST_KEPT = 0.15
#: A name without a letter against another.
NOTHING_COSTS = 100.0

_MORE_PARTICLES = """
ibn bint bin ben abu abou el al ul ud ad as und and dela della das do dos las los san st af av
"""
#: Words before or after a name that are not part of it; na, fnu and lnu mean "none" in lists.
_TITLES = """
mr mrs ms miss dr prof professor sir lord lady dame count baron prince princess king queen president general gen
col colonel maj major capt captain lt sgt rev father fr hon eng ing dipl mullah mulla maulvi maulawi mawlawi
sheikh shaikh shaykh sheik haji hajji hadji hajj alhaji imam ayatollah hojjat jr sr ii iii iv na fnu lnu
пан пані др проф господин госпожа генерал полковник майор капитан капітан рядовой рядовий
"""
PARTICLES = frozenset(map(plain_letters, PARTICLES_BEFORE | PARTICLES_AFTER | set(_MORE_PARTICLES.split())))
#: Words between a child and the father.
DESCENT = frozenset({"bin", "ben", "ibn", "bint", "бін", "бин", "ібн", "ибн", "бен", "ould", "walad"})
TITLES = frozenset(_TITLES.split())
_LOOKS_LIKE = str.maketrans("0134578@$9", "oieastbasg")
_LETTER = re.compile(r"[^\W\d_]")
_INITIALS = re.compile(r"[bcdfghjklmnpqrstvwxzбвгджзйклмнпрстфхцчш]{2,3}")
_DOCTOR = re.compile(r"\bд-р\b", re.IGNORECASE)
_INNER = re.compile(r"[^\W_]+(?:['’ʼʹ`][^\W_]+)*")


@lru_cache(maxsize=65536)
def _words(name: str) -> tuple[str, ...]:
    """Returns the words of a whole name in plain letters, in spoken order (those after a comma first)."""
    before, comma, after = romanise(name).partition(",")
    text = f"{after} {before}" if comma and after.strip() and "," not in after else f"{before} {after}"
    found: list[str] = []
    for seen in _INNER.findall(_DOCTOR.sub("др", text.replace("@", "a").replace("$", "s"))):
        word = plain_letters(seen.translate(_LOOKS_LIKE) if _LETTER.search(seen) else seen)
        # JC Juncker: capitals without a vowel are initials
        found.extend(word if seen.isupper() and _INITIALS.fullmatch(word) and word not in TITLES else [word])
    return tuple(word for word in found if word)


def _is_small(word: str) -> bool:
    return word in PARTICLES or word in TITLES


def _joins(words: Sequence[str]) -> list[str]:
    return [one + other for one, other in pairwise(words)]


def _lost_by_letters(one: str, other: str) -> float:
    chinese = unicodedata.name(one[0], "").startswith("CJK")
    lost = OSA.distance(one, other) * (CHINESE_COSTS if chinese else LETTER_COSTS)
    full = LETTER_TELLS * (len(one) + len(other)) / 2
    return lost if lost < (1 - LEAST_KEPT) * full else CONFLICT_COSTS


class _Evidence:
    """The bits lost between any two words of a batch, computed for the whole batch at once."""

    def __init__(self, pairs: Sequence[tuple[tuple[str, ...], tuple[str, ...]]]) -> None:
        asked: dict[tuple[str, str], None] = {}
        for one, other in pairs:
            for x in (*one, *_joins(one)):
                for y in (*other, *_joins(other)):
                    asked[x, y] = None
        words = sorted({word for pair in asked for word in pair})
        place = {word: i for i, word in enumerate(words)}
        own = near_pairs(words, words, range(len(words)), range(len(words))).bits
        left = np.array([place[x] for x, _ in asked], dtype=np.int64)
        right = np.array([place[y] for _, y in asked], dtype=np.int64)
        bits = near_pairs(words, words, left, right).bits
        full = (own[left] + own[right]) / 2
        lost = np.where(bits <= LEAST_KEPT * full, CONFLICT_COSTS, np.clip(full - bits, 0, CONFLICT_COSTS))
        self._lost = dict(zip(asked, lost.tolist(), strict=True))
        for x, y in asked:
            if min(len(x), len(y)) >= SHORTEST_SLIPPED and OSA.distance(x, y, score_cutoff=1) <= 1:
                self._lost[x, y] = min(self._lost[x, y], ONE_SLIP_COSTS)
            if not own[place[x]] and not own[place[y]]:
                self._lost[x, y] = _lost_by_letters(x, y)

    def lost(self, one: str, other: str) -> float:
        """Returns the bits that two words lack of full evidence by their letters."""
        return 0.0 if one == other else self._lost[one, other]


def _mend_joins(words: tuple[str, ...], against: tuple[str, ...], evidence: _Evidence, *, swap: bool) -> list[str]:
    """Returns the words, with two joined if the other name has them as one word."""

    def lost(one: str, other: str) -> float:
        return evidence.lost(other, one) if swap else evidence.lost(one, other)

    done: list[str] = []
    i = 0
    while i < len(words):
        if i + 1 < len(words):
            joined = words[i] + words[i + 1]
            near = min((lost(joined, word) for word in against), default=CONFLICT_COSTS)
            alone = min((lost(word, other) for word in words[i : i + 2] for other in against), default=CONFLICT_COSTS)
            if near <= JOINED_WITHIN and near < alone:
                done.append(joined)
                i += 2
                continue
        done.append(words[i])
        i += 1
    return done


def _fathers(code: str) -> Groups:
    """Returns the groups of the father's name if a word is a patronymic, from its fold."""
    return given_names().father(code) if len(stem(code)) <= len(code) - 2 else NO_GROUP


def _one_name(one: str, other: str) -> tuple[float, Pairing] | None:
    table = given_names()
    x, y = fold(one), fold(other)
    if table.groups(x) & table.groups(y) or _fathers(x) & _fathers(y):
        return ONE_NAME_COSTS, Pairing.ONE_NAME
    if table.groups(x) & table.short_for(y) or table.short_for(x) & table.groups(y):
        return SHORT_FORM_COSTS, Pairing.SHORT_FORM
    return None


def _pair(one: str, other: str, evidence: _Evidence, *, last: bool) -> PairedPart:
    """Returns how two words agree; `last` if either ends its name and may have been cut off."""
    if one == other:
        return PairedPart(one, other, Pairing.SAME, 0.0)
    ways = [(evidence.lost(one, other), Pairing.SPELLING)]
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        same_script = script_of(short) is script_of(long)
        fits = short == long[:1] or (not same_script and fold(short)[:1] == fold(long)[:1])
        return PairedPart(
            one, other, Pairing.INITIAL if fits else Pairing.CONFLICT, INITIAL_COSTS if fits else OTHER_INITIAL_COSTS
        )
    known = _one_name(one, other)
    if known:
        ways.append(known)
    if last and long.startswith(short):
        ways.append((CUT_OFF_COSTS, Pairing.CUT_OFF))
    lost, how = min(ways)
    return PairedPart(one, other, how if lost < CONFLICT_COSTS else Pairing.CONFLICT, lost)


def _turned(lefts: Sequence[str], rights: Sequence[str], partner: dict[str, str]) -> bool:
    """Returns whether a child of one name is the father in the other, and the father the child."""

    def children(words: Sequence[str]) -> set[tuple[str, str]]:
        return {(words[i - 1], words[i + 1]) for i in range(1, len(words) - 1) if words[i] in DESCENT}

    fathers = children(rights)
    return any((partner.get(father), partner.get(child)) in fathers for child, father in children(lefts))


def _compare(one: tuple[str, ...], other: tuple[str, ...], evidence: _Evidence) -> WholeNames:
    lefts = _mend_joins(one, other, evidence, swap=False)
    rights = _mend_joins(other, one, evidence, swap=True)
    main_one = [word for word in lefts if not _is_small(word)] or lefts
    main_other = [word for word in rights if not _is_small(word)] or rights
    if not main_one or not main_other:
        return WholeNames((), tuple(lefts), tuple(rights), other_order=False, lost_bits=NOTHING_COSTS)
    small_one = [word for word in lefts if word not in main_one]
    small_other = [word for word in rights if word not in main_other]
    small = abs(len(small_one) - len(small_other)) * SMALL_WORD_COSTS
    table = [
        [
            _pair(x, y, evidence, last=i == len(main_one) - 1 or j == len(main_other) - 1)
            for j, y in enumerate(main_other)
        ]
        for i, x in enumerate(main_one)
    ]
    # a little for each position moved, so that equal words stay in order
    costs = [[pair.lost_bits + 1e-3 * abs(i - j) for j, pair in enumerate(row)] for i, row in enumerate(table)]
    pairs = least_cost(costs)
    rows, columns = [row for row, _ in pairs], [column for _, column in pairs]
    left_one = tuple(word for i, word in enumerate(main_one) if i not in rows)
    left_other = tuple(word for j, word in enumerate(main_other) if j not in columns)
    paired = tuple(table[i][j] for i, j in zip(rows, columns, strict=True))
    other_order = columns != sorted(columns)
    turned = _turned(lefts, rights, {pair.one: pair.other for pair in paired})
    missing = len(left_one) + len(left_other)
    lost = (
        sum(pair.lost_bits for pair in paired)
        + small
        + (MISSING_COSTS + NEXT_MISSING_COSTS * (missing - 1) if missing else 0.0)
        + (OTHER_ORDER_COSTS if other_order else 0.0)
        + (TURNED_COSTS if turned else 0.0)
        + (ONE_PART_COSTS if missing and len(paired) == 1 else 0.0)
        + (ONLY_INITIALS_COST if all(pair.how is Pairing.INITIAL for pair in paired) else 0.0)
    )
    return WholeNames(paired, left_one, left_other, other_order=other_order, lost_bits=lost)


def compare_full_names_all(pairs: Sequence[tuple[str, str]]) -> list[WholeNames]:
    """Returns the comparison of each pair of whole names as written, in order."""
    words = [(_words(one), _words(other)) for one, other in pairs]
    evidence = _Evidence(words)
    return [_compare(one, other, evidence) for one, other in words]


def compare_full_names(one: str, other: str) -> WholeNames:
    """Returns the comparison of two whole names as written: the parts paired, what is left over, the bits lost. The
    order of the two does not matter.
    """
    return compare_full_names_all([(one, other)])[0]
