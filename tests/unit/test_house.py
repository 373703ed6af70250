"""How values are built, everywhere in the house."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"


@cache
def modules() -> dict[str, ast.Module]:
    return {
        path.relative_to(SOURCE).with_suffix("").as_posix().replace("/", "."): ast.parse(path.read_text("utf-8"))
        for path in SOURCE.rglob("*.py")
    }


def field_types(value: ast.ClassDef) -> list[str]:
    return [ast.unparse(line.annotation) for line in value.body if isinstance(line, ast.AnnAssign)]


def is_value(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and any("dataclass" in ast.unparse(one) for one in node.decorator_list)


def values_of(module: str) -> dict[str, list[str]]:
    """The values that a module defines, with the types of their fields."""
    tree = modules().get(module) or modules().get(f"{module}.__init__")
    return {node.name: field_types(node) for node in ast.walk(tree) if is_value(node)} if tree else {}


def test_values_with_more_than_three_fields_of_like_type_are_built_by_keyword():
    """A place given to the wrong field of the same type is a fault that no type checker finds."""
    checked, wrong = 0, []
    for name, tree in modules().items():
        known = values_of(name)
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                there = values_of(node.module)
                known |= {one.asname or one.name: there[one.name] for one in node.names if one.name in there}
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id not in known:
                continue
            checked += 1
            given = Counter(known[call.func.id][: len(call.args)])
            if given and max(given.values()) > 3:
                wrong.append(f"{name}:{call.lineno} {call.func.id}")
    assert checked > 500
    assert wrong == []


def test_the_formatter_is_on_but_for_tables_of_data():
    for name, tree in modules().items():
        text = (SOURCE / f"{name.replace('.', '/')}.py").read_text("utf-8").splitlines()
        for number, line in enumerate(text, start=1):
            if "# fmt:" not in line:
                continue
            tables = [
                node
                for node in tree.body
                if isinstance(node, ast.Assign | ast.AnnAssign) and node.lineno <= number <= (node.end_lineno or 0)
            ]
            assert len(tables) == 1, f"{name}:{number}"
