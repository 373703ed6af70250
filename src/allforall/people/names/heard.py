"""How a Latin spelling is most often heard, whatever language it is of: Charles as Шарль, Eastwood as Иствуд.

A decision per letter: a tree tests the letter, then the one after it, the one before it, the second after and before
it, the third after and before it, and stops where it has no more branches (IGTree: Daelemans, van den Bosch and
Weijters, "IGTree: using trees for compression and classification in lazy learning algorithms", Artificial Intelligence
Review 11, 1997). The tree is learnt by `benchmarks/learn_heard.py` from name forms of Wikidata (CC0) and is in
`heard.txt`. Each decision also has its runner-up and how often that was right instead.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from allforall.people.names.alphabet import END, SPACE, Bytes, byte_of
from allforall.people.names.spelling import WORD_END, Packed, packed

#: The positions that the tree tests, relative to the letter.
LOOKS = (1, -1, 2, -2, 3, -3)
#: The code of a letter without a sound in the table.
SILENT = "-"
_FURTHEST = 3


@dataclass(frozen=True, slots=True)
class _Tree:
    """`kind` by byte: 0 unknown, 1 the end of a word, else the letter; `step` by node and kind: the next node, 0 if
    there is none; by node the code, the runner-up's, and its share of the winner's count in thousandths.
    """

    kind: Bytes
    kinds: int
    step: npt.NDArray[np.uint16]
    code: Packed
    other: Packed
    share: npt.NDArray[np.int64]


@lru_cache(maxsize=1)
def _tree() -> _Tree:
    text = files("allforall.people.names").joinpath("heard.txt").read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("%")]
    kind = np.zeros(256, dtype=np.uint8)
    letters = sorted({letter for place, *_ in lines for letter in place} - {".", WORD_END})
    kind_of = {letter: number for number, letter in enumerate(letters, 2)} | {WORD_END: 1}
    for letter in letters:
        kind[byte_of()[letter]] = kind_of[letter]
    kind[[END, SPACE]] = 1
    kinds = len(letters) + 2
    node_of: dict[str, int] = {}
    step = np.zeros((len(lines) + 1, kinds), dtype=np.uint16)
    code, other, share = [0], [0], [0]
    for number, (place, heard, *more) in enumerate(lines, 1):
        node_of[place] = number
        left, letter, right = place.split(".")
        if left or right:
            parent = f"{left}.{letter}.{right[:-1]}" if len(right) > len(left) else f"{left[1:]}.{letter}.{right}"
            seen = right[-1] if len(right) > len(left) else left[0]
        else:
            parent, seen = "", letter
        step[node_of.get(parent, 0), kind_of[seen]] = number
        code.append(packed(heard.strip(SILENT)))
        other.append(packed(more[0].strip(SILENT)) if more else 0)
        share.append(int(more[1]) if more else 0)
    return _Tree(
        kind,
        kinds,
        step.reshape(-1),
        np.array(code, dtype=np.uint32),
        np.array(other, dtype=np.uint32),
        np.array(share, dtype=np.int64),
    )


@dataclass(frozen=True, slots=True)
class Heard:
    """Letter by letter: the code, the runner-up's code, and the runner-up's share in thousandths."""

    code: Packed
    other: Packed
    share: npt.NDArray[np.int64]


def hear(letters: Bytes, unheard: Packed) -> Heard:
    """Returns what every letter is heard as; `unheard` gives the codes of letters that the tree does not know.

    Letters are all names in sequence, each ending with `END`, without signs.
    """
    tree = _tree()
    edge = np.ones(_FURTHEST, dtype=np.intp)
    kind = np.concatenate([edge, tree.kind[letters].astype(np.intp), edge])
    known = np.flatnonzero(kind[_FURTHEST:-_FURTHEST] > 1)
    place = known + _FURTHEST
    reached = tree.step[kind[place]]
    alive, node = np.arange(len(place)), reached
    for look in LOOKS:
        seen, nearer = kind[place[alive] + look], 1 if look > 0 else -1
        for step in range(nearer, look, nearer):  # beyond the end of a word there is nothing to see
            seen[kind[place[alive] + step] == 1] = 1
        node = tree.step[node.astype(np.intp) * tree.kinds + seen]
        going = np.flatnonzero(node)
        alive, node = alive[going], node[going]
        reached[alive] = node
    code, other, share = unheard[letters], np.zeros(len(letters), np.uint32), np.zeros(len(letters), np.int64)
    code[known], other[known], share[known] = tree.code[reached], tree.other[reached], tree.share[reached]
    return Heard(code, other, share)
