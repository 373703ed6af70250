"""What must hold for every set of links, reviews, acts and withdrawals, and for every file."""

import json
from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from allforall.account.tallies import tally_answers, tally_held, tally_held_outward, tally_outgoing, tally_received
from allforall.answers import (
    Answer,
    AnswerKind,
    answer_names,
    confirm,
    confirm_batch,
    gather_held,
    gather_sought,
    latest,
    make_outgoing,
    place_held,
    propose_answers,
    read_answers,
    receive,
    withdraw,
    write_answers,
)
from allforall.disclosure import Decision, DisclosedList, DisclosedRow, gather, refer
from allforall.disclosure.canonical import write_canonical
from allforall.errors import GateError, InputError
from allforall.people.fields import Custody, Field
from allforall.people.persons import ListKind, Mark, Party, PersonRow, Reading
from allforall.reconcile import Link, Pair, Review, Standing, Verdict

DAY = date(2025, 6, 2)
K = AnswerKind
SHA = "0" * 64
ASKED = 16
REFS = {n: refer(f"theirs:{n}", Party.PARTY_A, bytes(32)) for n in range(ASKED)}
LISTED = DisclosedList(
    "theirs",
    ListKind.SOUGHT,
    Party.PARTY_A,
    Party.PARTY_B,
    DAY,
    DAY,
    tuple(DisclosedRow(ref, ()) for ref in sorted(REFS.values())),
)
DEAD = (K.REPORTED_DEAD,)


def sought_row(n: int) -> PersonRow:
    return PersonRow(f"s:{n}", n, (REFS[n],), (Reading(Field.ROW_ID, REFS[n], REFS[n], (), 1),))


def held_row(n: int, said: str, consent: bool) -> PersonRow:
    value, marks = (said, ()) if said != "unread" else ("", (Mark.UNREAD,))
    readings = [Reading(Field.CUSTODY, said, value, marks, 1)] if said else []
    if consent:
        readings.append(Reading(Field.LIBERTY_CONSENT, "yes", "yes", (), 2))
    return PersonRow(f"h:{n}", n, (said,), tuple(readings))


def link(left: str, right: str, standing: Standing) -> Link:
    return Link(Pair(left, right, (), 0.0, 9.0), standing, ())


place = st.integers(0, ASKED - 1)
standings = st.sampled_from([*Standing, Standing.CLEAR, Standing.CLEAR])


@st.composite
def worlds(draw):
    """Two lists with links of every kind, as people and the machine might leave them."""
    said = draw(
        st.lists(st.sampled_from([*Custody, "", "unread", "held", "held", "at_liberty"]), min_size=1, max_size=ASKED)
    )
    rows = [held_row(n, each, draw(st.booleans()) and draw(st.booleans())) for n, each in enumerate(said)]
    at = st.integers(0, len(rows) - 1)
    links = [link(f"s:{a}", f"h:{b}", s) for a, b, s in draw(st.lists(st.tuples(place, at, standings), max_size=20))]
    if draw(st.booleans()):  # somebody plainly held and plainly asked for, whom the rest of the world may still disturb
        rows.append(held_row(len(rows), "held", consent=False))
        links.append(link(f"s:{draw(place)}", rows[-1].key, Standing.CLEAR))
    same = [link(f"s:{a}", f"s:{b}", s) for a, b, s in draw(st.lists(st.tuples(place, place, standings), max_size=6))]
    twice = [link(f"h:{a}", f"h:{b}", s) for a, b, s in draw(st.lists(st.tuples(at, at, standings), max_size=3))]
    apart = [
        Review(f"s:{a}", f"s:{b}", Verdict.DIFFERENT, "one", "", DAY, "")
        for a, b in draw(st.lists(st.tuples(place, place), max_size=2))
    ]
    kept = [Decision(f"h:{n}", None, Party.PARTY_A, False, ("one",), "", DAY) for n in draw(st.lists(at, max_size=2))]
    sought = gather_sought([sought_row(n) for n in range(ASKED)], list_key="theirs", duplicates=same, reviews=apart)
    held = gather_held(rows, list_key="h", list_date=DAY, to=Party.PARTY_A, decisions=gather(kept), duplicates=twice)
    return sought, held, links


