import pytest
from conftest_node import BOTH, FIRST, ONE, SECOND

from allforall import store
from allforall.errors import CallError, GateError
from allforall.node.officers import NEEDS_TWO, ActKind, Desk, Signature, add_officer, journal, retire_officer
from allforall.store.node.models import Act, Officer


def _act(node, desk, kind):
    with store.writing():
        return journal(node, desk, kind)


@pytest.mark.parametrize("kind", sorted(NEEDS_TWO))
@pytest.mark.parametrize(
    ("desk", "code"),
    [
        (Desk(), "officer:needed"),
        (ONE, "officer:second-needed"),
        (Desk(FIRST, FIRST), "officer:second-is-first"),
        (Desk(FIRST, Signature("Nobody", "x")), "officer:unknown"),
        (Desk(FIRST, Signature(SECOND.name, "guessed passphrase")), "officer:passphrase:wrong"),
        (Desk(Signature(FIRST.name, ""), SECOND), "officer:passphrase:wrong"),
    ],
)
def test_an_act_that_needs_two_stays_closed_without_both(node, kind, desk, code):
    before = Act.objects.count()
    with pytest.raises(GateError) as closed:
        _act(node, desk, kind)
    assert closed.value.code == code
    assert Act.objects.count() == before


def test_two_officers_open_it_and_both_stand_in_the_journal(node):
    act = _act(node, BOTH, ActKind.ANSWERS_EXPORT)
    assert act.officers == [FIRST.name, SECOND.name]


def test_one_officer_cannot_invent_a_third(node):
    with pytest.raises(GateError):
        add_officer(node, ONE, name="Officer Three", role="", passphrase="three long passphrases")
    add_officer(node, BOTH, name="Officer Three", role="", passphrase="three long passphrases")


def test_a_retired_officer_acts_no_more(node):
    retire_officer(node, BOTH, name=SECOND.name, why="left")
    with pytest.raises(GateError) as closed:
        _act(node, BOTH, ActKind.ANSWERS_EXPORT)
    assert closed.value.code == "officer:unknown"


def test_a_passphrase_is_long_and_is_not_kept(node):
    with pytest.raises(CallError):
        add_officer(node, BOTH, name="Officer Four", role="", passphrase="short")
    assert all(FIRST.passphrase not in one.passphrase for one in Officer.objects.all())
