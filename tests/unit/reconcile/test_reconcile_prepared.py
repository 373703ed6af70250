"""Lists made ready, kept and used again, and weights that another comparison taught."""

import json
from dataclasses import replace
from datetime import date

import pytest

from allforall.errors import CallError, InputError
from allforall.people.fields import Field
from allforall.people.persons import PersonRow, Reading
from allforall.reconcile import (
    Reason,
    Review,
    Standing,
    Verdict,
    compare_lists,
    compare_prepared,
    decode_prepared,
    encode_prepared,
    evidence_of,
    is_usable,
    learnt_as_data,
    prepare,
    read_learnt,
    unite,
)

SURNAMES = ("Шевченко", "Мельник", "Kovalchuk", "Гончар", "Yasenko", "Тополя", "Zorenko", "Лановий", "Остапчук", "Dub")
GIVEN = ("Іван", "Петро", "Mykola", "Андрій", "Serhii", "Олег", "Богдан")


def row(key: str, surname: str, given: str, born: str, father: str = "Іванович") -> PersonRow:
    values = ((Field.SURNAME, surname), (Field.GIVEN_NAME, given), (Field.PATRONYMIC, father), (Field.BIRTH_DATE, born))
    readings = tuple(Reading(field, value, value) for field, value in values)
    return PersonRow(key, int(key.rpartition(":")[2]), tuple(value for _, value in values), readings)


def people(list_key: str, numbers: range) -> list[PersonRow]:
    return [
        row(
            f"{list_key}:{n}",
            SURNAMES[n % 10] + ("ий" if n % 3 else "а"),
            GIVEN[n % 7],
            f"19{60 + n % 40}-0{n % 9 + 1}-1{n % 10}",
        )
        for n in numbers
    ]


def kept(rows: list[PersonRow], list_key: str, asked: list[str] | None = None):
    """A list as it comes back from where it was kept; `asked` takes down the keys of the rows that are loaded."""
    by_key = {one.key: one for one in rows}

    def load(keys):
        if asked is not None:
            asked.extend(keys)
        return [by_key[key] for key in keys]

    return decode_prepared(encode_prepared(prepare(rows), list_key), list_key, load)


def test_a_kept_list_gives_the_links_that_its_rows_give():
    sought, held = people("SB1", range(40, 60)), people("HA1", range(300))
    assert compare_prepared(prepare(sought), kept(held, "HA1")) == compare_lists(sought, held)
    assert compare_prepared(kept(sought, "SB1"), kept(held, "HA1")) == compare_lists(sought, held)
    assert compare_prepared(kept(held, "HA1"), kept(sought, "SB1")) == compare_lists(held, sought)


def test_only_the_rows_that_are_shown_are_loaded():
    asked: list[str] = []
    held = people("HA1", range(300))
    linking = compare_prepared(prepare(people("SB1", range(40, 43))), kept(held, "HA1", asked))
    assert set(asked) == {pair.right for pair in linking.candidates}
    assert len(asked) == len(set(asked)) < 60


def test_the_weights_of_one_comparison_weigh_the_next_as_they_weighed_the_first():
    sought, held = people("SB1", range(150)), people("HA1", range(300))
    first = compare_lists(sought, held)
    carried = read_learnt(json.loads(json.dumps(learnt_as_data(first.learnt))))
    assert carried == first.learnt
    assert is_usable(carried)
    assert compare_prepared(prepare(sought), prepare(held), learnt=carried) == first
    few = compare_prepared(prepare(sought[:5]), prepare(held), learnt=carried)
    assert few.learnt == first.learnt
    assert few != compare_lists(sought[:5], held)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data.pop("levels"),
        lambda data: data.update(prior_bits="x"),
        lambda data: data.update(prior_bits=float("nan")),
        lambda data: data.update(rows=[1]),
        lambda data: data["levels"]["surname"].update(same_sound=[1, 2]),
        lambda data: data["levels"].update(surname=3),
    ],
)
def test_damaged_weights_are_refused(damage):
    data = learnt_as_data(compare_lists(people("SB1", range(9)), people("HA1", range(9))).learnt)
    damage(data)
    with pytest.raises(InputError) as refused:
        read_learnt(data)
    assert refused.value.code == "reconcile:weights:damaged"


def test_weights_that_lack_a_level_are_not_usable():
    learnt = compare_lists(people("SB1", range(9)), people("HA1", range(9))).learnt
    levels = {field: dict(one) for field, one in learnt.levels.items()}
    del levels["surname"]["same_sound"]
    assert not is_usable(replace(learnt, levels=levels))


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data.pop("names"),
        lambda data: data["names"].pop("terms"),
        lambda data: data["names"]["terms"].pop(),
        lambda data: data["rows"]["surname"].pop(),
        lambda data: data["others"].update(nobody=[]),
        lambda data: data["lines"].append("x"),
    ],
)
def test_a_damaged_list_is_refused(damage):
    data = json.loads(encode_prepared(prepare(people("HA1", range(9))), "HA1"))
    damage(data)
    with pytest.raises(InputError) as refused:
        decode_prepared(json.dumps(data).encode(), "HA1", lambda keys: [])
    assert refused.value.code == "reconcile:prepared:damaged"