any_step = st.tuples(
    st.sampled_from(["batch", "one", "take back"]),
    place,
    st.sampled_from([None, None, *AnswerKind]),
    st.sampled_from([("one",), ("one", "two"), ()]),
    st.sampled_from(["", "seen"]),
)
good_step = st.tuples(
    st.sampled_from(["one", "one", "batch", "take back"]),
    place,
    st.sampled_from([None, K.NOT_HELD, K.REPORTED_DEAD]),
    st.just(("one", "two")),
    st.just("seen"),
)
steps = st.lists(any_step | good_step, max_size=16)
reached: Counter[str] = Counter()


def play(proposals, moves) -> list[Answer]:
    """Returns the acts that the gates let through."""
    acts: list[Answer] = []
    for what, number, kind, by, why in moves:
        now = latest(acts)
        try:
            if what == "batch":
                acts += confirm_batch(proposals, by=by, on=DAY, standing=now).confirmed
            elif what == "one":
                acts.append(confirm(proposals[number], by=by, on=DAY, standing=now, kind=kind, why=why))
            else:
                acts.append(withdraw(f"s:{number}", by=by, on=DAY, why=why, standing=now))
            reached[what] += 1
        except GateError:
            reached["refused"] += 1
    return acts


@settings(deadline=None, max_examples=200, derandomize=True)
@given(worlds(), steps)
def test_every_name_has_exactly_one_answer_and_every_row_one_place_and_all_counts_add_up(world, moves):
    sought, held, links = world
    proposals = propose_answers(sought, held, links)
    acts = play(proposals, moves)
    names = answer_names(sought, held, proposals, acts)
    assert [name.sought_key for name in names] == list(sought.rows)
    assert tally_answers(names, list_key="s", sought_keys=sought.rows).adds_up
    places = place_held(held, names, links)
    assert tally_held(places, list_key="h", held_keys=held.rows).adds_up
    outward = tally_held_outward(places, list_key="h")
    assert outward.adds_up
    shown = {key for figure in outward.figures for key in figure.keys}
    assert shown.isdisjoint(held.at_liberty | held.withheld)
    for name in names:
        if name.kind is K.DUPLICATE_OF:
            end = next(each for each in names if each.sought_key == name.duplicate_of)
            assert end.kind is not K.DUPLICATE_OF
    for act in acts:
        reached[act.kind] += 1
        if act.kind in DEAD:
            assert len(set(act.by)) == 2
        if act.in_batch:
            assert act.kind not in {K.REPORTED_DEAD, K.AT_LIBERTY, K.CATEGORY_DISPUTED, K.NOT_HELD}
        if act.kind is K.NOT_HELD:
            assert act.why
            assert proposals[int(act.sought_key[2:])].kind is K.NO_CANDIDATE


@settings(deadline=None, max_examples=200, derandomize=True)
@given(worlds(), steps)
def test_nothing_about_a_person_of_whom_nothing_may_be_said_is_ever_confirmed_or_leaves(world, moves):
    sought, held, links = world
    proposals = propose_answers(sought, held, links)
    acts = play(proposals, moves)
    assert not [act for act in acts if act.held_key and held.is_silent(act.held_key)]
    names = answer_names(sought, held, proposals, acts)
    try:
        answers = make_outgoing(
            names, sought, held, list_sha256=SHA, authority="Bureau", answered_on=DAY, by=("one", "two")
        )
    except GateError:
        reached["too thin"] += 1
        return
    reached["out"] += 1
    told = {entry.ref: entry.kind for entry in answers.entries}
    sure = {Standing.CLEAR, Standing.REVIEWED_SAME}
    for each in links:
        if each.standing in sure and held.is_silent(each.pair.right):
            reached["silent"] += 1
            root = sought.groups.root_of(each.pair.left)
            assert told[sought.refs[root]] is K.NO_ANSWER
    assert K.NO_CANDIDATE not in told.values()
    content = write_answers(answers)
    read = read_answers(content, asked={SHA: LISTED}, to=Party.PARTY_A)
    assert read == answers
    assert tally_outgoing(read, keys={v: k for k, v in sought.refs.items()}, sought_keys=sought.rows).adds_up
    intake = receive((), read, keys={v: f"o:{k}" for k, v in REFS.items()}, file_sha256="f", received_on=DAY)
    ours = [f"o:{n}" for n in range(ASKED)]
    assert tally_received(intake.added, list_key="theirs", sought_keys=ours).adds_up


