"""The weight of a level: Fellegi-Sunter weights, learnt from the lists as far as possible, otherwise assumed.

u of a level is its share among pairs of rows taken from everywhere, which are nearly all of two persons. m
and the prior are estimated by expectation and maximisation (Dempster, Laird and Rubin 1977; Winkler 1988)
over the candidates, u held fixed. Between two lists a row has at most one partner, so the probabilities of its
candidates are made to add up to at most 1. The assumed values of `levels` count as pairs already seen: with two
lists of a few rows they decide, with thousands of rows the lists do. Nothing here is calibrated against a
truth: a score only orders, and bounds named in `standing` decide what goes to a person.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from allforall.reconcile import levels as lv
from allforall.reconcile.candidates import Longs
from allforall.reconcile.scoring import CROSSWISE_BITS, Bits, Comparer, Scored

#: Assumptions: how many pairs the assumed m and u count for, and rows the assumed frequency of a value.
ASSUMED_MATCHES, ASSUMED_OTHERS, ASSUMED_ROWS = 100.0, 2_000.0, 500.0
#: Pairs drawn to learn u.
SAMPLE = 150_000
ROUNDS = 12
#: Assumption: a person is sought among at least this many, even if a list is shorter: a single candidate gets no bonus.
LEAST_POPULATION = 1_000
#: Assumptions: the share of the shorter list that is on the other, and the share of one list that is duplicated, before
#: looking.
OVERLAP, DUPLICATES = 0.5, 0.02
#: Assumption: how many rows of the shorter list that share counts for. If it counted for many, it would link namesakes
#: in lists that hardly overlap.
ASSUMED_OVERLAP_ROWS = 100


@dataclass(frozen=True, slots=True)
class Weights:
    """log2 m and log2 u of every level (index 0 is unknown, without weight), the prior, frequencies of
    values.
    """

    log_m: tuple[Bits, ...]
    log_u: tuple[Bits, ...]
    by_term: tuple[npt.NDArray[np.bool_], ...]
    prior_bits: float
    log_frequency: dict[str, Bits]

    def field_bits(self, scored: Scored, comparer: Comparer) -> Bits:
        """Returns the bits of every pair and compared field."""
        bits = np.zeros(scored.levels.shape, dtype=np.float64)
        for i, compared in enumerate(lv.COMPARED):
            level = scored.levels[:, i]
            bits[:, i] = (self.log_m[i] - self.log_u[i])[level]
            rare = np.flatnonzero(self.by_term[i][level])
            if len(rare):
                chosen = scored.take(rare)
                frequency = self._frequency(compared.field, chosen, comparer)
                bits[rare, i] = self.log_m[i][level[rare]] - frequency
        return bits

    def _frequency(self, field: str, scored: Scored, comparer: Comparer) -> Bits:
        """log2 of the value's frequency; of the more frequent one if they differ."""
        table, term = self.log_frequency[field], comparer.terms[field]
        left, right = term[scored.left], term[scored.right]
        if field in (lv.SURNAME.field, lv.GIVEN_NAME.field):
            # In the row with swapped columns, the other column has the value.
            right = np.where(scored.swapped & ~scored.by_right, left, right)
            left = np.where(scored.swapped & scored.by_right, right, left)
        return np.maximum(table[left], table[right])

    def pair_bits(self, fields: Bits, scored: Scored) -> Bits:
        """Returns the score of every pair: the prior, its fields, and the price of reading names crosswise.

        The sum is taken in the order of `Pair.fields`, so that it is exactly the same number.
        """
        total = np.full(len(scored.left), self.prior_bits, dtype=np.float64)
        for i in range(fields.shape[1]):
            total += fields[:, i]
        return total + np.where(scored.swapped, order_bits(), 0.0)


def order_bits() -> float:
    """Returns the cost of reading a pair with surname and given name swapped."""
    return CROSSWISE_BITS


def _slots(compared: lv.Compared) -> list[str]:
    return [level.slot or level.code for level in compared.levels]


def assumed_frequency(compared: lv.Compared) -> float:
    """Returns the assumed share of rows for a value about which nothing is known."""
    return sum(level.u for level in compared.levels if level.by_term)


