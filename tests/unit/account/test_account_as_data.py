"""What `--json` prints of the values that faces show: its keys are a promise to programs, and no name is among them."""

from datetime import date

from allforall.account.report import (
    DecisionLine,
    DisclosedLine,
    FieldLine,
    Figure,
    FindingLine,
    ListLine,
    PairLine,
    ProblemLine,
    RowLine,
    Tally,
)

DAY = date(2025, 6, 2)
NAME = "Абвгденко"


def test_a_list_and_its_problem():
    problem = ProblemLine(3, 2, "h", "list:cell:unread", "", "x", refused=False)
    line = ListLine("SA1", "sought", "party_a", "t", DAY, "f.csv", "00", 5, 4, 1, (problem,), 7)
    assert line.as_data() == {
        "key": "SA1", "kind": "sought", "party": "party_a", "title": "t", "as_of": "2025-06-02", "file": "f.csv",
        "sha256": "00", "rows_in_file": 5, "rows_read": 4, "rows_refused": 1, "problems": 7,
    }  # fmt: skip
    assert problem.as_data() == {
        "line": 3, "column": 2, "heading": "h", "code": "list:cell:unread", "expected": "", "found": "x",
        "refused": False,
    }  # fmt: skip
    assert RowLine("SA1:2", "7", ("surname",), ("unread",)).as_data() == {
        "row": "SA1:2", "row_id": "7", "fields": ["surname"], "marks": ["unread"],
    }  # fmt: skip


def test_a_pair_with_and_without_a_probability():
    field = FieldLine("surname", "same", "agree", "a", "b", 3.5, m=0.9, u=0.1, by_frequency=True)
    pair = PairLine("A:1", "B:1", 4.0, -9.0, "clear", ("r",), "", None, (field,), NAME, NAME, probability=0.5)
    told = pair.as_data()
    assert told["probability"] == {"value": 0.5, "calibrated_on": "invented lists"}
    assert told["fields"][0]["u_is_of_the_value"] is True
    assert NAME not in str(told)
    assert PairLine("A:1", "B:1", 4.0, -9.0, "clear", (), "", None, ()).as_data()["probability"] is None


def test_findings_disclosures_decisions_and_tallies():
    finding = FindingLine("A:1", "young", "eligible", ("age:inside",), (), (("party_a", "eligible"),), NAME, "party_a")
    assert finding.as_data() == {
        "row": "A:1", "category": "young", "held_by": "party_a", "outcome": "eligible", "reasons": ["age:inside"],
        "missing": [], "readings": {"party_a": "eligible"},
    }  # fmt: skip
    gone = DisclosedLine("A:1", ("surname",), "party_b", DAY, ("one", "two"), "f.json", NAME, "R1")
    assert gone.as_data() == {
        "row": "A:1", "reference": "R1", "fields": ["surname"], "to": "party_b", "on": DAY, "by": ["one", "two"],
        "file": "f.json",
    }  # fmt: skip
    decided = DecisionLine("A:1", "", allow=False, to="party_b", by=("one",), why="w", on=DAY)
    assert decided.as_data() == {
        "row": "A:1", "field": "everything", "allow": False, "to": "party_b", "by": ["one"], "why": "w", "on": DAY,
        "seen": "",
    }  # fmt: skip
    assert Tally("c", "SA1", 1, (Figure("x", ("SA1:2",)),)).as_data() == {
        "code": "c", "of": "SA1", "total": 1, "adds_up": True, "figures": {"x": 1},
    }  # fmt: skip
