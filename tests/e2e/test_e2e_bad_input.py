"""Hostile and broken input at the command line: a clear error, the right exit code, and nothing is lost."""

import fcntl
import hashlib
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from functools import partial
from pathlib import Path

import pytest
from conftest_shell import HEADINGS, ROWS, copied, new_node

from allforall import durable
from allforall.cli import main
from allforall.node import session
from allforall.node.acts import lists as node_lists
from allforall.store.connection import connection

BAD_TABLES = {
    "empty": (b"", "list:file:empty"),
    "blank": (b"\n \n\n", "list:file:blank"),
    "only-a-mark": (b"\xef\xbb\xbf", "list:file:blank"),
    "headings-only": (HEADINGS.encode(), "list:rows:none"),
    "nulls": (b"\0" * 100, "list:text:nul"),
    "claims-utf-16": (b"\xff\xfe" + HEADINGS.encode(), "list:encoding:"),
    "claims-utf-8": (b"\xef\xbb\xbf" + (HEADINGS + ROWS).replace("№", "N").encode("cp1251"), "list:encoding:"),
    "two-encodings": (HEADINGS.encode() + ROWS.encode() + ROWS.encode("cp1251"), "list:encoding:"),
    "no-list": (b"one;two\n3;4\n", "list:header:unknown"),
    "zip-that-is-none": (b"PK\x03\x04 no archive", "list:format:unsupported"),
    "pdf": (b"%PDF-1.7", "list:format:unsupported"),
    "old-excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "list:format:unsupported"),
    "html": (b"<html><table><tr><td>x", "list:format:unsupported"),
    "deep-json": (b"[" * 100_000, "list:json:too_deep"),
    "cut-json": (b'[{"surname":"Abc"', "list:json:syntax"),
    "not-a-number": (b'[{"surname":"Abc","given_name":NaN}]', "list:json:syntax"),
    "no-rows-in-json": (b"[]", "list:rows:none"),
    "numbers-in-json": (b"[1,2]", "list:header:unknown"),
    "half-a-letter": (b'[{"surname":"Abc\\ud800","given_name":"Bob"}]', "list:rows:none-readable"),
    "a-key-twice": (b'[{"surname":"A","surname":"B","given_name":"C"}]', "list:rows:none-readable"),
}


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A node with two officers and one list, and beside it the other party's node."""
    folder = tmp_path_factory.mktemp("template")
    shell = new_node(folder, "node", "party_a")
    assert shell.read(shell.write("held.csv", HEADINGS + ROWS)) == 0
    new_node(folder, "theirs", "party_b")
    return folder


@pytest.fixture
def shell(template, tmp_path):
    return copied(template, tmp_path)


@pytest.fixture(scope="module")
def shared(template, tmp_path_factory):
    """A node for the cases that change nothing: each checks that it did not."""
    shell = copied(template, tmp_path_factory.mktemp("shared"))
    shell.before = shell.lists()
    yield shell
    assert shell.lists() == shell.before
    assert shell.is_sound()


@pytest.mark.parametrize("name", BAD_TABLES)
def test_a_file_that_is_no_list_is_refused_with_the_reason(shared, name):
    content, code = BAD_TABLES[name]
    assert shared.read(shared.write(name, content), "sought") == 3, shared.told
    assert shared.code.startswith(code)
    assert shared.text in shared.said
    assert shared.lists() == shared.before


def test_none_readable_says_what_is_wrong_with_the_first_row(shared):
    shared.read(shared.write("s.json", BAD_TABLES["a-key-twice"][0]))
    assert "line 1: a key appears twice" in shared.text


def _bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("[Content_Types].xml", "<Types/>")
        pack.writestr("xl/workbook.xml", "<workbook/>")
        pack.writestr("xl/worksheets/sheet1.xml", b" " * (64 << 20))
    return packed.getvalue()