def _frequencies(comparer: Comparer) -> dict[str, Bits]:
    """log2 of the share of rows that have each value, drawn towards the assumed share of an unknown value.

    The two rows compared are not counted, since they would confirm themselves: in a list of three any name would be
    common. A value that nobody else has is not rarer than one in all rows, or than assumed.
    """
    result: dict[str, Bits] = {}
    for compared in lv.COMPARED:
        term = comparer.terms[compared.field]
        known = term[term >= 0]
        count = np.bincount(known, minlength=int(known.max(initial=0)) + 1).astype(np.float64)
        assumed = assumed_frequency(compared)
        share = (np.maximum(count - 2, 0) + ASSUMED_ROWS * assumed) / (len(known) + ASSUMED_ROWS)
        result[compared.field] = np.log2(np.maximum(share, min(assumed, 1 / max(len(known), 1))))
    return result


def prior(first: int, second: int | None, expected: float | None = None) -> float:
    """Returns log2 of the odds that two random rows are of one person.

    `second` is None within one list; `expected` is how many pairs are of one person, assumed if not known.
    """
    shorter = first if second is None else min(first, second)
    assumed = DUPLICATES if second is None else OVERLAP
    share = assumed if expected is None else max(expected, 0.5) / shorter
    population = max(first, second or 0, LEAST_POPULATION)
    chance = min(share * (2 if second is None else 1) / population, 0.5)
    return float(np.log2(chance / (1 - chance)))


def default_weights(comparer: Comparer, prior_bits: float) -> Weights:
    """Returns the assumed weights, with the frequencies of the lists' own values."""
    m = [np.array([level.m for level in compared.levels]) for compared in lv.COMPARED]
    u = [np.array([level.u for level in compared.levels]) for compared in lv.COMPARED]
    return _weights(m, u, prior_bits, _frequencies(comparer))


def _weights(m: list[Bits], u: list[Bits], prior_bits: float, frequency: dict[str, Bits]) -> Weights:
    log_m, log_u, by_term = [], [], []
    for compared, m_values, u_values in zip(lv.COMPARED, m, u, strict=True):
        slots = _slots(compared)
        m_slot = {s: sum(v for v, t in zip(m_values, slots, strict=True) if t == s) for s in slots}
        u_slot = {s: sum(v for v, t in zip(u_values, slots, strict=True) if t == s) for s in slots}
        of_u = np.log2([u_slot[s] for s in slots])
        log_m.append(np.concatenate([[0.0], of_u + _in_order(compared, np.array([m_slot[s] for s in slots]), of_u)]))
        log_u.append(np.concatenate([[0.0], of_u]))
        by_term.append(np.array([False, *(level.by_term for level in compared.levels)]))
    return Weights(tuple(log_m), tuple(log_u), tuple(by_term), prior_bits, frequency)


def _in_order(compared: lv.Compared, m: Bits, log_u: Bits) -> Bits:
    """The weights of levels, kept in the order of `levels.ORDERED`.

    Neighbours in the wrong order are pooled into one level (pooling of adjacent violators; Ayer and others
    1955, "An empirical distribution function for sampling with incomplete information").
    """
    bits = np.asarray(np.log2(m) - log_u, dtype=np.float64)
    u = np.exp2(log_u)
    for codes in lv.ORDERED.get(compared.field, ()):
        pools: list[tuple[float, float, list[int]]] = []
        for i in (compared.number(code) - 1 for code in codes):
            pool = (float(np.exp2(bits[i]) * u[i]), float(u[i]), [i])
            while pools and pools[-1][0] / pools[-1][1] < pool[0] / pool[1]:
                before = pools.pop()
                pool = (before[0] + pool[0], before[1] + pool[1], [*before[2], *pool[2]])
            pools.append(pool)
        for of_m, of_u, members in pools:
            bits[members] = min(float(np.log2(of_m / of_u)), float(bits[0]))
    return bits


