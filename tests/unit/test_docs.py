"""Documentation is tested: what it names exists."""

import re
from pathlib import Path

import pytest

from allforall.cli.commands import COMMANDS

ROOT = Path(__file__).resolve().parent.parent.parent


def test_every_command_is_documented():
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("|")]
    for command in (one.split() for one in COMMANDS):
        found = [line for line in lines if re.search(rf"\b{command[0]}\b", line)]
        assert any(all(re.search(rf"\b{re.escape(word)}\b", line) for word in command) for line in found), command


#: `allforall` and the plain words after it: the command, and perhaps a word of its arguments.
_CALL = re.compile(r"\ballforall((?: --\w+ (?:\"[^\"]+\"|\S+))*)((?: [a-z][a-z-]*)+)")


def _no_command(words):
    """Returns whether these words begin no command."""
    for length in range(1, len(words) + 1):
        command = COMMANDS.get(" ".join(words[:length]))
        if command is None:
            return True
        if command.module:
            return False
    return False  # the first words of several commands, spoken of together


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        *sorted(
            str(one.relative_to(ROOT))
            for folder, ending in (("docs", "*.md"), ("src/allforall", "*.html"), ("src/allforall/pages", "*.py"))
            for one in (ROOT / folder).rglob(ending)
        ),
    ],
)
def test_every_command_that_a_text_tells_to_type_exists(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    told = re.findall(
        r"`allforall[^`]*`|<code>allforall[^<]*|^    allforall .*|: allforall [^\"”]*", text, re.MULTILINE
    )
    told += [line for block in text.split("```")[1::2] for line in block.splitlines() if line.startswith("allforall")]
    calls = [match[2].split() for one in told if (match := _CALL.search(one))]
    assert not [" ".join(words) for words in calls if _no_command(words)]


def test_every_test_that_the_harm_table_names_exists():
    text = (ROOT / "docs/harm.md").read_text(encoding="utf-8")
    files = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")}
    named_files = set(re.findall(r"\b(test_\w+)\.py", text))
    assert len(named_files) > 10
    missing = [name for name in named_files if f"{name}.py" not in files]
    tests = set(re.findall(r"(?:::|`)(test_\w+)(?=[`\[])", text))
    code = "\n".join(files.values())
    missing += [name for name in tests if f"def {name}(" not in code]
    assert not missing


@pytest.mark.parametrize("path", ["README.md", *(f"docs/{name}.md" for name in ("design", "commands", "threat-model"))])
def test_every_link_leads_somewhere(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert links or path.endswith(("commands.md", "threat-model.md"))
    for link in links:
        assert ((ROOT / path).parent / link).exists(), link


def test_every_row_of_the_harm_table_has_a_guard_and_a_test():
    text = (ROOT / "docs/harm.md").read_text(encoding="utf-8").partition("## Known and not yet guarded")[0]
    rows = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| harm")]
    assert len(rows) > 40
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split(" | ")]
        assert len(cells) == 3, row
        assert "test_" in cells[2], row


def test_the_page_of_commands_says_of_every_act_and_role_what_the_table_says():
    from allforall.node.permits import PERMITS, Role

    page = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    assert "| act | " + " | ".join(Role) + " |" in page
    for kind, roles in PERMITS.items():
        assert f"| `{kind.value}` | " + " | ".join(roles[role].value for role in Role) + " |" in page
