"""Lists compared one after the other: what is kept of them, what is not, and who was confirmed before."""

import sqlite3

import pytest
from conftest_exchange import AS_OF, rows
from conftest_node import BOTH, ONE
from django.db import connection

from allforall.answers import AnswerKind
from allforall.errors import CallError, GateError
from allforall.node.acts import links as links_acts
from allforall.node.acts import prepared_lists
from allforall.node.acts.answers import confirm_one, look_up
from allforall.node.acts.erasure import Wanted, erase
from allforall.node.acts.lists import import_list, withdraw_list
from allforall.node.keep.doctor import _examine
from allforall.people.persons import ListKind, Party
from allforall.reconcile import Reason, Standing, Verdict
from allforall.record import erasures
from allforall.store.people.models import StoredRow
from allforall.store.people.rows import load_rows
from allforall.store.reconcile.links import latest_linking, load_candidates, load_links
from allforall.store.reconcile.models import StoredPrepared


@pytest.fixture
def kept_from_the_first_row(monkeypatch):
    monkeypatch.setattr(prepared_lists, "WORTH_KEEPING", 1)
    monkeypatch.setattr(links_acts, "WORTH_KEEPING", 1)


@pytest.fixture
def read(node, tmp_path):
    def one(name, numbers, *, kind=ListKind.SOUGHT, party=Party.PARTY_B, more=""):
        path = tmp_path / f"{name}.csv"
        path.write_text(rows(numbers) + more, encoding="utf-8")
        return import_list(node, ONE, path, kind=kind, party=party, as_of=AS_OF).stored

    return one


@pytest.fixture
def held(read, kept_from_the_first_row):
    return read("held", range(30), kind=ListKind.HELD, party=Party.PARTY_A)


def _links(left, *right):
    made = latest_linking(left, *right)
    return list(load_links(made)), list(load_candidates(made))


def test_the_second_comparison_uses_what_the_first_kept_and_finds_the_same(node, read, held):
    sought = read("sought", range(20, 40))
    first = links_acts.compare(node, ONE, sought=sought, held=held)
    found = _links(sought, held)
    second = links_acts.compare(node, ONE, sought=sought, held=held)
    assert dict(first.kept) == {sought.key: "none", held.key: "none"}
    assert dict(second.kept) == {sought.key: "good", held.key: "good"}
    assert _links(sought, held) == found
    assert found[0]


def _damage(key, **change):
    StoredPrepared.objects.filter(list__key=key).update(**change)


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda key: _damage(key, content=b"x"), "damaged"),
        (lambda key: _damage(key, sha256="0" * 64), "damaged"),
        (lambda key: _damage(key, engine="0" * 64), "other_program"),
        (
            lambda key: StoredRow.objects.filter(list__key=key, line=3).update(
                readings='[["surname","Другий","Другий",1]]'
            ),
            "other_rows",
        ),
        (lambda key: StoredRow.objects.filter(list__key=key, line=3).delete(), "other_rows"),
    ],
)
def test_what_was_kept_and_is_not_true_any_more_is_made_anew(node, read, held, spoil, what):
    sought = read("sought", range(20, 40))
    links_acts.compare(node, ONE, sought=sought, held=held)
    spoil(held.key)
    doctor = {check.code: check for check in _examine(node)}
    assert not doctor["doctor:prepared:good"].good
    assert held.key in doctor["doctor:prepared:good"].found
    again = links_acts.compare(node, ONE, sought=sought, held=held)
    assert dict(again.kept)[held.key] == what
    found = _links(sought, held)
    StoredPrepared.objects.all().delete()
    links_acts.compare(node, ONE, sought=sought, held=held)
    assert _links(sought, held) == found
    assert {check.code: check.good for check in _examine(node)}["doctor:prepared:good"]


