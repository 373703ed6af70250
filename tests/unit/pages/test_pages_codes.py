"""Every code that a reader may see has its words.

The sources are read, not run: a code that somebody adds tomorrow is found tomorrow.
"""

import ast
import re
from pathlib import Path

import pytest

from allforall.pages import LANGUAGES, words
from allforall.pages.code_texts import ERRORS, GROUPS

SOURCE = Path(__file__).resolve().parents[3] / "src" / "allforall"
CODE = re.compile(r"[a-z][a-z0-9_]*(:[a-z0-9_-]+){1,3}")

#: Closed sets that a reader sees, and the group that holds their words.
GROUP_OF = {
    "AnswerKind": "answer_kind",
    "AnswerState": "answer_state",
    "HeldPlace": "held_place",
    "Agreement": "agreement",
    "Standing": "standing",
    "Verdict": "verdict",
    "Kept": "kept",
    "Outcome": "outcome",
    "Wording": "wording",
    "Custody": "custody",
    "PersonStatus": "person_status",
    "Health": "health",
    "Basis": "value_basis",
    "Default": "disclosure_default",
    "Field": "field",
    "Kind": "kind",
    "Mark": "mark",
    "ListKind": "list_kind",
    "Party": "party",
    "ActKind": "act",
    "ThetaRule": "theta_rule",
    "Ancestors": "ancestors",
    "Line": "descent_line",
    "Finding": "line_finding",
    "Model": "mutation_model",
    "Sex": "pedigree_sex",
    "Addressee": "addressee",
    "Reason": "erasure_reason",
    "Decision": "offer_state",
    "Role": "role",
    "PaperKind": "paper_kind",
    "Owed": "owed",
    "CommitmentState": "commitment_state",
    "Trigger": "trigger",
    "By": "said_by",
}

#: Closed sets that no page, message or summary shows, with the reason.
INTERNAL = {
    "DateOrder": "a parameter of the reader of dates",
    "PatronymicKind": "how a name is split",
    "_Sort": "how a name is split",
    "Language": "the exercise's transliteration",
    "Scheme": "the exercise's transliteration",
    **dict.fromkeys(
        (
            "Rule",
            "State",
            "StatusNotStated",
            "Who",
            "FormatKind",
            "Border",
            "DeadCount",
            "NotTradedReason",
            "CommissionKind",
            "CommissionState",
            "Ground",
            "Unit",
        ),
        "a word of the arrangement's file, which is read as it is written",
    ),
    **dict.fromkeys(
        ("Whose", "Readers", "ErasedWith", "Redo", "Fit"), "a part of the descriptor of an entry type, in docs/acts.md"
    ),
    "Draw": "how a value of an entry is drawn",
    "Reading": "how far an entry could be read; the pages say it in sentences of their own",
    "Flag": "said by the notes of the commands of kinship, with the loci",
    "Inheritance": "a parameter of loci",
    "Dialect": "a parameter of the settings for Splink",
    "Pairing": "how whole names are compared, in a notebook",
    "Permit": "a word of the table of acts and roles, which stands in docs/commands.md",
    "KeyUse": "a word of a key file, which is read as it is written",
    "TableFormat": "file formats are called by their own names",
    "FileFormat": "file formats are called by their own names",
}

#: Rooms that no command, page or summary leads to yet; their codes get words with the first one that does.
NOT_SHOWN_YET: tuple[str, ...] = ()


def _trees():
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).parts
        if set(parts) & set(NOT_SHOWN_YET):
            continue
        if "pages" not in parts and "migrations" not in parts:
            yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def _raised():
    """Yields each code that an error is made with, as a literal."""
    for path, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                first = node.args[0]
                text = first.value if isinstance(first, ast.Constant) else None
                if name.endswith("Error") and isinstance(text, str) and CODE.fullmatch(text):
                    yield path, text


def _completed():
    """Yields each code that a module's own `_refuse` completes from its last part."""
    for path, tree in _trees():
        makers = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "_refuse"]
        prefixes = [
            part.value
            for maker in makers
            for node in ast.walk(maker)
            if isinstance(node, ast.JoinedStr)
            and len(node.values) == 2
            and isinstance(part := node.values[0], ast.Constant)
            and part.value.endswith(":")
        ]
        if len(prefixes) != 1:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_refuse" and node.args:
                last = node.args[0]
                if isinstance(last, ast.Constant):
                    yield path, prefixes[0] + last.value


def _enums():
    for path, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == "StrEnum" for base in node.bases):
                values = [
                    statement.value.value
                    for statement in node.body
                    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant)
                ]
                yield path, node.name, values


def test_the_walk_finds_what_is_there():
    """A walk that finds nothing would let everything pass."""
    assert len({code for _path, code in _raised()}) > 50
    assert {"Field", "AnswerKind", "Outcome"} <= {name for _path, name, _values in _enums()}


def test_every_error_that_is_raised_has_its_sentence():
    missing = sorted({f"{code}  ({path})" for path, code in _raised() if code not in ERRORS})
    assert not missing, "\n".join(missing)


def test_every_code_that_is_completed_has_its_sentence():
    completed = set(_completed())
    assert len(completed) > 50
    missing = sorted(f"{code}  ({path})" for path, code in completed if code not in ERRORS)
    assert not missing, "\n".join(missing)


def test_every_closed_set_that_is_shown_has_its_words():
    missing = []
    for path, name, values in _enums():
        if name in INTERNAL:
            continue
        group = GROUPS.get(GROUP_OF.get(name, ""), {})
        missing += [f"{name}: {value}  ({path})" for value in values if value not in group and value not in ERRORS]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_of_a_code_is_empty_or_the_code_itself(lang):
    in_words = words(lang)
    for group, texts in GROUPS.items():
        for code in texts:
            assert in_words.code(group, code) not in {"", code if "_" in code else ""}, (group, code)
    for code in ERRORS:
        text = in_words.code("", code)
        assert text.strip()
        assert text != code


def test_sentences_name_their_places_plainly():
    """A place is a plain name: no attribute, no index, no format."""
    for code, text in ERRORS.items():
        for place in re.findall(r"{([^}]*)}", text):
            assert place.isidentifier(), (code, place)


def test_every_level_of_a_comparison_has_its_words():
    levels = {
        node.args[0].value
        for path, tree in _trees()
        if path.startswith("reconcile/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Level"
    }
    assert len(levels) > 10
    assert levels <= set(GROUPS["level"])