def _sampled(first: int, second: int, *, within: bool) -> tuple[Longs, Longs]:
    """Pairs from everywhere, the same for the same lists: every row meets partners a golden step apart."""
    if within:
        second = first
    total = first * second
    step = max(int(total * 0.6180339887498949), 1)
    while np.gcd(step, total) != 1:
        step += 1
    at = np.arange(min(SAMPLE, total), dtype=np.uint64)
    # total stays below 2**63 for lists of up to three thousand million rows; at * step is reduced in two
    # parts
    number = (at * np.uint64(step % total)) % np.uint64(total) if total < 2**43 else _wide(at, step, total)
    left, right = (
        (number // np.uint64(second)).astype(np.int64),
        (number % np.uint64(second)).astype(np.int64),
    )
    if within:
        apart = left != right
        return left[apart], right[apart]
    return left, right + first


def _wide(at: npt.NDArray[np.uint64], step: int, total: int) -> npt.NDArray[np.uint64]:
    return np.array([int(i) * step % total for i in at], dtype=np.uint64)


def _shares(counts: Bits, assumed: Bits, contexts: list[str], weight: float) -> Bits:
    """Shares within each context, the assumed ones counted as `weight` observations."""
    result = np.zeros(len(counts))
    for context in set(contexts):
        which = np.array([c == context for c in contexts])
        base = assumed[which] / assumed[which].sum()
        result[which] = (counts[which] + weight * base) / (counts[which].sum() + weight)
    return result


def _one_partner(odds: Bits, left: Longs, right: Longs, count: int) -> Bits:
    """Probabilities of pairs if a row has at most one partner: the smaller of the shares left by either row."""
    by_left = np.bincount(left, weights=odds, minlength=count)
    by_right = np.bincount(right, weights=odds, minlength=count)
    return np.asarray(odds / (1 + np.maximum(by_left[left], by_right[right])))


def _chances(odds: Bits, left: Longs, right: Longs, count: int, *, within: bool) -> Bits:
    """Probabilities of pairs. Between two lists a row has one partner; within one list it may have several: if a name
    occurs twice the rivals of a pair speak against it, if it occurs ten times they do not.
    """
    if not within:
        return _one_partner(odds, left, right, count)
    alone = odds / (1 + odds)
    partners = np.bincount(left, weights=alone, minlength=count) + np.bincount(right, weights=alone, minlength=count)
    rivals = np.bincount(left, weights=odds, minlength=count) + np.bincount(right, weights=odds, minlength=count)
    usual = max(float((partners**2).sum() / max(partners.sum(), 1e-9)), 1.0)  # for rows that have any
    one = odds / (1 + np.maximum(rivals[left], rivals[right]))
    return np.asarray(one / usual + alone * (1 - 1 / usual))


def learn_weights(comparer: Comparer, scored: Scored, first: int, second: int | None) -> Weights:
    """Returns the weights for two lists of these lengths, or for one list if `second` is None."""
    frequency = _frequencies(comparer)
    assumed_m = [np.array([level.m for level in compared.levels]) for compared in lv.COMPARED]
    assumed_u = [np.array([level.u for level in compared.levels]) for compared in lv.COMPARED]
    contexts = [[level.context for level in compared.levels] for compared in lv.COMPARED]
    start = prior(first, second)
    weights = default_weights(comparer, start)
    left, right = _sampled(first, second or first, within=second is None)
    sample = comparer.compare(left, right)
    score = weights.pair_bits(weights.field_bits(sample, comparer), sample)
    others = sample.take(score < 0)  # pairs that look like one person show nothing about two
    u = []
    for i in range(len(lv.COMPARED)):
        seen = np.bincount(others.levels[:, i], minlength=len(assumed_u[i]) + 1)[1:]
        u.append(_shares(seen.astype(np.float64), assumed_u[i], contexts[i], ASSUMED_OTHERS))
    m, prior_bits = assumed_m, start
    weights = _weights(m, u, prior_bits, frequency)
    for _ in range(ROUNDS):
        bits = weights.pair_bits(weights.field_bits(scored, comparer), scored)
        odds, count = np.exp2(np.minimum(bits, 60.0)), len(comparer.columns.rows)
        chance = _chances(odds, scored.left, scored.right, count, within=second is None)
        m = []
        for i in range(len(lv.COMPARED)):
            met = np.bincount(scored.levels[:, i], weights=chance, minlength=len(assumed_m[i]) + 1)
            m.append(_shares(met[1:].astype(np.float64), assumed_m[i], contexts[i], ASSUMED_MATCHES))
        expected = float(chance.sum())
        # The assumed share counts too, so that two short lists do not confirm themselves.
        prior_bits = _blended(first, second, expected)
        weights = _weights(m, u, prior_bits, frequency)
    return weights


def _blended(first: int, second: int | None, expected: float) -> float:
    size = first if second is None else min(first, second)
    assumed = DUPLICATES * size if second is None else OVERLAP * size
    trust = size / (size + ASSUMED_OVERLAP_ROWS)
    return prior(first, second, trust * expected + (1 - trust) * assumed)