def test_an_erased_row_is_gone_from_what_was_kept_too(node, folder, tmp_path, read, kept_from_the_first_row):
    text = rows(range(30)).splitlines()
    text[-1] = text[-1].replace(text[-1].split(";")[1], "Неповторенко")
    path = tmp_path / "held.csv"
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    held = import_list(node, ONE, path, kind=ListKind.HELD, as_of=AS_OF).stored
    sought = read("sought", range(20, 40))
    links_acts.compare(node, ONE, sought=sought, held=held)
    line = 2 + 29
    row = next(load_rows(held, [line]))
    name = row.cells[1].encode()
    assert name in bytes(StoredPrepared.objects.get(list=held).content)
    erase(node, BOTH, Wanted(erasures.Reason.FAMILY_ASKED, rows=(row.key,)))
    assert not StoredPrepared.objects.filter(list=held).exists()
    links_acts.compare(node, ONE, sought=sought, held=held)
    assert name not in bytes(StoredPrepared.objects.get(list=held).content)
    assert all(link.pair.right != row.key for link in _links(sought, held)[0])
    connection.close()
    with sqlite3.connect(folder / "node.sqlite") as data:
        data.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data.close()
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert len(everything) > 10_000
    assert name not in everything


def test_a_list_that_is_taken_back_is_not_kept(node, read, held):
    sought = read("sought", range(20, 40))
    links_acts.compare(node, ONE, sought=sought, held=held)
    withdraw_list(node, ONE, list_key=held.key, why="read by mistake")
    assert not StoredPrepared.objects.filter(list=held).exists()


def test_a_short_new_list_is_weighed_with_what_a_longer_one_taught(node, read, held):
    long, short = read("long", range(25)), read("short", range(20, 24))
    taught = links_acts.compare(node, ONE, sought=long, held=held)
    assert taught.weights_from == f"{long.key} {held.key}"
    done = links_acts.compare(node, ONE, sought=short, held=held)
    assert done.weights_from == f"{long.key} {held.key}"
    one, other = latest_linking(long, held), latest_linking(short, held)
    assert one.weights == other.weights
    # what was lent is not lent on, and a list as long as its teacher is its own
    assert links_acts.compare(node, ONE, sought=long, held=held).weights_from == f"{long.key} {held.key}"


def test_reviews_hold_for_the_new_list(node, read, held):
    sought = read("sought", range(20, 24))
    links_acts.compare(node, ONE, sought=sought, held=held)
    links, _ = _links(sought, held)
    first, second, third = (link.pair for link in links[:3])
    for pair, verdict in ((first, Verdict.SAME), (second, Verdict.DIFFERENT), (third, Verdict.UNSURE)):
        links_acts.review(node, ONE, left=pair.left, right=pair.right, verdict=verdict, why="seen")
    links_acts.compare(node, ONE, sought=sought, held=held)
    standing = {(link.pair.left, link.pair.right): link.standing for link in _links(sought, held)[0]}
    assert standing[first.left, first.right] is Standing.REVIEWED_SAME
    assert (second.left, second.right) not in standing
    assert standing[third.left, third.right] is Standing.UNSURE


def _clear(sought, held):
    return next(link for link in _links(sought, held)[0] if link.standing is Standing.CLEAR)