def test_what_is_no_json_is_refused():
    with pytest.raises(InputError):
        decode_prepared(b"\x00\xff", "HA1", lambda keys: [])


def test_several_lists_are_looked_through_as_one():
    sought = people("SB1", range(0, 200, 9))
    one, two = people("HA1", range(120)), people("HA2", range(100, 250))
    together = compare_prepared(prepare(sought), unite([kept(one, "HA1"), kept(two, "HA2")]))
    assert together == compare_lists(sought, [*one, *two])
    with pytest.raises(CallError):
        unite([prepare(one), prepare(one)])


def test_a_held_row_that_was_confirmed_for_another_name_goes_to_a_person_and_names_the_other():
    sought = [row("SB2:1", "Шевченко", "Микола", "1990-05-14")]
    held = [row("HA1:7", "Shevchenko", "Nikolay", "1990-05-14", "Ivanovich")]
    alone = compare_prepared(prepare(sought), prepare(held)).links[0]
    assert alone.standing is Standing.CLEAR
    confirmed = {"HA1:7": {"SB1:4"}}
    link = compare_prepared(prepare(sought), prepare(held), confirmed=confirmed).links[0]
    assert link.standing is Standing.TO_REVIEW
    assert link.reasons[0] is Reason.CONFIRMED_FOR_ANOTHER
    assert link.confirmed_for == ("SB1:4",)
    # one person sought twice is no rival of themselves
    same = compare_prepared(prepare(sought), prepare(held), confirmed=confirmed, one_person=[("SB2:1", "SB1:4")])
    assert same.links[0].standing is Standing.CLEAR
    assert same.links[0].confirmed_for == ()


def test_two_words_about_one_held_row_are_nobodys_to_overrule():
    sought = [row("SB2:1", "Шевченко", "Микола", "1990-05-14")]
    held = [row("HA1:7", "Shevchenko", "Nikolay", "1990-05-14", "Ivanovich")]
    said = Review("SB2:1", "HA1:7", Verdict.SAME, "One", "", date(2025, 6, 2), evidence_of(sought[0], held[0]))
    link = compare_prepared(prepare(sought), prepare(held), reviews=[said], confirmed={"HA1:7": {"SB1:4"}}).links[0]
    assert link.standing is Standing.TO_REVIEW
    assert link.reasons[:2] == (Reason.CONFIRMED_FOR_ANOTHER, Reason.REVIEW_SAME)


def test_another_row_of_the_confirmed_person_counts_as_confirmed():
    sought = [row("SB2:1", "Шевченко", "Микола", "1990-05-14")]
    held = [row("HA1:7", "Shevchenko", "Nikolay", "1990-05-14"), row("HA1:8", "Schewtschenko", "Mykola", "1990-05-14")]
    linking = compare_prepared(
        prepare(sought),
        prepare(held),
        one_person=[("HA1:7", "HA1:8")],
        confirmed={"HA1:7": {"SB1:4"}, "HA1:8": {"SB1:4"}},
    )
    assert linking.links[0].confirmed_for == ("SB1:4",)
    other = compare_prepared(
        prepare(sought), prepare(held[1:]), one_person=[("HA1:7", "HA1:8")], confirmed={"HA1:7": {"SB1:4"}}
    )
    assert other.links[0].confirmed_for == ("SB1:4",)


def test_a_score_opens_to_what_was_compared_and_how_often_it_is_met():
    sought = [row("SB1:1", "Szewczenko", "Микола", "[1990-04-05,1990-05-04]")]
    held = [row("HA1:7", "Шевченко", "Николай", "1990-05-04")]
    pair = compare_lists(sought, held).links[0].pair
    opened = {one.field: one for one in pair.fields}
    surname, given, born = opened["surname"], opened["given_name"], opened["birth_date"]
    assert surname.left_reading == surname.right_reading != ""
    assert surname.left_reading.isascii()
    assert "Микола" in given.group
    assert "Николай" in given.group
    assert born.left_reading == "1990-04-05 | 1990-05-04"
    assert born.right_reading == "1990-05-04"
    for one in pair.fields:
        if one.m is not None:
            assert 0 < one.m <= 1
            assert one.u == pytest.approx(one.m / 2**one.bits)
    assert surname.by_frequency
    assert 0 < pair.probability < 1


def test_a_span_of_days_is_shown_as_it_was_meant():
    sought, held = [row("SB1:1", "Гончар", "Іван", "1990")], [row("HA1:7", "Гончар", "Іван", "1990-05-04")]
    pair = compare_lists(sought, held).links[0].pair
    born = next(one for one in pair.fields if one.field == "birth_date")
    assert born.left_reading == "1990-01-01 – 1990-12-31"


def test_a_reviewed_pair_has_the_words_of_the_review_and_no_probability():
    sought, held = people("SB1", range(1)), people("HA1", range(1))
    said = Review("SB1:0", "HA1:0", Verdict.SAME, "One", "", date(2025, 6, 2), evidence_of(sought[0], held[0]))
    link = compare_lists(sought, held, reviews=[said]).links[0]
    assert link.standing is Standing.REVIEWED_SAME
    assert link.probability is None
