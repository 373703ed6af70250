"""The journal is a chain: what was altered in it is found, and an erased reason breaks nothing."""

import pytest
from conftest_node import ONE, here

from allforall.node.folder import opened
from allforall.node.keep.doctor import examine
from allforall.node.lock import acting
from allforall.node.officers import ActKind, add_officer, journal, journal_read
from allforall.store.node.journal import check_chain
from allforall.store.node.models import Act


@pytest.fixture
def lines(node):
    for number in range(3):
        with acting(node):
            journal(node, ONE, ActKind.REVIEW, why=f"seen {number}", details={"left": "SB1:1", "count": number})
    return list(Act.objects.order_by("id"))


def test_every_line_holds_the_hash_of_the_one_before(lines):
    checked = check_chain()
    assert (checked.lines, checked.last, checked.broken) == (len(lines), lines[-1].line, None)
    assert len({one.line for one in lines}) == len(lines)


@pytest.mark.parametrize(
    "change",
    [
        {"why": "another reason"},
        {"why": ""},
        {"why_salt": ""},
        {"why_hash": "0" * 64},
        {"officers": ["Officer Nine"]},
        {"kind": "merge:make"},
        {"details": {}},
        {"line": "0" * 64},
        {"nonce": "n"},
        {"asked": "x"},
    ],
)
def test_a_line_that_was_altered_is_found(lines, change):
    Act.objects.filter(pk=lines[-2].pk).update(**change)
    assert check_chain().broken == lines[-2].pk


def test_a_line_that_is_gone_from_the_middle_is_found(lines):
    Act.objects.filter(pk=lines[-2].pk).delete()
    assert check_chain().broken == lines[-1].pk


def test_a_reason_that_was_erased_breaks_nothing(lines):
    Act.objects.filter(pk=lines[-2].pk).update(why="", why_salt="")
    assert check_chain().broken is None


def test_a_read_of_names_is_a_line_with_who_and_how_many_and_no_name(node):
    journal_read(node, here(ONE.names[0]), named="", what="review show", count=2)
    journal_read(node, None, named="Somebody", what="review list", count=20)
    known, claimed = Act.objects.order_by("-id")[1], Act.objects.order_by("-id")[0]
    assert (known.kind, known.officers, known.details) == (
        "names:read",
        ["Officer One"],
        {"what": "review show", "count": 2},
    )
    assert (claimed.officers, claimed.details["named"]) == ([], "Somebody")
    assert check_chain().broken is None


def test_the_doctor_finds_a_journal_that_was_altered(folder, clock):
    with opened(folder, clock=clock) as node:
        add_officer(node, None, name="Officer One", role="coordination", passphrase="one long passphrase")

    def chained():
        return next(one for one in examine(folder, clock=clock) if one.code == "doctor:journal:chained")

    assert chained().good
    assert chained().found.startswith("1, ")
    with opened(folder, clock=clock):
        Act.objects.update(officers=["Officer Nine"])
    assert not chained().good
