import hashlib
import io
import os
import subprocess
import sys
from datetime import date

import pytest

from allforall.errors import CallError, InputError
from allforall.exercise import (
    FileFormat,
    default_profile,
    first_line,
    make_exercise,
    person_rows,
    read_rates,
    read_truth,
    row_ids,
    score_links,
    truth_csv,
    truth_json,
    usual_format,
    write_list,
)
from allforall.people.fields import Basis, Field
from allforall.people.mapping import find_mapping
from allforall.people.persons import ListKind, Party, PersonRow
from allforall.people.reading import read_people
from allforall.people.tables import open_table

AS_OF = date(2025, 6, 2)
RATES = read_rates(default_profile())


def make(seed=1, persons=150, rates=RATES):
    return make_exercise(seed=seed, persons=persons, rates=rates, as_of=AS_OF)


@pytest.fixture(scope="module")
def exercise():
    return make()


def all_bytes(made):
    files = [write_list(which, file_format) for which in made.lists for file_format in FileFormat]
    return [hashlib.sha256(content).hexdigest() for content in (*files, truth_csv(made.truth), truth_json(made.truth))]


def test_the_same_seed_gives_the_same_bytes_in_every_format(exercise):
    assert all_bytes(make()) == all_bytes(exercise)


def test_the_names_to_choose_from_stand_in_one_order_in_every_process():
    program = "import zlib; from allforall.exercise.pools import pools; print(zlib.crc32(repr(pools()).encode()))"
    seen = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": str(seed)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in (1, 2, 3)
    }
    assert len(seen) == 1


def test_another_seed_gives_other_people(exercise):
    other = make(seed=2)
    names = {line.name for line in exercise.truth}
    assert len(names & {line.name for line in other.truth}) < len(names) / 10
    assert not set(all_bytes(other)) & set(all_bytes(exercise))


def test_a_workbook_does_not_say_when_it_was_made(exercise):
    content = write_list(exercise.lists[0], FileFormat.XLSX)
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml")
    assert core.count(b"2000-01-01T00:00:00Z") == 2
    assert str(date.today().year).encode() not in core  # noqa: DTZ011 - the clock is what must not be in the file


def test_both_parties_write_both_languages_whatever_the_coin_says():
    seen = set()
    for seed in range(12):
        made = make(seed=seed, persons=10)
        for party in Party:
            assert {made.sought[party].language, made.held[party].language} == {"ukrainian", "russian"}
        assert len({which.language for which in made.sought.values()}) == 1
        seen.add(made.sought[Party.PARTY_A].language)
    assert seen == {"ukrainian", "russian"}


@pytest.mark.parametrize("file_format", list(FileFormat))
@pytest.mark.parametrize("seed", [1, 2])
def test_every_file_is_read_as_any_users_file_without_a_mapping_and_without_a_problem(file_format, seed):
    for which in make(seed=seed).lists:
        content = write_list(which, file_format)
        table = open_table(io.BytesIO(content), file_name=f"{which.name}.{file_format.suffix}")
        mapping = find_mapping(table)
        assert list(mapping.columns) == [field for field, _ in which.headings]
        found = list(read_people(table, mapping, list_key=which.name, as_of=AS_OF, basis=Basis.OWN_SIDE))
        rows = [row for row in found if isinstance(row, PersonRow)]
        problems = [problem for problem in found if not isinstance(problem, PersonRow)]
        assert not problems
        assert [row.value(Field.ROW_ID) for row in rows] == [row[0] for row in which.rows]
        assert rows[0].line == first_line(file_format)


def test_person_rows_are_those_of_an_import_of_the_file(exercise):
    for which in exercise.lists:
        content = write_list(which, FileFormat.CSV_UTF8)
        table = open_table(io.BytesIO(content), file_name="list.csv")
        found = read_people(
            table,
            find_mapping(table),
            list_key=which.name,
            as_of=AS_OF,
            basis=Basis.OWN_SIDE if which.kind is ListKind.SOUGHT else Basis.NOT_STATED,
        )
        assert list(found) == list(person_rows(which, file_format=FileFormat.CSV_UTF8))


def test_the_usual_files_are_a_workbook_with_a_merged_title_and_a_csv_in_cp1251(exercise):
    formats = {which.language: usual_format(which) for which in exercise.lists}
    assert formats == {"ukrainian": FileFormat.XLSX, "russian": FileFormat.CSV_CP1251}
    import openpyxl

    for which in exercise.lists:
        if usual_format(which) is FileFormat.XLSX:
            sheet = openpyxl.load_workbook(io.BytesIO(write_list(which, FileFormat.XLSX))).worksheets[0]
            assert next(str(merged) for merged in sheet.merged_cells.ranges).startswith("A1:")
            assert sheet["A1"].value == which.title
        else:
            text = write_list(which, FileFormat.CSV_CP1251).decode("cp1251")
            assert text.splitlines()[0] == ";".join(heading for _, heading in which.headings)


def test_letters_that_cp1251_has_not_lose_their_marks_and_no_row_is_lost():
    rates = read_rates(
        "overlap = 0.5\n[held]\nnative_spelling = 1.0\nhidden_characters = 0.3\nscript = { latin = 1.0 }\n"
        "[people.origins]\nhungarian = 0.5\nromanian = 0.5\n[held.romanisation]\niso_9 = 0.5\nturkish = 0.5\n"
    )
    which = make(rates=rates).held[Party.PARTY_A]
    text = write_list(which, FileFormat.CSV_CP1251).decode("cp1251")
    assert len(text.splitlines()) == len(which.rows) + 1
    assert "?" not in text
    assert any("ő" in cell or "ș" in cell or "ž" in cell for row in which.rows for cell in row)


