"""The table of commands: help, “did you mean”, completion, and what a call does not load."""

import json
import os
import subprocess
import sys

import pytest

from allforall.cli import main
from allforall.cli.command_line import CommandLine
from allforall.cli.commands import COMMANDS, within
from allforall.pages import LANGUAGES, words

LEAVES = [one for one in COMMANDS.values() if one.module]


def _fresh(code, *, env=None):
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env={**os.environ, **(env or {})}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _loaded_by(*call):
    """Returns the modules that a process loads for this call."""
    code = (
        "import contextlib, io, json, sys\nfrom allforall.cli import main\n"
        f"with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit): main({list(call)!r})\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    return set(json.loads(_fresh(code)))


@pytest.mark.parametrize("command", [one.words for one in LEAVES])
def test_the_module_that_the_table_names_adds_the_command(command):
    line = CommandLine(words("en"))
    line.fill(command)
    taken = line.parser_of(command)
    assert taken.get_default("needs_node") in {True, False}
    assert taken.get_default("handler") or command == "batch"


def test_every_command_has_one_word_more_than_the_words_it_stands_under():
    for one in COMMANDS.values():
        group = one.words.rpartition(" ")[0]
        assert not group or not COMMANDS[group].module
        assert one.module or within(one.words), f"{one.words} leads nowhere"


@pytest.mark.parametrize("lang", list(LANGUAGES))
@pytest.mark.parametrize("group", ["", *(one.words for one in COMMANDS.values() if not one.module)])
def test_help_names_every_command_below_in_every_language(lang, group, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--lang", lang, *group.split(), "--help"])
    assert ended.value.code == 0
    shown = " ".join(capsys.readouterr().out.split())
    for one in within(group):
        assert f" {one.words.rpartition(' ')[2]} " in shown
        assert " ".join(words(lang).text(one.about).split()) in shown


def test_help_loads_no_command_and_no_database():
    loaded = _loaded_by("--help") | _loaded_by("list", "--help")
    assert not [name for name in loaded if name.endswith("_commands")]
    assert not loaded & {"django", "numpy", "allforall.store", "allforall.node"}


def test_showing_lists_loads_nothing_that_reads_or_compares_them(tmp_path):
    main(["init", str(tmp_path / "n"), "--party", "party_a"])
    loaded = _loaded_by("--node", str(tmp_path / "n"), "list", "show")
    assert [name for name in loaded if name.endswith("_commands")] == ["allforall.cli.list_commands"]
    assert not loaded & {
        "numpy",
        "scipy",
        "openpyxl",
        "reportlab",
        "allforall.reconcile",
        "allforall.record.logs",
        "django.db.migrations.executor",
    }


def test_the_command_line_alone_prints_help(capsys):
    assert main([]) == 0
    assert "allforall" in capsys.readouterr().out
    assert main(["--lang", "uk"]) == 0
    assert words("uk").text("commands") in capsys.readouterr().out


def test_a_program_that_names_no_command_is_told_so(capsys):
    assert main(["--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "call:arguments"


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        (("lst", "show"), "list"),
        (("list", "shwo"), "show"),
        (("record", "genesis", "adpot", "file"), "adopt"),
        (("reconcil",), "reconcile"),
        (("undo-merge", "A:1", "A:2"), "review undo-merge"),
        (("list", "import", "file", "--knd", "held"), "--kind"),
        (("list", "show", "--offcier", "One"), "--officer"),
        (("--nod", "folder", "list", "show"), "--node"),
    ],
)
def test_what_was_nearly_typed_is_named(typed, near, capsys):
    assert main(["--json", *typed]) == 2
    told = json.loads(capsys.readouterr().out)["error"]
    assert told["code"] == "call:arguments"
    assert near in told["params"]["near"].split(", ")
    assert near in told["text"]


def test_what_is_like_nothing_is_refused_without_a_guess(capsys):
    assert main(["--json", "frobnicate"]) == 2
    told = json.loads(capsys.readouterr().out)["error"]
    assert told["params"]["near"] == ""
    assert "frobnicate" in told["text"]


@pytest.mark.parametrize("old", ["object", "correct", "accept", "decide", "eligible"])
def test_a_name_that_went_is_refused(old, capsys):
    assert main(["--json", old, "party_a:1"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "call:arguments"


def _completions(tmp_path, typed):
    """Returns what a shell is answered that asks how this line goes on, as argcomplete's shell code asks."""
    answer = tmp_path / "answer"
    env = {
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_SUPPRESS_SPACE": "1",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answer),
        "COMP_LINE": typed,
        "COMP_POINT": str(len(typed)),
    }
    _fresh("from allforall.cli import main\nmain([])", env=env)
    return {one.strip() for one in answer.read_text(encoding="utf-8").splitlines()}


def test_a_shell_completes_commands_their_acts_options_and_choices(tmp_path):
    pytest.importorskip("argcomplete", reason="the extra “completion” is not installed")
    assert {"reconcile", "record", "report", "review"} == _completions(tmp_path, "allforall re")
    assert _completions(tmp_path, "allforall --node hq record genesis d") == {"describe", "draft"}
    assert "--kind" in _completions(tmp_path, "allforall list import file.csv --")
    assert _completions(tmp_path, "allforall list import file.csv --kind ") >= {"sought", "held"}
