"""What the benchmarks beside public peers share: figures, thresholds, one-to-one, and a process per engine."""

import functools
import multiprocessing
import resource
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Pair = tuple[str, str, float]


@dataclass(slots=True)
class Scored:
    """What an engine found: its links as it is, all of them best first one-to-one, all pairs it scored; its cost."""

    links: list[Pair]
    ordered: list[Pair]
    pairs: list[Pair] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0
    peak_mb: int = 0


@dataclass(frozen=True, slots=True)
class Best:
    """The best F1 over all thresholds, and where it is."""

    bits: float
    precision: float
    recall: float
    f1: float


def measures(links: set[tuple[str, str]], truth: set[tuple[str, str]]) -> tuple[float, float, float]:
    """Returns precision, recall and F1."""
    right = len(links & truth)
    return right / max(len(links), 1), right / max(len(truth), 1), 2 * right / max(len(links) + len(truth), 1)


def best_of(ordered: Iterable[Pair], truth: set[tuple[str, str]]) -> Best:
    """Returns the best F1 of pairs in order of their bits, the best first; ties are taken together."""
    best, right, waiting = Best(0.0, 0.0, 0.0, 0.0), 0, float("inf")
    for number, (left, other, bits) in enumerate([*ordered, ("", "", float("-inf"))]):
        if number and bits < waiting:
            f1 = 2 * right / (number + len(truth))
            if f1 > best.f1:
                best = Best(waiting, right / number, right / len(truth), f1)
        right += (left, other) in truth
        waiting = bits
    return best


def one_to_one_greedily(pairs: Iterable[Pair]) -> list[Pair]:
    """Returns pairs, the best first, of which no two share a row."""
    lefts: set[str] = set()
    rights: set[str] = set()
    taken = []
    for left, right, bits in sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1])):
        if left not in lefts and right not in rights:
            lefts.add(left)
            rights.add(right)
            taken.append((left, right, bits))
    return taken


def with_memory(engine: Callable[..., Scored]) -> Callable[..., Scored]:
    """Returns the engine with its time and the peak memory of its process."""

    @functools.wraps(engine)
    def measured(*given) -> Scored:
        start, cpu = time.perf_counter(), time.process_time()
        found = engine(*given)
        found.seconds, found.cpu = time.perf_counter() - start, time.process_time() - cpu
        found.peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        return found

    return measured


def in_a_process(engine: Callable[..., Scored], *given) -> Scored:
    """Returns what an engine finds in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(engine, given)


def report(name: str, found: Scored, as_it_is: tuple[float, float, float], best: Best) -> None:
    """Prints the figures of one engine."""
    precision, recall, f1 = as_it_is
    print(
        f"{name:11} best F1 {best.f1:.4f}  precision {best.precision:.4f}  recall {best.recall:.4f}  "
        f"at {best.bits:.1f} bits"
    )
    print(f"            as it is F1 {f1:.4f}  precision {precision:.4f}  recall {recall:.4f}")
    print(f"            {found.seconds:.1f} s ({found.cpu:.1f} s of processor), peak memory {found.peak_mb} MB")
