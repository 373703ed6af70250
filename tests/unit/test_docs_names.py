"""Every block of docs/names.md runs, and prints what stands below it."""

import contextlib
import io
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = (ROOT / "docs/names.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^## (.+?)$.*?^```python\n(.*?)^```\n\n```text\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
EXTRAS = ("pandas", "pyarrow", "splink")


def test_every_block_has_what_it_prints_below_it():
    assert len(BLOCKS) == TEXT.count("```python") == 5


@pytest.mark.filterwarnings("ignore:.*:UserWarning", "ignore:.*:DeprecationWarning")
@pytest.mark.parametrize(("title", "code", "printed"), BLOCKS, ids=[title for title, _, _ in BLOCKS])
def test_a_block_prints_what_stands_below_it(title, code, printed):
    missing = [name for name in EXTRAS if re.search(rf"^(?:import|from) {name}\b", code, re.MULTILINE)]
    missing = [name for name in missing if find_spec(name) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} not installed: the block «{title}» of docs/names.md was not run")
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, f"docs/names.md, {title}", "exec"), {})
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    assert lines == [line.rstrip() for line in printed.splitlines()]


def test_what_the_page_on_spark_names_exists():
    text = (ROOT / "docs/spark.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\b(?:examples|benchmarks)/\w+\.py", text))
    assert named == {"examples/link_on_spark.py", "benchmarks/spark_20k.py"}
    for path in named:
        compile((ROOT / path).read_text(encoding="utf-8"), path, "exec")
    for function in set(re.findall(r"`(splink_\w+|register_\w+)", text)):
        assert any(
            f"def {function}(" in path.read_text(encoding="utf-8")
            for path in (ROOT / "src").glob("allforall/reconcile/splink/*.py")
        )


def test_both_pages_lead_somewhere():
    for page in ("docs/names.md", "docs/spark.md"):
        for link in re.findall(r"\]\(([^)#]+)\)", (ROOT / page).read_text(encoding="utf-8")):
            assert ((ROOT / page).parent / link).exists(), link
