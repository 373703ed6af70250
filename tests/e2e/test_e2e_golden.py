"""What the program prints and writes in the stories of `tests/golden` is what it printed and wrote before."""

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "golden"))
from commands import COMMANDS

import golden

#: Commands that no story can bring to a good end, and where each is tested.
EXEMPT = {
    ("record", "serve"): "answers until it is stopped: test_e2e_record_serve",
    ("record", "sync"): "calls a node that serves: test_e2e_record_serve",
    ("erase", "finish"): "goes on with an erasure that a crash broke off: test_node_erasing",
}


@pytest.mark.parametrize("story", golden.stories(golden.ROOT))
def test_every_output_of_a_story_is_as_it_was(story, tmp_path):
    golden.make_story(golden.ROOT, story, tmp_path)
    found = golden.digest(tmp_path)
    known = {name: value for name, value in golden.read_digests().items() if name.startswith(f"{story}/")}
    differ = sorted(name for name in found.keys() | known.keys() if found.get(name) != known.get(name))
    shown = "\n  ".join(differ[:20])
    assert not differ, (
        f"{len(differ)} outputs differ:\n  {shown}\nSee how: python3 dev.py golden diff HEAD\n"
        "If it is meant: python3 dev.py golden renew"
    )


def test_every_command_is_called_in_a_story_and_comes_to_a_good_end():
    labels = [name.split("/", 2)[2] for name in golden.read_digests() if name.count("/") == 2]
    called = {tuple(re.sub(r"( #\d+| \(\w\w\))*\.txt$", "", label).split()) for label in labels}
    assert sorted(COMMANDS - called) == sorted(EXEMPT)