def test_a_zip_bomb_is_not_unpacked(shared):
    started = time.monotonic()
    assert shared.read(shared.write("bomb.xlsx", _bomb())) == 3
    assert shared.code.startswith("list:xlsx:")
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (("list", "import", "no-such-file", "--kind", "held", "--as-of", "2025-06-02"), 3, "list:file:missing"),
        (("list", "import", "x" * 5000, "--kind", "held", "--as-of", "2025-06-02"), 3, "list:file:unreadable"),
        (("list", "import", "/dev/null/x", "--kind", "held", "--as-of", "2025-06-02"), 3, "list:file:unreadable"),
        (("list", "import", "x", "--kind", "held", "--as-of", "02.06.2025"), 2, "call:date:wrong"),
        (("list", "import", "x", "--kind", "held", "--as-of", "2099-01-01"), 2, "list:date:future"),
        (("list", "import", "x", "--kind", "held", "--as-of", "0225-06-02"), 2, "list:date:past"),
        (("list", "import", "x", "--kind", "held"), 2, "call:arguments"),
        (("list", "rows", "\udcff"), 2, "call:argument:not-text"),
        (("list", "rows", "a\0b"), 2, "call:argument:not-text"),
        (("list", "rows", "ZZ9"), 2, "list:key:unknown"),
        (("erase", "rows", f"HA1:{'9' * 30}", "--reason", "person_asked"), 2, "row:key:unknown"),
        (("erase", "rows", "HA1:-3", "--reason", "person_asked"), 2, "row:key:unknown"),
        (("erase", "rows", "HA1:2", "--reason", "because of Ivan"), 2, "call:arguments"),
        (("review", "show", "HA1:" + "9" * 40, "HA1:2"), 2, "review:pair:unknown"),
        (("review", "decide", "HA1:2", "HA1:" + "9" * 40, "same", "--why", "x"), 2, "row:key:unknown"),
        (("review", "merge", "HA1:2", "HA1:" + "9" * 40, "--why", "x"), 2, "row:key:unknown"),
        (("review", "merge", "HA1:2", "HA1:2", "--why", "x"), 2, "reconcile:merge:too_few"),
        (("disclose", "allow", "ZZ9", "surname", "--why", "x"), 2, "list:key:unknown"),
        (("disclose", "allow", "HA1", "everything", "--why", "x"), 2, "disclosure:everything:never"),
        (("reconcile",), 2, "list:none"),
        (("eligibility", "show"), 5, "arrangement:none-adopted"),
        (("exercise", "--to", "new", "--persons", "9" * 20), 2, "exercise:persons:too_many"),
        (("exercise", "--to", "new", "--persons", "-5"), 2, "exercise:persons:too_few"),
        (("exercise", "--to", "new", "--persons", "12", "--seed", "-1"), 2, "exercise:seed:negative"),
        (("demo", "/dev/null"), 2, "demo:folder:not-ours"),
        (("init", "/dev/null/x", "--party", "party_a"), 4, "node:folder:not-made"),
        (("init", "new", "--party", "party_a", "--title", "a\u202eb"), 2, "node:title:unusable"),
        (("init", "new", "--party", "party_a", "--title", "x" * 101), 2, "node:title:unusable"),
        (("init", "new", "--party", "party_a", "--database", "postgresql://h:99999999/x"), 2, "store:database:"),
        (("init", "new", "--party", "party_a", "--database", "sqlite:////nope/x"), 4, "store:database:closed"),
        (("node", "restore", "no-such.zip"), 3, "node:restore:missing"),
        (("node", "restore", "/"), 3, "list:file:unreadable"),
        (("report", "--to", "/dev/null"), 4, "node:pages:not-written"),
        (("arrangement", "check", "no-such.toml"), 2, "call:file:unreadable"),
        (("frobnicate",), 2, "call:arguments"),
        ((), 2, "call:arguments"),
        (("--lang", "xx", "list", "show"), 2, "words:language:unknown"),
    ],
)
def test_a_wrong_call_says_what_was_wrong(shared, monkeypatch, words, exit_code, code):
    monkeypatch.chdir(shared.folder)
    assert shared.run(*words, second=True) == exit_code, shared.told
    assert shared.code.startswith(code)
    assert not Path("new").exists()
    assert not list(shared.folder.glob(".*"))


def test_an_unforeseen_fault_is_told_without_what_the_row_says(shared, monkeypatch, capsys):
    def fail(*_, **__):
        raise ValueError("Вигаданенко")

    monkeypatch.setattr(node_lists, "find_list", fail)
    monkeypatch.setattr("allforall.cli.list_commands.lists.find_list", fail)
    assert main(["--node", str(shared.node), "--json", "list", "rows", "HA1"]) == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["error"]["code"] == "program:fault"
    assert "Вигаданенко" not in told.out + told.err


