"""Every code that a bundle, a log or an entry can be refused with has its sentence, in whichever way it is made."""

import ast
import re
from pathlib import Path

import pytest

from allforall.pages.code_texts import ERRORS

SOURCE = Path(__file__).resolve().parents[3] / "src" / "allforall"
ROOMS = [*sorted((SOURCE / "record").glob("*.py")), *sorted((SOURCE / "store" / "record").glob("*.py"))]
CODE = re.compile(r"record:[a-z_]+:[a-z_]*[a-z]")


def _prefix(tree):
    """The beginning of the codes that a module's own `_refuse` makes, such as record:entry:."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == "_refuse":
            for inner in ast.walk(node):
                if isinstance(inner, ast.JoinedStr) and isinstance(inner.values[0], ast.Constant):
                    return inner.values[0].value
    return None


def _codes(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prefix = _prefix(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
            yield node.value
        called = isinstance(node, ast.Call) and getattr(node.func, "id", "") in {
            "_refuse",
            "_count",
            "_hash",
            "_hashes",
        }
        if called and prefix and node.args and isinstance(node.args[0], ast.Constant):
            yield prefix + node.args[0].value


def test_the_walk_finds_the_codes_of_every_kind_of_part():
    found = {code for path in ROOMS for code in _codes(path)}
    assert len(found) > 90
    assert {"record:entry:seq", "record:json:float", "record:log:sequence", "record:verify:root"} <= found


@pytest.mark.parametrize("path", ROOMS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_code_has_its_sentence(path):
    missing = sorted({code for code in _codes(path) if code not in ERRORS})
    assert not missing, missing
