import subprocess
import sys

import pytest

from allforall import store
from allforall.errors import CallError, NodeError
from allforall.node.folder import create_node, opened, read_node
from allforall.people.persons import Party


def test_a_new_node_is_private_and_names_its_party(folder, clock):
    node = read_node(folder, clock=clock)
    assert node.party is Party.PARTY_A
    assert node.rehearsal
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "keys").stat().st_mode & 0o077 == 0


def test_a_folder_with_something_in_it_is_never_made_a_node(tmp_path, clock):
    (tmp_path / "node").mkdir()
    (tmp_path / "node" / "letter.txt").write_text("mine")
    with pytest.raises(NodeError) as refused:
        create_node(tmp_path / "node", party=Party.PARTY_B, title="B", clock=clock)
    assert refused.value.code == "node:folder:not-empty"
    assert (tmp_path / "node" / "letter.txt").read_text() == "mine"


def test_a_node_that_could_not_be_made_leaves_nothing_behind(tmp_path, clock, monkeypatch):
    def fail():
        raise NodeError("store:disk:full")

    monkeypatch.setattr(store, "migrate", fail)
    with pytest.raises(NodeError):
        create_node(tmp_path / "node", party=Party.PARTY_B, title="B", clock=clock)
    assert list(tmp_path.iterdir()) == []


def test_a_second_process_is_refused_while_one_serves_the_node(folder, clock):
    script = (
        "import sys; from pathlib import Path; from allforall.node.folder import opened\n"
        "from allforall.errors import NodeError\n"
        "try:\n"
        "    with opened(Path(sys.argv[1])): print('opened')\n"
        "except NodeError as error: print(error.code)\n"
    )
    command = [sys.executable, "-c", script, str(folder)]
    with opened(folder, clock=clock):
        told = subprocess.run(command, capture_output=True, text=True, check=True)
        assert told.stdout.strip() == "node:lock:held"
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "opened"


def test_one_process_serves_one_node_at_a_time(folder, tmp_path, clock):
    with opened(folder, clock=clock), pytest.raises(NodeError) as refused:
        create_node(tmp_path / "other", party=Party.PARTY_B, title="B", clock=clock)
    assert refused.value.code == "store:database:other-open"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("format = 99\n", "node:format:newer"),
        ("format = 1\nparty = \n", "node:toml:wrong"),
        (
            'format = 1\nparty = "party_c"\ntitle = ""\nlanguage = "en"\ndatabase = ""\nrehearsal = true',
            "node:toml:wrong",
        ),
    ],
)
def test_a_wrong_node_file_is_named(folder, text, code):
    (folder / "node.toml").write_text(text)
    with pytest.raises(NodeError) as refused:
        read_node(folder)
    assert refused.value.code == code


def test_a_title_cannot_break_out_of_the_node_file(tmp_path, clock):
    title = 'a"\nparty = "party_b'
    with pytest.raises(CallError):
        create_node(tmp_path / "node", party=Party.PARTY_A, title=title, clock=clock)
    node = create_node(tmp_path / "node", party=Party.PARTY_A, title='a" \\ b', clock=clock)
    assert node.title == 'a" \\ b'