def test_what_every_command_takes_may_stand_behind_it(shared, capsys):
    assert main(["list", "show", "--json", "--lang=uk", "--node", str(shared.node)]) == 0
    assert json.loads(capsys.readouterr().out)["lists"]


@pytest.mark.parametrize(
    ("content", "code"),
    [(os.urandom(40) + b"\xff", "encoding"), (b"a=[" + b"[" * 90_000, ""), (b"a=" + b"9" * 6000, ""), (b"", "")],
    ids=["bytes", "brackets", "digits", "empty"],
)
def test_garbage_as_an_arrangement_a_mapping_or_a_file_of_passphrases_is_refused(shared, content, code):
    path = shared.write("garbage.toml", content)
    path.chmod(0o600)
    assert shared.run("arrangement", "adopt", path) == 3
    assert code in shared.code
    rates = shared.run("exercise", "--to", shared.folder / "new", "--rates", path, "--persons", 9)
    assert rates in {2, 3}
    if content:
        other = shared.write("other.csv", HEADINGS + "9;Зразковський;Лука;;\n")
        assert shared.read(other, "held", "--mapping", path) == 3
        assert shared.code.startswith("mapping:")
        assert shared.run("list", "show", "--passphrases", path) == 2
        assert shared.code == "officer:passphrase-file:wrong"


def test_a_mapping_error_names_the_words_that_can_be_typed(shared):
    mapping = shared.write("m.toml", '[columns]\n"Прізвище" = "last name"\n')
    assert shared.read(shared.write("m.csv", HEADINGS + "9;Уявленко;Лука;;\n"), "held", "--mapping", mapping) == 3
    assert shared.code == "mapping:field:unknown"
    assert "full_name" in shared.text


def test_a_draft_overwrites_no_file(shared):
    path = shared.folder / "held.csv"
    assert shared.run("list", "draft-mapping", path, "--to", path) == 2
    assert shared.code == "call:file:exists"
    assert shared.run("list", "draft-mapping", path, "--to", path / "x") == 4  # below what is no folder


def test_one_list_is_not_both_kinds_and_the_same_file_is_not_read_otherwise_in_silence(shell):
    path = shell.folder / "held.csv"
    assert shell.read(path, "sought") == 3
    assert shell.code == "list:file:both-kinds"
    assert shell.read(path) == 0
    assert shell.told["was_there"] is True
    assert shell.run("list", "import", path, "--kind", "held", "--as-of", "2025-06-01") == 2
    assert shell.code == "list:file:other-day"
    mapping = shell.write("m.toml", '[columns]\n"Прізвище" = "call_sign"\n"Ім\'я" = "given_name"\n')
    assert shell.read(path, "held", "--mapping", mapping) == 2
    assert shell.code == "list:file:other-mapping"
    assert len(shell.lists()) == 1


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("list show\nlist rows NOPE\nlist show\n", "list:key:unknown", 2),
        ('list show\nlist rows "x\n', "call:batch:quotes", 2),
        ("batch x\n", "call:batch:command", 1),
        ("--help\n", "call:batch:command", 1),
        ("--node /tmp list show\n", "call:batch:command", 1),
        ("list frob\n", "call:arguments", 1),
        ("list rows a\0b\n", "call:argument:not-text", 1),
    ],
)
def test_a_batch_ends_at_the_line_that_failed_and_names_it(shared, text, code, line):
    assert shared.run("batch", shared.write("batch", text)) == 2
    assert (shared.code, shared.told["error"]["params"]["batch_line"]) == (code, line)


def test_a_batch_that_is_no_text_is_refused(shared):
    assert shared.run("batch", shared.write("batch", b"\xff\xfel\0")) == 3


class TestOfficers:
    def test_who_is_missing_is_said_before_whose_passphrase_is_wrong(self, shared):
        assert shared.run("disclose", "export", "HA1") == 5
        assert shared.code == "officer:second-needed"

    def test_wrong_missing_unknown_and_open_passphrases_close_the_gate(self, shared):
        wrong = shared.write("wrong.toml", '"First Officer"="another long phrase"\n"Second Officer"="x"\n')
        wrong.chmod(0o600)
        assert shared.run("disclose", "export", "HA1", "--passphrases", wrong, second=True) == 5
        assert shared.code == "officer:passphrase:wrong"
        assert shared.run("disclose", "export", "HA1", "--second", "First Officer") == 5
        assert shared.code == "officer:second-is-first"
        assert shared.run("reconcile", "--within", "HA1", "--officer", "Nobody") == 5
        assert shared.code == "officer:unknown"
        wrong.chmod(0o644)
        assert shared.run("list", "show", "--passphrases", wrong) == 2
        assert shared.code == "officer:passphrase-file:open"
        assert shared.good("disclose", "list")["disclosed"] == []


