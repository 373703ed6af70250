"""`report` where there is a record: its pages beside those of the lists; the witness has the former alone."""

import contextlib
import io
import json

from tests.record_making import Table

from allforall.cli import main


def _report(table, author, *words):
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        code = main(["--node", str(table.path(author)), "--json", "report", *words])
    return code, json.loads(out.getvalue())


def test_a_party_has_the_records_pages_beside_its_lists_and_the_witness_has_those_alone(tmp_path, clock):
    table = Table(tmp_path, clock)
    table.carry_round(1)
    code, told = _report(table, "party_a", "--to", str(tmp_path / "pages-a"))
    assert code == 0
    assert {"index.html", "lists.html", "record.html", "record-genesis.html", "entry-party_a-0.html"} <= set(
        told["pages"]
    )
    summary = (tmp_path / "pages-a" / "index.html").read_text(encoding="utf-8")
    assert 'href="record.html"' in summary
    assert 'href="index.html"' in (tmp_path / "pages-a" / "record.html").read_text(encoding="utf-8")
    code, told = _report(table, "witness", "--to", str(tmp_path / "pages-w"))
    assert code == 0
    assert "index.html" in told["pages"]
    assert not {"lists.html", "record.html"} & set(told["pages"])
    first = (tmp_path / "pages-w" / "index.html").read_text(encoding="utf-8")
    assert "What is in the record, and who signed it" in first
    assert "lists.html" not in first