@settings(deadline=None, max_examples=200, derandomize=True)
@given(worlds(), steps, place, st.sampled_from(["absent", "to review", "unconfirmed"]))
def test_no_file_tells_a_person_at_liberty_from_a_name_that_was_not_answered(world, moves, who, otherwise):
    """The one who reads the file plays against two worlds that differ in one person alone.

    In the one world the name's row says at liberty, without consent; in the other the row is not there, or the link
    waits for review, or nobody confirmed the answer. Everything else, the officers' acts on all other names among it,
    is the same.
    """
    sought, held, links = world
    root = sought.groups.root_of(f"s:{who}")
    group = set(sought.groups.group_of(root))
    others = [each for each in links if each.pair.left not in group and each.pair.right != "h:99"]
    acts_of_others = [move for move in moves if f"s:{move[1]}" != root]

    def file(row, standing):
        rows = [*held.rows.values(), *([row] if row else [])]
        list_of_world = gather_held(rows, list_key="h", list_date=DAY, to=Party.PARTY_A, decisions=held.decisions)
        all_links = [*others, *([link(root, "h:99", standing)] if row else [])]
        proposals = propose_answers(sought, list_of_world, all_links)
        acts = [act for act in play(proposals, acts_of_others) if act.sought_key != root]
        names = answer_names(sought, list_of_world, proposals, acts)
        try:
            return write_answers(
                make_outgoing(
                    names,
                    sought,
                    list_of_world,
                    list_sha256=SHA,
                    authority="Bureau",
                    answered_on=DAY,
                    by=("one", "two"),
                )
            )
        except GateError:
            return None

    free = file(held_row(99, "at_liberty", consent=False), Standing.CLEAR)
    other = {
        "absent": lambda: file(None, Standing.CLEAR),
        "to review": lambda: file(held_row(99, "held", consent=False), Standing.TO_REVIEW),
        "unconfirmed": lambda: file(held_row(99, "held", consent=False), Standing.CLEAR),
    }[otherwise]()
    if free is not None:  # where the names around are too few no file goes at all
        reached["compared"] += 1
        assert free == other


def test_the_random_histories_above_reach_what_matters():
    if reached["compared"]:  # the properties ran in this process
        for what in ("batch", "one", "take back", "refused", "out", "too thin", "silent", "compared"):
            assert reached[what] >= 10, (what, reached)
        for kind in (K.HELD, K.NOT_HELD, K.REPORTED_DEAD, K.DUPLICATE_OF):
            assert reached[kind] >= 5, (kind, reached)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(("held", "no_answer", "2025-06-02")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def files(draw):
    sought, held, links = draw(worlds())
    proposals = propose_answers(sought, held, links)
    names = answer_names(sought, held, proposals, play(proposals, draw(steps)))
    try:
        answers = make_outgoing(
            names, sought, held, list_sha256=SHA, authority="Bureau", answered_on=DAY, by=("one", "two")
        )
    except GateError:
        answers = make_outgoing(
            answer_names(sought, held, proposals, ()),
            sought,
            held,
            list_sha256=SHA,
            authority="Bureau",
            answered_on=DAY,
            by=("one", "two"),
            cover=_NO_COVER,
        )
    return write_answers(answers)


class _NoCover:
    """Lets any file go, for these tests of the reader alone."""

    def needed(self, persons: int) -> int:
        return 0


_NO_COVER = _NoCover()


@settings(deadline=None, max_examples=150)
@given(files(), st.data())
def test_no_file_however_mangled_gives_anything_but_answers_or_a_clear_refusal(content, data):
    value = json.loads(content)
    target = data.draw(st.sampled_from([value, *value["answers"]]))
    key = data.draw(st.sampled_from(sorted(target)) | st.text(max_size=5))
    if data.draw(st.booleans()):
        target.pop(key, None)
    else:
        target[key] = data.draw(json_values)
    mangled = write_canonical(value)
    try:
        read = read_answers(mangled, asked={SHA: LISTED})
    except InputError:
        return
    assert write_answers(read) == mangled


@settings(deadline=None, max_examples=150)
@given(files(), st.data())
def test_bytes_cut_or_changed_anywhere_are_refused_or_are_other_answers(content, data):
    changed = bytearray(content)
    at = data.draw(st.integers(0, len(changed) - 1))
    if data.draw(st.booleans()):
        changed = changed[:at]
    else:
        changed[at] = data.draw(st.integers(0, 255))
    try:
        read = read_answers(bytes(changed), asked={SHA: LISTED})
    except InputError:
        return
    assert write_answers(read) == bytes(changed)