def _damage(path, how):
    if how == "garbage":
        path.write_bytes(os.urandom(8192))
    elif how == "gone":
        path.unlink()
    elif how == "empty":
        path.write_bytes(b"")
    else:
        content = bytearray(path.read_bytes())
        content[len(content) // 2 :] = b"U" * (len(content) - len(content) // 2)
        path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("garbage", "store:database:damaged"),
        ("half", "store:database:damaged"),
        ("gone", "store:database:missing"),
        ("empty", "store:database:missing"),
    ],
)
def test_a_damaged_database_is_said_and_no_empty_one_takes_its_place(shell, how, code):
    shell.good("node", "backup", "--to", shell.folder / "b.zip")
    _damage(shell.node / "node.sqlite", how)
    for words in (("list", "show"), ("node", "doctor"), ("node", "upgrade"), ("node", "backup")):
        assert shell.run(*words) == 4
        assert shell.code == code
    shell.good("node", "restore", shell.folder / "b.zip")
    assert [one["key"] for one in shell.lists()] == ["HA1"]
    assert shell.is_sound()


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"format = 99\n", b"format = " + b"[" * 90_000, b"format = true"]
)
def test_a_description_that_is_none_is_said(shell, content):
    (shell.node / "node.toml").write_bytes(content)
    assert shell.run("list", "show") == 4
    assert shell.code.startswith("node:")


def _pack(shell, name, toml, database):
    files = {"node.toml": toml, "node.sqlite": database}
    told = {key: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)} for key, data in files.items()}
    path = shell.folder / name
    with zipfile.ZipFile(path, "w") as pack:
        pack.writestr("manifest.json", json.dumps({"format": 1, "folder_format": 1, "files": told}))
        for key, data in files.items():
            pack.writestr(key, data)
    return path


def test_what_is_no_backup_of_a_node_is_not_put_in_place(shell):
    before = shell.lists()
    toml, database = ((shell.node / name).read_bytes() for name in ("node.toml", "node.sqlite"))
    empty = shell.folder / "empty.sqlite"
    sqlite3.connect(empty).execute("CREATE TABLE x (y)").connection.close()
    cases = [
        shell.write("a.zip", b"PK no archive"),
        shell.write("b.zip", b""),
        _pack(shell, "c.zip", toml, b"no database" * 99),
        _pack(shell, "d.zip", toml, b""),
        _pack(shell, "e.zip", toml, empty.read_bytes()),
        _pack(shell, "f.zip", b"x", database),
        _pack(shell, "g.zip", toml.replace(b"sqlite:///node.sqlite", b"sqlite:////elsewhere.sqlite"), database),
    ]
    for path in cases:
        assert shell.run("node", "restore", path) == 3, (path, shell.told)
    assert shell.lists() == before
    assert not list(shell.folder.glob(".*"))


def test_two_restores_in_one_second_both_keep_what_they_replace(shell):
    shell.good("node", "backup", "--to", shell.folder / "b.zip")
    kept = {shell.good("node", "restore", shell.folder / "b.zip")["replaced"] for _ in range(3)}
    assert len(kept) == 3


