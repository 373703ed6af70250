"""The index of a log says what reading every entry says, and reads back as it was kept."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from allforall.node.record.entry_index import WRONG, EntryIndex, Row, read_rows

LEAVES = [hashlib.sha256(bytes([n])).digest() for n in range(4)]
TYPES = [WRONG, "offer:made", "offer:accepted", "list:declared"]
rows = st.builds(
    lambda kind, answers, seen: Row(kind, tuple(answers), tuple(seen.items())) if kind else Row(WRONG),
    st.sampled_from(TYPES),
    st.lists(st.sampled_from(LEAVES), unique=True, max_size=3),
    st.dictionaries(st.sampled_from(["party_b", "witness"]), st.integers(1, 9), max_size=2),
)
logs = st.lists(st.tuples(rows, st.integers(40, 70_000)), max_size=40)


def made(log):
    index = EntryIndex()
    for row, length in log:
        index.add(row, length)
    return index


@given(logs, st.integers(0, 40), st.sets(st.sampled_from(TYPES[1:])))
def test_the_entries_of_a_type_are_those_that_a_look_at_each_gives(log, since, types):
    index = made(log)
    good = [number for number, (row, _) in enumerate(log) if row.type != WRONG]
    assert [number for number in range(len(log)) if index.is_good(number)] == good
    wanted = [number for number in good if number >= since and (not types or log[number][0].type in types)]
    assert list(index.of(types, since)) == wanted


@given(logs, st.sampled_from(TYPES[1:]), st.sampled_from(LEAVES))
def test_the_answers_to_an_entry_are_those_that_a_look_at_each_gives(log, kind, leaf):
    wanted = [number for number, (row, _) in enumerate(log) if row.type == kind and leaf in row.answers]
    assert list(made(log).answers_to(kind, leaf)) == wanted


@given(logs, st.integers(0, 9))
def test_an_entry_says_that_it_read_further_where_no_entry_before_it_says_as_much(log, above):
    seen = [(number, dict(row.seen).get("party_b", 0)) for number, (row, _) in enumerate(log)]
    wanted = [n for n, size in seen if size > above and size > max((before for m, before in seen if m < n), default=0)]
    assert list(made(log).having_read("party_b", above)) == wanted


@given(logs)
def test_an_index_reads_back_as_it_was_kept(log):
    index = made(log)
    assert read_rows(*index.rows) == index


def test_rows_of_another_length_are_refused():
    lengths, data = made([(Row("offer:made"), 50)]).rows
    for other in (data[:-1], data + b"\0", b""):
        try:
            read_rows(lengths, other)
        except ValueError:
            continue
        raise AssertionError(other)
