import subprocess
import sys
from datetime import timedelta

import pytest
from conftest_node import BOTH, FIRST, ONE, SECOND, Seats, here

from allforall.errors import CallError, GateError
from allforall.node.lock import acting
from allforall.node.officers import (
    NEEDS_TWO,
    ActKind,
    ActRepeatedError,
    Authenticated,
    Desk,
    Role,
    add_officer,
    authenticate,
    change_role,
    journal,
    list_officers,
    resume,
    retire_officer,
)
from allforall.node.permits import PERMITS, Permit
from allforall.store.node.journal import Once
from allforall.store.node.models import Act, Officer


def _act(node, desk, kind, **more):
    with acting(node):
        return journal(node, desk, kind, **more)


def _code(error, act):
    with pytest.raises(error) as closed:
        act()
    return closed.value.code


@pytest.mark.parametrize("kind", sorted(NEEDS_TWO))
@pytest.mark.parametrize(
    ("desk", "code"), [(ONE, "officer:second-needed"), (Seats((FIRST, FIRST)), "officer:second-is-first")]
)
def test_an_act_that_needs_two_stays_closed_without_both(node, kind, desk, code):
    before = Act.objects.count()
    assert _code(GateError, lambda: _act(node, desk, kind)) == code
    assert Act.objects.count() == before


def test_two_officers_open_it_and_both_stand_in_the_journal(node):
    act = _act(node, BOTH, ActKind.ANSWERS_EXPORT)
    assert act.officers == [FIRST.name, SECOND.name]


def test_one_officer_cannot_invent_a_third(node):
    with pytest.raises(GateError):
        add_officer(node, ONE, name="Officer Three", role="coordination", passphrase="three long passphrases")
    add_officer(node, BOTH, name="Officer Three", role="coordination", passphrase="three long passphrases")


def test_a_retired_officer_acts_no_more_with_what_was_authenticated_before(node):
    both = BOTH.desk()
    retire_officer(node, both, name=SECOND.name, why="left")
    assert _code(GateError, lambda: _act(node, both, ActKind.ANSWERS_EXPORT)) == "officer:unknown"
    assert _code(GateError, lambda: authenticate(SECOND.name, SECOND.passphrase)) == "officer:unknown"


def test_a_passphrase_is_long_and_is_not_kept(node):
    with pytest.raises(CallError):
        add_officer(node, BOTH, name="Officer Four", role="coordination", passphrase="short")
    assert all(FIRST.passphrase not in one.passphrase for one in Officer.objects.all())


# ------------------------------------------------------------------------------------------------------- authenticated


def test_only_a_right_passphrase_makes_an_officer_who_can_act(node):
    assert _code(GateError, lambda: authenticate(FIRST.name, "guessed passphrase")) == "officer:passphrase:wrong"
    assert _code(GateError, lambda: authenticate("Nobody", "x")) == "officer:unknown"
    with pytest.raises(TypeError):
        Authenticated(object(), FIRST.name, "", by_agent=False)


def test_what_an_agent_remembers_of_another_passphrase_opens_nothing(node):
    stored = Officer.objects.get(name=FIRST.name).passphrase
    assert resume(FIRST.name, stored).by_agent
    other = Officer.objects.get(name=SECOND.name).passphrase
    assert _code(GateError, lambda: resume(FIRST.name, other)) == "officer:unknown"


def test_an_act_says_which_officer_typed_no_passphrase_for_it(node):
    officer = resume(FIRST.name, Officer.objects.get(name=FIRST.name).passphrase)
    act = _act(node, Desk(officer, here(SECOND)), ActKind.ANSWERS_EXPORT)
    assert act.details == {"by_agent": [FIRST.name]}