@pytest.mark.parametrize("how", ["review", "answer"])
def test_a_row_confirmed_for_an_earlier_name_is_shown_and_not_given_away(node, read, held, how):
    early, late = read("early", range(20, 40)), read("late", range(15, 30))
    links_acts.compare(node, ONE, sought=early, held=held)
    links_acts.compare(node, ONE, sought=late, held=held)
    pair = _clear(early, held).pair
    assert any(link.pair.right == pair.right and link.standing is Standing.CLEAR for link in _links(late, held)[0])
    if how == "review":
        links_acts.review(node, ONE, left=pair.left, right=pair.right, verdict=Verdict.SAME, why="seen")
    else:
        confirm_one(node, ONE, look_up(node, sought=early, held=held), sought_key=pair.left)
    done = links_acts.compare(node, ONE, sought=late, held=held)
    assert done.confirmed_for_another == 1
    link = next(link for link in _links(late, held)[0] if link.pair.right == pair.right)
    assert (link.standing, link.confirmed_for) == (Standing.TO_REVIEW, (pair.left,))
    assert link.reasons[0] is Reason.CONFIRMED_FOR_ANOTHER
    assert link in links_acts.pairs_to_review(late, held)
    now = look_up(node, sought=late, held=held)
    proposal = next(one for one in now.proposals if one.sought_key == link.pair.left)
    assert proposal.kind is AnswerKind.NO_ANSWER
    assert not proposal.may_batch
    # the earlier link stays as it was
    links_acts.compare(node, ONE, sought=early, held=held)
    assert next(one for one in _links(early, held)[0] if one.pair.right == pair.right).confirmed_for == ()
    # an officer says that both names are one person, who is sought twice
    links_acts.review(node, ONE, left=pair.left, right=link.pair.left, verdict=Verdict.SAME, why="asked for twice")
    assert links_acts.compare(node, ONE, sought=late, held=held).confirmed_for_another == 0


def test_a_twin_whose_brother_is_held_waits_with_the_better_name_said(node, read):
    one, other = "1;Кулаківський;Іван;Петрович;14.05.1990;\n", "2;Кулаківський;Олег;Петрович;14.05.1990;\n"
    sought = read("sought", range(3), more=one + other)
    held = read("held", range(10, 14), kind=ListKind.HELD, party=Party.PARTY_A, more=other)
    links_acts.compare(node, ONE, sought=sought, held=held)
    found = links_acts.pairs_to_review(sought, held)
    linked = next(link for link in found if "Олег" in link.pair.fields[1].left)
    waits = next(link for link in found if "Іван" in link.pair.fields[1].left)
    assert waits.reasons == (Reason.LINKED_TO_ANOTHER,)
    assert (waits.runner_up, waits.pair.right) == (linked.pair.left, linked.pair.right)
    assert waits.margin_bits == pytest.approx(waits.pair.bits - linked.pair.bits)
    assert links_acts.find_link(waits.pair.left, waits.pair.right) == waits


def test_two_held_lists_are_looked_through_as_one(node, read, held):
    sought = read("sought", range(20, 40), more="99;Щур;Ія;Юхимівна;03.11.1961;\n")
    other = read("other", range(30, 36), kind=ListKind.HELD, party=Party.PARTY_A)
    done = links_acts.compare(node, ONE, sought=sought, held=[other, held])
    assert done.right == f"{held.key}, {other.key}"
    assert done.right_rows == held.rows_read + other.rows_read
    links, _ = _links(sought, held, other)
    assert {link.pair.right.rpartition(":")[0] for link in links} == {held.key, other.key}
    assert latest_linking(sought, held) is None
    assert latest_linking(sought, other, held) is not None
    with pytest.raises(CallError):
        links_acts.compare(node, ONE, sought=sought, held=[held, sought])
    now = look_up(node, sought=sought)
    assert now.held_lists == (held, other)
    assert len(now.places()) == held.rows_read + other.rows_read
    for name in now.names():
        if name.kind is AnswerKind.NO_CANDIDATE:
            both = ", ".join(f"{one.key} {one.as_of.isoformat()}" for one in (held, other))
            assert (name.list_key, name.list_date) == (both, None)
        elif name.held_key:
            assert (name.list_key, name.list_date) == (name.held_key.rpartition(":")[0], AS_OF)
    kinds = {name.kind for name in now.names()}
    assert AnswerKind.NO_CANDIDATE in kinds
    assert len({name.list_key for name in now.names() if name.held_key}) == 2
    withdraw_list(node, ONE, list_key=other.key, why="read by mistake")
    with pytest.raises(GateError):
        look_up(node, sought=sought)
    assert links_acts.find_link(links[0].pair.left, links[0].pair.right) == links[0]
