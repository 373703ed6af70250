"""Joint identification where listing everything would take too long: parts, the k best, and sampling.

Pairs with negligible posterior odds are pruned; families and remains that no pair links fall into independent parts. A
small part is listed whole, a middle one by its k best assignments (best first, A*: Hart, Nilsson, Raphael, IEEE Trans.
SSC 4 (1968) 100-107), a large one by Gibbs sampling over families.
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allforall.errors import InputError
from allforall.kinship.joint import FamilyWays, Joint, as_assignments
from allforall.kinship.priors import Prior
from allforall.kinship.profiles import Profile

Array = NDArray[np.float64]
Places = NDArray[np.int64]

#: States that the best-first search looks at before it gives up (a minute; assumption).
MAX_STATES = 2_000_000
#: Distributions that the sampler keeps at once.
MAX_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Part:
    """Families and remains that some pair links: places in the lists that were given."""

    families: tuple[int, ...]
    remains: tuple[int, ...]


def parts(pairs: Iterable[tuple[int, int]], family_of: Sequence[int]) -> list[Part]:
    """Returns the connected parts that pairs (remains, column) make. `family_of[c]` is the family of column c; a family
    or remains without any pair is in no part.
    """
    count = int(max(family_of, default=-1)) + 1
    parent: dict[int, int] = {}

    def root(node: int) -> int:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for row, column in pairs:
        parent[root(family_of[column])] = root(count + row)
    groups: dict[int, list[int]] = {}
    for node in sorted(parent):
        groups.setdefault(root(node), []).append(node)
    return [
        Part(tuple(n for n in group if n < count), tuple(n - count for n in group if n >= count))
        for group in groups.values()
    ]


def best_assignments(
    weighed: Sequence[FamilyWays], remains: Sequence[Profile], count: int, prior: Prior | None = None
) -> Joint:
    """Returns the `count` likeliest assignments (with a prior, the most probable), without listing the rest."""
    scored = [_scores(ways, prior) for ways in weighed]
    orders = [np.argsort(-score, kind="stable") for score in scored]
    tops = [float(score[order[0]]) for score, order in zip(scored, orders, strict=True)]
    ahead = np.concatenate([np.cumsum(np.array(tops[::-1]))[::-1], [0.0]])
    masks = [_masks(ways) for ways in weighed]
    # A state: how many families are decided, which remains are used, which ways were taken, and the next way to try.
    queue: list[tuple[float, int, int, int, tuple[int, ...], float, int]] = []
    serial = 0

    def push(depth: int, used: int, taken: tuple[int, ...], score: float, start: int) -> None:
        nonlocal serial
        order, own, mask = orders[depth], scored[depth], masks[depth]
        for position in range(start, len(order)):
            way = int(order[position])
            if not np.isfinite(own[way]):
                return
            if mask[way] & used == 0:
                serial += 1
                bound = score + float(own[way]) + float(ahead[depth + 1])
                heapq.heappush(queue, (-bound, serial, depth, used, taken, score, position))
                return

    if weighed:
        push(0, 0, (), 0.0, 0)
    found: list[tuple[int, ...]] = []
    while queue and len(found) < count:
        _, _, depth, used, taken, score, position = heapq.heappop(queue)
        if serial > MAX_STATES:
            raise InputError("kinship:joint:states", found=serial, expected=MAX_STATES)
        way = int(orders[depth][position])
        push(depth, used, taken, score, position + 1)
        chosen = (*taken, way)
        if depth + 1 == len(weighed):
            found.append(chosen)
        else:
            push(depth + 1, used | masks[depth][way], chosen, score + float(scored[depth][way]), 0)
    return _as_joint(weighed, remains, found, complete=False)


def _scores(ways: FamilyWays, prior: Prior | None) -> Array:
    placed = (ways.ways >= 0).sum(axis=1)
    return ways.log_lr + (placed * np.log(prior.odds) if prior else 0.0)


def _masks(ways: FamilyWays) -> list[int]:
    return [sum(1 << r for r in way if r >= 0) for way in ways.ways.tolist()]


def _as_joint(
    weighed: Sequence[FamilyWays], remains: Sequence[Profile], taken: Sequence[tuple[int, ...]], *, complete: bool
) -> Joint:
    columns = tuple((ways.family, label) for ways in weighed for label in ways.missing)
    assigned = np.full((len(taken), len(remains)), -1, dtype=np.int64)
    log_lr = np.zeros(len(taken))
    first = 0
    for place, ways in enumerate(weighed):
        chosen = np.array([way[place] for way in taken], dtype=np.int64)
        own = as_assignments(ways.ways[chosen], len(remains), first)
        assigned = np.where(own >= 0, own, assigned)
        log_lr += ways.log_lr[chosen]
        first += len(ways.missing)
    return Joint(tuple(p.sample for p in remains), columns, assigned, log_lr, complete)


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """A posterior by sampling: `pairs[r, c]` as in `Posterior`, and for each entry its standard error over chains."""

    prior: Prior
    pairs: Array
    error: Array
    draws: int


def sample_assignments(
    weighed: Sequence[FamilyWays],
    remains: Sequence[Profile],
    prior: Prior,
    *,
    seed: int,
    draws: int = 2000,
    chains: int = 4,
) -> Sampled:
    """Returns the posterior of every pair by Gibbs sampling: two families at a time are drawn anew given the others, so
    that they can exchange remains. Checked against the whole table in the tests; its error is over `chains`.
    """
    columns = sum(len(ways.missing) for ways in weighed)
    dice = np.random.default_rng(seed)
    kept = [np.flatnonzero(np.isfinite(ways.log_lr)) for ways in weighed]
    scores = [_scores(ways, prior)[own] for ways, own in zip(weighed, kept, strict=True)]
    masks = [
        np.array([_masks(ways)[k] for k in own.tolist()], dtype=object) for ways, own in zip(weighed, kept, strict=True)
    ]
    firsts = np.cumsum([0, *(len(ways.missing) for ways in weighed)])
    cells = [
        as_assignments(ways.ways[own], len(remains), int(at))
        for ways, own, at in zip(weighed, kept, firsts[:-1], strict=True)
    ]
    rivals = _rivals(masks)
    draws_of = _Draws(scores, masks, dice)
    means = []
    for _ in range(chains):
        state = [0] * len(weighed)
        for place, own in enumerate(kept):
            state[place] = int(np.flatnonzero(own == 0)[0])
        counts = np.zeros((len(remains), columns + 1))
        for step in range(draws + draws // 4):
            for place in range(len(weighed)):
                near = rivals[place]
                other = int(near[dice.integers(len(near))]) if near else -1
                draws_of.draw(state, place, other)
            if step >= draws // 4:
                held = np.full(len(remains), columns)
                for place, way in enumerate(state):
                    own = cells[place][way]
                    held = np.where(own >= 0, own, held)
                counts[np.arange(len(remains)), held] += 1
        means.append(counts / draws)
    stacked = np.stack(means)
    return Sampled(prior, stacked.mean(axis=0), stacked.std(axis=0, ddof=1) / np.sqrt(chains), draws * chains)


def _rivals(masks: Sequence[NDArray[np.object_]]) -> list[list[int]]:
    """Returns for each family those that may want the same remains."""
    wanted = [int(np.bitwise_or.reduce(own)) for own in masks]
    return [[b for b in range(len(masks)) if b != a and wanted[a] & wanted[b]] for a in range(len(masks))]


class _Draws:
    """Draws ways of one or two families given the remains the others have; results are cached."""

    def __init__(
        self, scores: Sequence[Array], masks: Sequence[NDArray[np.object_]], dice: np.random.Generator
    ) -> None:
        self.scores, self.masks, self.dice = scores, masks, dice
        self.known: dict[tuple[int, int, int], tuple[list[tuple[int, int]], Array]] = {}
        self.wants = [int(np.bitwise_or.reduce(own)) for own in masks]

    def draw(self, state: list[int], place: int, other: int) -> None:
        """Draws the ways of `place` and `other` (or of `place` alone) anew."""
        used = 0
        for family, way in enumerate(state):
            if family not in {place, other}:
                used |= self.masks[family][way]
        used &= self.wants[place] | (self.wants[other] if other >= 0 else 0)
        key = (place, other, used)
        if key not in self.known:
            if len(self.known) > MAX_KEPT:
                self.known.clear()
            self.known[key] = self._open(place, other, used)
        pairs, edges = self.known[key]
        first, second = pairs[int(np.searchsorted(edges, self.dice.random() * edges[-1], side="right"))]
        state[place] = first
        if other >= 0:
            state[other] = second

    def _open(self, place: int, other: int, used: int) -> tuple[list[tuple[int, int]], Array]:
        free = [way for way, mask in enumerate(self.masks[place]) if not mask & used]
        if other < 0:
            pairs = [(way, -1) for way in free]
            weights = np.array([self.scores[place][way] for way in free])
        else:
            rest = [way for way, mask in enumerate(self.masks[other]) if not mask & used]
            pairs = [(a, b) for a in free for b in rest if not self.masks[place][a] & self.masks[other][b]]
            weights = np.array([self.scores[place][a] + self.scores[other][b] for a, b in pairs])
        return pairs, np.cumsum(np.exp(weights - weights.max()))
