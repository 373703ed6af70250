import ast
import tomllib
from pathlib import Path

import allforall.exercise
from allforall.exercise import default_profile

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path(allforall.exercise.__file__).parent


def keys(table, path=""):
    for key, value in table.items():
        if isinstance(value, dict) and key not in {"ages", "origins", "script", "romanisation"}:
            yield from keys(value, f"{path}{key}.")
        else:
            yield f"{path}{key}"


def test_every_rate_of_the_shipped_profile_stands_in_the_documentation():
    text = (ROOT / "docs" / "exercise.md").read_text("utf-8")
    for key in keys(tomllib.loads(default_profile())):
        assert f"`{key}`" in text or f"`{key.rpartition('.')[2]}`" in text, key


def test_the_room_does_not_know_how_names_are_compared():
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                names = {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
            elif isinstance(node, ast.Import):
                names = {alias.name for alias in node.names}
            else:
                continue
            for name in names:
                assert not name.startswith(("allforall.reconcile", "allforall.people.names")), (path.name, name)
