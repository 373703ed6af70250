"""Exercise: two invented parties with the defects of real lists, and the truth beside them.

Headquarters rehearse with it, and benchmarks measure with it. It takes a seed, a number of persons, a
date and the rates of one TOML profile; it gives for each party a list of persons sought and a list of
persons held, as values, as files (`write_list`) and as person rows (`person_rows`), and the truth: which row is which
person, its defects, where the person really is. Nobody in it exists. It knows nothing about how names are compared:
what should find the links must not know how they were hidden.
"""

from allforall.exercise.lists import ExerciseList
from allforall.exercise.making import Exercise, make_exercise
from allforall.exercise.rates import Rates, default_profile, read_rates
from allforall.exercise.reading_back import person_rows, row_ids
from allforall.exercise.romanise import Language, Scheme, romanise
from allforall.exercise.truth import (
    LinkScore,
    LinkScores,
    RowTruth,
    TruthLine,
    read_truth,
    score_links,
    truth_csv,
    truth_json,
)
from allforall.exercise.writing import FileFormat, first_line, usual_format, write_list

__all__ = [
    "Exercise",
    "ExerciseList",
    "FileFormat",
    "Language",
    "LinkScore",
    "LinkScores",
    "Rates",
    "RowTruth",
    "Scheme",
    "TruthLine",
    "default_profile",
    "first_line",
    "make_exercise",
    "person_rows",
    "read_rates",
    "read_truth",
    "romanise",
    "row_ids",
    "score_links",
    "truth_csv",
    "truth_json",
    "usual_format",
    "write_list",
]