def test_who_reads_waits_for_no_other_process_and_a_dead_one_leaves_no_lock(shell, monkeypatch):
    monkeypatch.setattr(session, "opened_session", partial(session.opened_session, patience=0.05))
    before = shell.lists()
    path = shell.write("more.csv", HEADINGS + "8;Уявленко;Лука;Остапович;05.06.1977\n")
    with (shell.node / "lock").open("rb+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        for words in (("list", "show"), ("officer", "list"), ("report",)):
            assert shell.run(*words) == 0
        assert shell.read(path) == 4
        assert shell.code == "node:lock:held"
    assert shell.lists() == before
    assert shell.read(path) == 0


def _many(count):
    return HEADINGS + "".join(f"{n};Вигаданенко{n % 7}а;Іван;Петрович;01.02.{1960 + n % 40}\n" for n in range(count))


def test_a_full_database_leaves_the_node_as_it_was(shell, monkeypatch):
    before = shell.lists()
    real = node_lists.create_list

    def on_a_full_disk(**values):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            pages = cursor.fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count={pages + 4}")
        return real(**values)

    monkeypatch.setattr(node_lists, "create_list", on_a_full_disk)
    assert shell.read(shell.write("many.csv", _many(3000)), "sought") == 4
    assert shell.code == "store:disk:full"
    monkeypatch.undo()
    assert shell.lists() == before
    assert shell.is_sound()
    assert shell.read(shell.folder / "many.csv", "sought") == 0


@pytest.mark.parametrize("words", [("disclose", "export", "HA1"), ("report", "--pdf")])
def test_a_full_disk_while_files_are_written_leaves_no_half_file_and_no_entry(shell, monkeypatch, words):
    real = durable.write_all

    def full(handle, data):
        real(handle, data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable, "write_all", full)
    assert shell.run(*words, second=True) == 4
    assert shell.code in {"file:not-written", "node:pages:not-written"}
    monkeypatch.undo()
    assert shell.good("disclose", "list")["disclosed"] == []
    assert not list(shell.node.glob("outbox/*"))
    assert not [path for path in shell.node.glob("pages/**/*") if path.is_file()]
    assert shell.is_sound()


@pytest.mark.disk
def test_ctrl_c_in_the_middle_of_an_import_leaves_the_node_as_it_was(shell, monkeypatch):
    before = shell.lists()
    real = node_lists.read_people

    def interrupted(*args, **values):
        made = real(*args, **values)
        yield from (next(made) for _ in range(10))
        raise KeyboardInterrupt

    monkeypatch.setattr(node_lists, "read_people", interrupted)
    path = shell.write("next.csv", _many(50))
    assert shell.read(path, "sought") == 130
    assert shell.code == "call:stopped"
    monkeypatch.undo()
    assert shell.lists() == before
    assert shell.is_sound()
    assert shell.read(path, "sought") == 0


@pytest.mark.disk
def test_a_killed_import_leaves_the_node_as_it_was(shell):
    before = shell.lists()
    path = shell.write("many.csv", _many(40_000))
    words = ["--node", str(shell.node), "--officer", "First Officer", "--passphrases", str(shell.passphrases)]
    words += ["list", "import", str(path), "--kind", "sought", "--as-of", "2025-06-02"]
    work = subprocess.Popen([sys.executable, "-m", "allforall", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    log = shell.node / "node.sqlite-wal"
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not (log.exists() and log.stat().st_size > 200_000) and work.poll() is None:
        time.sleep(0.02)
    assert work.poll() is None, "the import was over before it could be killed"
    work.send_signal(signal.SIGKILL)
    work.communicate()
    assert shell.lists() == before
    assert shell.is_sound()


@pytest.fixture(scope="module")
def exchange(template, tmp_path_factory):
    """Both nodes with their lists, a disclosed list and the answers to it."""
    folder = tmp_path_factory.mktemp("exchange")
    ours, theirs = copied(template, folder), copied(template, folder, "theirs")
    ours.read(ours.write("sought.csv", HEADINGS + "7;Зразковський;Лука;Остапович;05.06.1977\n"), "sought")
    ours.disclosed = Path(ours.good("disclose", "export", "SA1", second=True)["file"])
    theirs.read(theirs.write("b.csv", HEADINGS + "9;Зразковський;Лука;Остапович;05.06.1977\n"))
    assert theirs.run("disclose", "import", ours.disclosed) == 0
    theirs.good("reconcile")
    theirs.good("answers", "confirm", "--clear")
    theirs.answers = Path(theirs.good("answers", "export", second=True)["file"])
    return ours, theirs


def _changed(path, **values):
    told = {**json.loads(path.read_bytes()), **values}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


_DEEP = b'{"a":' * 90_000


@pytest.mark.parametrize("content", [b"", b"\xff\xfe{}", b"[]", b"null", b"9" * 6000, _DEEP, b"{}\n", b"a;b\n1;2\n"])
def test_garbage_from_the_other_side_is_refused(exchange, content):
    ours, theirs = exchange
    path = ours.write("garbage.json", content)
    for shell, words in ((theirs, ("disclose", "import")), (ours, ("answers", "import"))):
        assert shell.run(*words, path) == 3
        assert shell.code.startswith("file:")
        assert not list((shell.node / "inbox").glob("garbage*"))


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"to": "party_a"}, ""),
        ({"signed": True}, ""),
        ({"rows": []}, "list:rows:none"),
        ({"as_of": "2099-01-01"}, "list:date:future"),
        ({"as_of": "0001-01-01"}, "list:date:past"),
        ({"list": "x" * 5000}, ""),
        ({"extra": "x"}, ""),
        ({"kind": "bogus"}, ""),
        ({"rows": [{"row_id": "R2QUJ7IZTXGM7NM5E", "surname": "a\u202eb\u0000"}]}, ""),
        ({"rows": [{"row_id": "R2QUJ7IZTXGM7NM5E", "surname": "Я" * 99_999}]}, ""),
    ],
)
def test_a_forged_disclosed_list_is_refused(exchange, values, code):
    ours, theirs = exchange
    before = theirs.lists()
    assert theirs.run("disclose", "import", ours.write("forged.json", _changed(ours.disclosed, **values))) == 3
    assert theirs.code.startswith(code)
    assert theirs.lists() == before