@pytest.mark.parametrize(
    "wrong",
    [
        'Authenticated("Officer One")',
        'Desk("Officer One")',
        'Authenticated(object(), "Officer One", "", by_agent=True)',
    ],
)
def test_the_type_checker_refuses_an_officer_whom_no_passphrase_made(tmp_path, wrong):
    pytest.importorskip("mypy")
    module = tmp_path / "face.py"
    module.write_text(f"from allforall.node.officers import Authenticated, Desk\n\nmade = {wrong}\n")
    told = subprocess.run(
        [sys.executable, "-m", "mypy", "--follow-imports=silent", "--cache-dir", str(tmp_path / "cache"), str(module)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1, told.stdout + told.stderr
    assert "face.py:3: error" in told.stdout


# --------------------------------------------------------------------------------------------------------------- roles


def test_the_table_says_of_every_act_and_every_role_yes_two_or_no():
    assert set(PERMITS) == set(ActKind)
    assert all(set(roles) == set(Role) for roles in PERMITS.values())
    assert all(PERMITS[kind][Role.COORDINATION] is not Permit.NO for kind in ActKind)
    for kind, roles in PERMITS.items():
        assert {one for one in roles.values() if one is not Permit.NO} == {
            Permit.TWO if kind in NEEDS_TWO else Permit.YES
        }


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.COORDINATION])
def test_an_officer_does_what_the_table_says_for_their_role_and_nothing_else(node, role):
    other = "three long passphrases"
    add_officer(node, BOTH, name="Officer Three", role=role.value, passphrase=other)
    third = authenticate("Officer Three", other)
    for kind in ActKind:
        desk = Desk(here(FIRST), third) if kind in NEEDS_TWO else Desk(third)
        if PERMITS[kind][role] is Permit.NO:
            assert _code(GateError, lambda desk=desk, kind=kind: _act(node, desk, kind)) == "officer:role:not"
        else:
            assert _act(node, desk, kind).kind == kind


def test_a_role_that_nobody_knows_is_refused_and_one_from_before_does_nothing_until_it_is_changed(node):
    adding = {"name": "Officer Three", "passphrase": "three long passphrases"}
    assert _code(CallError, lambda: add_officer(node, BOTH, role="general", **adding)) == "officer:role:unknown"
    Officer.objects.filter(name=SECOND.name).update(role="head of staff")
    second = Desk(here(SECOND))
    assert _code(GateError, lambda: _act(node, second, ActKind.REVIEW)) == "officer:role:not"
    change_role(node, BOTH, name=SECOND.name, role="tracing", why="he traces")
    assert _act(node, second, ActKind.REVIEW).officers == [SECOND.name]
    assert [one["role"] for one in list_officers()] == ["coordination", "tracing"]


def test_where_two_coordinate_nobody_else_gives_roles(node):
    add_officer(node, BOTH, name="Officer Three", role="medical", passphrase="three long passphrases")
    third = Desk(authenticate("Officer Three", "three long passphrases"), here(FIRST))
    giving = {"name": "Officer Three", "role": "coordination", "why": "so"}
    assert _code(GateError, lambda: change_role(node, third, **giving)) == "officer:role:not"
    change_role(node, BOTH, **giving)
    assert list_officers()[-1]["role"] == "coordination"


def test_the_first_officer_coordinates(node):
    Officer.objects.all().delete()
    adding = {"name": "Officer Nine", "passphrase": "nine long passphrases"}
    assert _code(CallError, lambda: add_officer(node, None, role="medical", **adding)) == "officer:role:first"


# -------------------------------------------------------------------------------------------------------------- nonces


def test_an_act_that_is_sent_twice_under_one_nonce_is_done_once(node, clock):
    first = _act(node, ONE.desk(once=Once("n-1", "asked")), ActKind.REVIEW, details={"left": "SB1:1"})
    clock.moment += timedelta(days=1)
    with pytest.raises(ActRepeatedError) as repeated:
        _act(node, ONE.desk(once=Once("n-1", "asked")), ActKind.REVIEW, details={"left": "SB1:1"})
    assert repeated.value.act == first
    assert Act.objects.filter(kind=ActKind.REVIEW).count() == 1


def test_a_nonce_of_one_act_is_refused_for_another(node):
    _act(node, ONE.desk(once=Once("n-1", "asked")), ActKind.REVIEW)
    again = ONE.desk(once=Once("n-1", "something else"))
    assert _code(GateError, lambda: _act(node, again, ActKind.MERGE)) == "act:nonce:used"


@pytest.mark.parametrize("nonce", ["", "x" * 65, "n\n1", "число"])
def test_a_nonce_is_a_short_plain_word(node, nonce):
    desk = ONE.desk(once=Once(nonce, "asked"))
    assert _code(CallError, lambda: _act(node, desk, ActKind.REVIEW)) == "act:nonce:unusable"


def test_an_act_of_several_lines_bears_its_nonce_at_the_first(node):
    desk = ONE.desk(once=Once("n-1", "asked"))
    _act(node, desk, ActKind.LIST_IMPORT)
    _act(node, desk, ActKind.RECORD_TAKE_IN)
    assert [one.nonce for one in Act.objects.order_by("-id")[:2]] == [None, "n-1"]
