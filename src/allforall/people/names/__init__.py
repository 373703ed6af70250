"""Names across scripts: their parts, their sound, and repairing wrong keyboard layouts and look-alike letters.

Takes a name as written; gives its parts (`parts`), a repaired reading (`mending`), the phonetic folds that make
Ukrainian, Russian and romanised forms of one name equal (`folding`), and how near two spellings are, or two whole names
(`nearness`, `whole_names`). Works on its own, in a notebook or on a column: `from allforall.people.names import
closest, fold, mend_name, name_columns, split_full_name` (docs/names.md).
"""

from allforall.people.names.columns import NameColumns, name_columns, part_columns, with_name_columns
from allforall.people.names.folding import coarse, fold, fold_all, folds, folds_all
from allforall.people.names.given import given_names
from allforall.people.names.nearness import closest, explain_nearness, near_pairs
from allforall.people.names.parts import (
    NameParts,
    PatronymicKind,
    father_from_patronymic,
    mend_name,
    patronymic_kind,
    split_full_name,
)

__all__ = [
    "NameColumns",
    "NameParts",
    "PatronymicKind",
    "closest",
    "coarse",
    "explain_nearness",
    "father_from_patronymic",
    "fold",
    "fold_all",
    "folds",
    "folds_all",
    "given_names",
    "mend_name",
    "name_columns",
    "near_pairs",
    "part_columns",
    "patronymic_kind",
    "split_full_name",
    "with_name_columns",
]