def test_files_in_the_wrong_direction_or_of_the_wrong_kind_are_refused(exchange):
    ours, theirs = exchange
    for shell, words in (
        (ours, ("disclose", "import", ours.disclosed)),
        (theirs, ("answers", "import", theirs.answers)),
        (theirs, ("disclose", "import", theirs.answers)),
        (ours, ("answers", "import", ours.disclosed)),
        (ours, ("answers", "import", ours.write("o.json", _changed(theirs.answers, list_sha256="0" * 64)))),
        (ours, ("answers", "import", ours.write("o.json", _changed(theirs.answers, answers=[])))),
    ):
        assert shell.run(*words) == 3, words
    assert theirs.run("disclose", "export", "SA1", second=True) == 2


def test_a_replayed_file_changes_nothing_and_none_of_the_same_name_is_overwritten(exchange):
    ours, theirs = exchange
    assert theirs.run("disclose", "import", ours.write("again.json", ours.disclosed.read_bytes())) == 0
    assert theirs.told["was_there"] is True
    assert ours.run("answers", "import", theirs.answers) == 0
    first = ours.told["added"]
    assert ours.run("answers", "import", theirs.answers) == 0
    assert (first, ours.told["added"]) == (1, 0)
    kept = {path.read_bytes() for path in (theirs.node / "inbox").iterdir()}
    assert ours.disclosed.read_bytes() in kept


@pytest.mark.parametrize("day", ["2099-01-01", "31.02.2025", "nonsense"])
def test_a_death_on_a_day_that_is_none_is_not_confirmed(exchange, day):
    _, theirs = exchange
    seen = next(one["seen"] for one in theirs.good("answers", "show")["answers"] if one["row"] == "SA1:1")
    words = ("answers", "confirm", "SA1:1", "--kind", "reported_dead", "--why", "x", "--with", f"death_date={day}")
    words += ("--seen", seen)
    assert theirs.run(*words, second=True) == 5
    assert theirs.code == "answer:particular_no_date"


@pytest.mark.parametrize("lang", ["en", "uk", "ru", "tr"])
def test_every_language_has_its_own_words_for_an_error(shared, lang):
    assert shared.run("list", "rows", "NOPE", "--lang", lang) == 2
    english = shared.text if lang == "en" else "There is no list"
    assert ("There is no list" in shared.text) is (lang == "en"), english


def test_a_list_that_was_not_looked_through_is_named(exchange):
    _, theirs = exchange
    more = "".join(f"{n};Уявленко;Остап;Лукич;0{n}.05.1980\n" for n in range(3, 6))
    theirs.read(theirs.write("second-camp.csv", HEADINGS + more))
    told = theirs.good("reconcile", "--held", "HB1")
    assert (told["right"], told["left_out"]) == ("HB1", ["HB2"])
    # an earlier sought list is compared by itself, and --held has nothing to do with it
    theirs.read(theirs.write("asked-later.csv", HEADINGS + more), "sought", "--party", "party_a")
    told = theirs.good("reconcile", "--sought", "SA2", "--held", "HB1")
    assert (told["left"], told["left_out"]) == ("SA2", ["HB2"])