def test_the_truth_is_in_no_list(exercise):
    for which in exercise.lists:
        text = write_list(which, FileFormat.CSV_UTF8).decode("utf-8")
        for word in ("fictitious", "ukrainian", "crimean_tatar", "party_a:", "duplicate", "typo"):
            assert word not in text


def test_the_order_of_rows_says_nothing_about_who_is_on_both_lists(exercise):
    for party in Party:
        linked = [
            int(line.sought[0].row_id) for line in exercise.truth if line.party is party and line.held and line.sought
        ]
        rows = len(exercise.sought[party].rows)
        assert rows * 0.4 < sum(linked) / len(linked) < rows * 0.6


def test_the_truth_is_read_back_from_its_file(exercise):
    assert read_truth(truth_json(exercise.truth)) == exercise.truth
    assert truth_csv(exercise.truth).decode("utf-8-sig").count("\r\n") == len(exercise.truth) + 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b'{"format":"other","lines":[]}',
        b'{"format":"allforall-exercise-truth-1","lines":[{}]}',
        b'{"format":"allforall-exercise-truth-1","lines":3}',
        b"\xff\xfe",
    ],
)
def test_a_file_that_is_no_truth_is_refused(content):
    with pytest.raises(InputError) as caught:
        read_truth(content)
    assert caught.value.code.startswith("exercise:truth:")


def test_the_truth_scores_itself_without_fault_and_every_error_counts(exercise):
    party = Party.PARTY_A
    right = [
        (line.sought[0].row_id, line.held[0].row_id)
        for line in exercise.truth
        if line.party is party and line.sought and line.held
    ]
    perfect = score_links(exercise.truth, right, party=party)
    assert (perfect.whole.precision, perfect.whole.recall, perfect.whole.f1) == (1, 1, 1)
    assert sum(score.findable for score in perfect.by_origin.values()) == len(right)
    half = score_links(exercise.truth, right[::2], party=party)
    assert half.whole.precision == 1
    assert half.whole.recall == len(right[::2]) / len(right)
    crossed = [(left, other) for (left, _), (_, other) in zip(right, right[1:] + right[:1], strict=True)]
    assert score_links(exercise.truth, crossed, party=party).whole.f1 == 0
    mixed = score_links(exercise.truth, [*right, *crossed], party=party)
    assert (mixed.whole.precision, mixed.whole.recall) == (0.5, 1)
    lost = score_links(exercise.truth, [("no such row", "1")], party=party)
    assert lost.by_origin["unknown"].wrong == 1
    assert score_links(exercise.truth, [], party=party).whole.precision == 1
    assert score_links(exercise.truth, [*right, *right], party=party) == perfect


def test_the_truth_of_one_direction_does_not_count_for_the_other(exercise):
    links = [
        (line.sought[0].row_id, line.held[0].row_id)
        for line in exercise.truth
        if line.party is Party.PARTY_A and line.sought and line.held
    ]
    assert score_links(exercise.truth, links, party=Party.PARTY_B).whole.precision < 0.1


def test_row_ids_name_imported_rows_as_the_truth_does(exercise):
    which = exercise.sought[Party.PARTY_B]
    ids = row_ids(person_rows(which))
    assert list(ids.values()) == [row[0] for row in which.rows]
    assert next(iter(ids)) == f"party_b_sought:{first_line(usual_format(which))}"


def test_too_few_persons_and_a_negative_seed_are_refused():
    with pytest.raises(CallError) as caught:
        make(persons=9)
    assert caught.value.code == "exercise:persons:too_few"
    with pytest.raises(CallError) as caught:
        make(persons=10**15)
    assert caught.value.code == "exercise:persons:too_many"
    with pytest.raises(CallError) as caught:
        make(seed=-1)
    assert caught.value.code == "exercise:seed:negative"


def test_lists_that_cannot_be_as_full_as_the_profile_says_are_refused():
    rates = read_rates("overlap = 0.9\n[held]\nduplicates = 0.2\n")
    with pytest.raises(InputError) as caught:
        make(rates=rates)
    assert caught.value.code == "exercise:lists:overfull"
    rates = read_rates("overlap = 0.5\n[held]\nduplicates = 0.2\non_no_sought_list = 0.8\n")
    with pytest.raises(InputError):
        make(rates=rates)


@pytest.mark.parametrize("overlap", [0.0, 1.0])
def test_lists_with_nobody_or_everybody_in_common_are_made(overlap):
    made = make(rates=read_rates(f"overlap = {overlap}\n"))
    both = [line for line in made.truth if line.sought and line.held]
    assert len(both) == 2 * 150 * overlap
    assert all(len(which.rows) == 150 for which in made.lists)


def test_ages_without_room_for_two_generations_make_no_fathers():
    rates = read_rates(
        "overlap = 0.5\nfather_son = 0.5\n[people]\nages = { youngest = 18, typical = 20, oldest = 25 }\n"
    )
    assert not any(line.relation == "father_of" for line in make(rates=rates).truth)
