"""Names as columns: every kind of sequence, missing values kept, the same codes as name by name."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allforall.errors import CallError
from allforall.people.names import folds, given_names, name_columns, part_columns, with_name_columns
from allforall.people.names.columns import CODES, PARTS
from allforall.people.names.folding import coarse, masculine, skeleton, stem

NAMES = ["Шевченко", None, "Szewczenko", "Петрівна", "Коля", "", "Шевченко"]


def _pandas():
    return pytest.importorskip("pandas", reason="pandas is not installed: names as pandas columns were not tested")


def _arrow():
    return pytest.importorskip("pyarrow", reason="pyarrow is not installed: names as Arrow columns were not tested")


def test_every_column_is_as_long_as_the_names_and_a_missing_name_is_missing_everywhere():
    columns = name_columns(NAMES)
    assert tuple(columns) == CODES
    for column in columns.values():
        assert len(column) == len(NAMES)
        assert [value is None for value in column] == [name is None for name in NAMES]


def test_forms_of_one_name_meet_in_their_readings():
    readings = name_columns(["Шевченко", "Szewczenko", "Schewtschenko", "Бондар"])["readings"]
    first, *others = map(set, readings)
    assert [bool(first & other) for other in others] == [True, True, False]


def test_a_patronymic_and_the_father_s_name_meet_in_father_or_in_their_groups():
    columns = name_columns(["Петрівна", "Петро", "Львович", "Лев"])
    assert columns["father"][0] == columns["father"][1]
    assert set(columns["father_whole"][2]) & set(columns["father_whole"][3])


def test_a_diminutive_is_short_for_what_the_table_says():
    columns = name_columns(["Коля", "Микола", "Николай"])
    assert set(columns["short"][0]) & set(columns["whole"][1])
    assert columns["whole"][1] == columns["whole"][2]


def test_a_name_typed_in_the_wrong_layout_is_mended_unless_that_is_left_off():
    typed = "Itdxtyrj"  # Шевченко's keys on the other layout
    assert name_columns([typed])["fold"] == name_columns(["Шевченко"])["fold"]
    assert name_columns([typed], mend=False)["mended"] == [typed]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.none(), st.text(max_size=12), st.sampled_from(["Шевченко", "Ivan", "Миколаївна"]))))
def test_a_column_says_the_same_as_its_names_one_by_one(names):
    columns = name_columns(names, mend=False)
    table = given_names()
    for i, name in enumerate(names):
        if name is None:
            continue
        codes = folds(name)
        assert columns["readings"][i] == list(codes)
        assert columns["fold"][i] == codes[0]
        assert columns["coarse"][i] == coarse(codes[0])
        assert columns["skeleton"][i] == skeleton(codes[0])
        assert columns["family"][i] == masculine(codes[0])
        assert columns["father"][i] == stem(codes[0])
        assert set(columns["short"][i]) == table.short_for(codes[0])


@pytest.mark.parametrize(
    "values",
    [("Іван", None), np.array(["Іван", None], dtype=object), ["Іван", float("nan")], iter(["Іван", None])],
    ids=["tuple", "numpy", "nan", "iterator"],
)
def test_any_sequence_will_do(values):
    assert name_columns(values)["fold"] == ["IVAN", None]


def test_numpy_texts_will_do():
    assert name_columns(np.array(["Іван", "Петро"]))["fold"] == ["IVAN", "PETRO"]


def test_no_names_give_empty_columns():
    assert all(column == [] for column in name_columns([]).values())


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ("Іван", "names:column:not_a_column"),
        (5, "names:column:not_a_column"),
        ({"Іван": 1}, "names:column:not_a_column"),
        (["Іван", 5], "names:column:not_text"),
        ([["Іван"]], "names:column:not_text"),
        ([b"Ivan"], "names:column:not_text"),
    ],
)
def test_what_is_no_column_of_names_is_refused_with_its_reason(values, code):
    with pytest.raises(CallError) as raised:
        name_columns(values)
    assert raised.value.code == code


def test_the_row_of_a_value_that_is_no_text_is_said():
    with pytest.raises(CallError) as raised:
        name_columns(["Іван", None, 5])
    assert raised.value.params == {"row": 2, "found": "int"}


def test_full_names_are_split_into_columns():
    columns = part_columns(["Шевченко Тарас Григорович", None, "Taras SHEVCHENKO"])
    assert tuple(columns) == PARTS
    assert columns["surname"] == ["Шевченко", None, "SHEVCHENKO"]
    assert columns["patronymic"] == ["Григорович", None, ""]


def test_a_pandas_series_keeps_its_index_and_its_gaps():
    pd = _pandas()
    series = pd.Series(["Шевченко", None, float("nan"), pd.NA], index=list("abcd"), dtype=object)
    frame = name_columns(series).to_pandas("name_")
    assert list(frame.index) == list("abcd")
    assert list(frame.columns) == [f"name_{code}" for code in CODES]
    assert frame["name_fold"].isna().tolist() == [False, True, True, True]


def test_a_pandas_frame_gets_the_codes_beside_its_columns():
    pd = _pandas()
    frame = pd.DataFrame({"surname": ["Шевченко", None], "other": [1, 2]}, index=[7, 3])
    made = with_name_columns(frame, "surname", codes=("fold", "readings"))
    assert list(made.columns) == ["surname", "other", "surname_fold", "surname_readings"]
    assert made.loc[7, "surname_readings"] == ["XEVQENKO"]
    assert list(frame.columns) == ["surname", "other"]


def test_arrow_arrays_and_chunked_arrays_keep_their_nulls():
    pa = _arrow()
    for values in (pa.array(["Шевченко", None]), pa.chunked_array([["Шевченко"], [None]])):
        table = name_columns(values).to_arrow()
        assert table["fold"].to_pylist() == ["XEVQENKO", None]
        assert table["readings"].to_pylist() == [["XEVQENKO"], None]
        assert table["whole"].null_count == 1


def test_an_arrow_table_gets_the_codes_beside_its_columns():
    pa = _arrow()
    made = with_name_columns(pa.table({"surname": ["Шевченко", None]}), "surname", codes=("fold",))
    assert made.column_names == ["surname", "surname_fold"]


def test_a_table_without_the_column_or_an_unknown_code_is_refused():
    pd = _pandas()
    frame = pd.DataFrame({"surname": ["Шевченко"]})
    cases = (
        (("name",), {}, "names:column:no_such_column"),
        (("surname",), {"codes": ("sound",)}, "names:column:unknown_code"),
    )
    for names, options, code in cases:
        with pytest.raises(CallError) as raised:
            with_name_columns(frame, *names, **options)
        assert raised.value.code == code
    with pytest.raises(CallError) as raised:
        with_name_columns(["Шевченко"], "surname")
    assert raised.value.code == "names:column:not_a_table"
