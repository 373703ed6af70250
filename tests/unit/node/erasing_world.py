"""A holder's node with a person in every place that can hold one, and a search of every byte of it.

Party B holds; party A seeks. The person is in B's list, in A's disclosed list on B's node, in links, candidates,
reviews, answers, sent files, decisions, reasons that officers typed, payloads of both sides, bundles, pages, a backup.
"""

import base64
import io
import json
import re
import zipfile
import zlib
from contextlib import suppress

from conftest_exchange import AS_OF, HEADINGS, person
from conftest_node import BOTH, FIRST, ONE, SECOND
from tests.record_making import PASSPHRASE, Table

from allforall import store
from allforall.answers import AnswerKind
from allforall.disclosure import whole_list
from allforall.node.acts.answers import confirm_one, export_answers, look_up
from allforall.node.acts.disclosed_lists import decide, disclose_list, receive_list
from allforall.node.acts.links import compare, compare_within, merge, review
from allforall.node.acts.lists import import_list
from allforall.node.keep.backup import back_up
from allforall.node.keys.keyring import unlock
from allforall.node.officers import ActKind, add_officer, journal
from allforall.node.record.held import look_ahead
from allforall.node.record.payloads import blobs_folder, bundle_files, naming, open_payload, seal_for, take_payloads
from allforall.node.report import make_report
from allforall.node.views.lists import find_list
from allforall.pages.html import write_pages
from allforall.people.fields import Field
from allforall.people.persons import ListKind
from allforall.reconcile import Verdict
from allforall.record.bundles import make_bundle
from allforall.record.payloads import context_of, domain_of, read_content
from allforall.record.sealing import unseal, unwrap
from allforall.store.people.rows import load_row
from allforall.store.reconcile.models import StoredCandidate, StoredLinking
from allforall.store.record.payload_files import held_keys, held_payloads, read_payload, read_wrapped

A, B = "party_a", "party_b"
#: The person, and words about the person that stand in one place each.
SURNAME, GIVEN, BORN = "Вигадькосвіт", "Небувалентій", "07.08.1971"
WORDS = {
    "surname": SURNAME,
    "given name": GIVEN,
    "day of birth": BORN,
    "day of birth as read": "1971-08-07",
    "a cell that was refused": "Нечитайлопродовж",
    "why it was reviewed": "reviewed-for-quillfeather",
    "why it was answered": "answered-for-quillfeather",
    "why it was decided": "decided-for-quillfeather",
    "why it was merged": "merged-for-quillfeather",
    "a particular": "Hospital-of-Nowhereford",
    "what a candidate quoted": "candidate-quoted-nowhere",
    "what was sealed and never said": "sealed-and-never-said",
}
OTHER = "Притчук"  # a person who stays


def row(number, custody=""):
    return f"{number};{SURNAME};{GIVEN};Казкович;{BORN};{custody}\n"


def lists(custody=""):
    held = HEADINGS + "".join(person(n) for n in range(6)) + row(90, "утримується") + row(91)
    held += "92;;;;;Нечитайлопродовж\n"
    sought = HEADINGS + "".join(person(n) for n in range(4, 10)) + row(50)
    return held, sought


def build(folder, clock):
    """Returns a table of nodes whose party B has the person everywhere."""
    table = Table(folder, clock)
    held, sought = lists()
    for author in (A, B):
        with table.node(author) as node:
            add_officer(node, None, name=FIRST.name, role="coordination", passphrase=FIRST.passphrase)
            add_officer(node, ONE, name=SECOND.name, role="coordination", passphrase=SECOND.passphrase)
    with table.node(A) as node:
        path = node.path / "inbox" / "sought.csv"
        path.write_text(sought, encoding="utf-8")
        import_list(node, ONE, path, kind=ListKind.SOUGHT, as_of=AS_OF)
        sent = disclose_list(node, BOTH, list_key="SA1").path
    with table.at(A) as record:
        name = say_payload(table, record, "test:sealed", sent.read_bytes(), [B])
        other = say_payload(table, record, "test:sealed", f"only {OTHER}".encode(), [B])
        files, entries = bundle_files(record, B), record.held[A].file.entries(0, record.held[A].size)
        bundle = make_bundle("exercise-1", A, files, table.genesis.authors[A].log.name, record.log_key())
    with table.node(B) as node:
        fill_database(node, held, sent)
    with table.at(B) as record:
        record.held[A].take(entries, look_ahead(record.held[A].state, entries))
        take_payloads(record, files)
        (record.node.path / "inbox" / "from-a.bundle").write_bytes(bundle.data)
        answers = next((record.node.path / "outbox").glob("answers-*.json")).read_bytes()
        own = say_payload(table, record, "test:other", answers, [A])
        (record.node.path / "outbox" / "to-a.bundle").write_bytes(_bundle(table, record))
        make_notices(record, own, answers)
        seal_for(record, WORDS["what was sealed and never said"].encode(), domain_of("test:sealed"), [A])
        back_up(record.node)
    return table, {"theirs": name, "other": other, "ours": own}


def make_notices(record, name, answers):
    """A notice in three forms, as `noticing` writes them: in the PDF nobody can search for a reference."""
    folder = record.node.path / "outbox" / "notices"
    folder.mkdir()
    stem = f"notice-bureau-{naming(record, name).leaf.hex()[:12]}"
    (folder / f"{stem}.json").write_bytes(answers)
    (folder / f"{stem}.html").write_text(f"<p>{SURNAME}", encoding="utf-8")
    packed_text = zlib.compress(SURNAME.encode())
    (folder / f"{stem}.pdf").write_bytes(b"%PDF-1.4\nstream\n" + packed_text + b"endstream\n")
    ref = json.loads(answers)["answers"][0]["ref"]
    refs = [one["ref"] for one in json.loads(answers)["answers"] if one["kind"] == "in_hospital"]
    for place, one in (("outbox", refs[0]), ("inbox", ref if ref != refs[0] else "R" + "2" * 16)):
        item = json.dumps({"row_id": one, "surname": SURNAME if one in refs else OTHER}).encode()
        opening = {"format": "allforall-opening/1", "item": base64.b64encode(item).decode()}
        (record.node.path / place / "opening.json").write_text(json.dumps(opening, separators=(",", ":")))
    (folder / "notice-bureau-000000000000.json").write_text('{"reference": "another"}')


def _bundle(table, record):
    files = bundle_files(record, A)
    return make_bundle("exercise-1", B, files, table.genesis.authors[B].log.name, record.log_key()).data


def say_payload(table, record, kind, content, readers):
    sealed = seal_for(record, content, domain_of(kind), readers)
    table.say(record, kind, {"payload": sealed.name}, commitments=[sealed.commitment])
    return sealed.name


def fill_database(node, held, sent):
    path = node.path / "inbox" / "held.csv"
    path.write_text(held, encoding="utf-8")
    import_list(node, ONE, path, kind=ListKind.HELD, as_of=AS_OF)
    receive_list(node, ONE, sent)
    ours, theirs = find_list("HB1"), find_list("SA1")
    key, second, asked = keys(node)
    compare_within(node, ONE, stored=theirs)
    compare_within(node, ONE, stored=ours)
    compare(node, ONE, sought=theirs, held=ours)
    review(node, ONE, left=asked, right=key, verdict=Verdict.SAME, why=WORDS["why it was reviewed"])
    merge(node, BOTH, keys=[key, second], why=WORDS["why it was merged"])
    decide(node, ONE, row_key=key, field=Field.SURNAME, allow=True, why=WORDS["why it was decided"])
    decide(node, ONE, row_key=whole_list("HB1"), field=Field.RANK, allow=False, why="a reason about the whole list")
    compare(node, ONE, sought=theirs, held=ours)
    confirm_one(
        node,
        BOTH,
        look_up(node),
        sought_key=asked,
        kind=AnswerKind.IN_HOSPITAL,
        why=WORDS["why it was answered"],
        particulars={"custody_place": WORDS["a particular"]},
    )
    export_answers(node, BOTH, look_up(node))
    with store.writing():
        journal(node, ONE, ActKind.REPORT_NAMES, details={"folder": "pages"})
    folder = node.path / "pages" / "20250610T090000Z"
    folder.mkdir()
    report = make_report(node, show_names=True)
    write_pages(report, "en", show_names=True, out=lambda name, content: (folder / name).write_bytes(content))
    StoredCandidate.objects.create(
        linking=StoredLinking.objects.get(left_list=theirs, right_list=ours),
        left="SA1:2",
        right=key,
        bits=1.0,
        prior_bits=0.0,
        fields=f'[["surname","x","agree","A","{WORDS["what a candidate quoted"]}",1.0]]',
    )


def keys(node):
    """The person's rows on B's node: held twice, and sought by A."""
    found = {}
    for list_key in ("HB1", "SA1"):
        for line in range(1, 12):
            one = load_row(f"{list_key}:{line}")
            if one is not None and one.value(Field.SURNAME) == SURNAME:
                found.setdefault(list_key, []).append(one.key)
    return (*found["HB1"], *found["SA1"])


# Searching


def packed(data, depth=0):
    """These bytes and, of whatever is packed in them, the bytes that are packed."""
    yield data
    if depth < 3 and data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            for name in pack.namelist():
                yield from packed(pack.read(name), depth + 1)
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL) if data[:5] == b"%PDF-" else ():
        with suppress(zlib.error):
            yield zlib.decompress(stream)


def every_byte(folder, genesis=None, passphrase=PASSPHRASE):
    """Everything that lies under a folder, by file: as it is, unpacked, and what the keys that lie there can open."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            for part in packed(path.read_bytes()):
                yield str(path.relative_to(folder)), part
    yield from opened_bytes(folder, genesis, passphrase) if genesis else ()


def opened_bytes(folder, genesis, passphrase):
    """What whoever has the node's folder and its passphrase can open: blobs, and payloads in bundles."""
    from allforall.node.folder import read_node

    keyring = unlock(read_node(folder), passphrase)
    for name, payload, wrapped in _sealed(folder):
        for number, private in keyring.epochs.items():
            item_key = unwrap(wrapped, keyring.epoch_key(number), private, name)
            for author in genesis.authors if item_key else ():
                plaintext = unseal(item_key, payload, context_of(genesis.case, author))
                if plaintext is not None:
                    yield f"opened {name[:8]}", plaintext


def _sealed(folder):
    blobs = folder / "blobs"
    for name in held_payloads(blobs):
        for key in held_keys(blobs, payload=name):
            yield name, read_payload(blobs, name), read_wrapped(blobs, key)
    for path in (*folder.glob("*box/*.bundle"), *folder.parent.glob("stick/*.bundle")):
        with zipfile.ZipFile(path) as pack:
            files = {name: pack.read(name) for name in pack.namelist()}
        for file, data in files.items():
            if file.startswith("wrapped/"):
                name = file.removeprefix("wrapped/").partition(".")[0]
                if f"payloads/{name}" in files:
                    yield name, files[f"payloads/{name}"], data


def forms(word):
    """A word in every form in which a file might hold it."""
    data = word if isinstance(word, bytes) else word.encode()
    found = {data, data.hex().encode(), base64.b64encode(data).rstrip(b"=")[:-1]}
    if isinstance(word, str):
        found |= {word.encode("utf-16-le"), json.dumps(word)[1:-1].encode()}
        if not word.isascii():
            found |= {word.encode("cp1251"), word.upper().encode(), word.lower().encode()}
    return found


def find(folder, words, genesis=None):
    """Where any of these words is found: the word's name and the file."""
    wanted = {name: forms(word) for name, word in words.items()}
    return sorted(
        {
            (name, where)
            for where, data in every_byte(folder, genesis)
            for name, shapes in wanted.items()
            if any(shape in data for shape in shapes)
        }
    )


def secrets_of(record, names):
    """Salts, item keys and wrapped keys of payloads, and the private key of the epoch."""
    found = {}
    for name in names:
        opened = open_payload(record, name)
        for key in held_keys(blobs_folder(record), payload=name):
            wrapped = read_wrapped(blobs_folder(record), key)
            found[f"wrapped key for {key.reader} of {name[:6]}"] = wrapped
            if key.reader == record.own:
                keyring = record.keyring
                item_key = unwrap(wrapped, keyring.epoch_key(key.epoch), keyring.epochs[key.epoch], name)
                payload = read_payload(blobs_folder(record), name)
                plain = unseal(item_key, payload, context_of(record.genesis.case, opened.author))
                found[f"item key of {name[:6]}"] = item_key
                found[f"salt of {name[:6]}"] = read_content(plain).salt
    for number, private in record.keyring.epochs.items():
        found[f"private key of epoch {number}"] = private
    sealed = json.loads((record.node.path / "keys" / "epoch-1.key").read_text())["sealed"]
    found["sealed key of epoch 1"] = base64.b64decode(sealed)
    return found


# Putting a built node back as it was


def snapshot(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def put_back(folder, kept):
    """The files are filled again where they are: a log whose file is another one is a copied node's."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(folder) not in kept:
            path.unlink()
    for name, data in kept.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.read_bytes() == data:
            continue
        if path.exists():
            with path.open("r+b") as stream:
                stream.write(data)
                stream.truncate()
        else:
            path.write_bytes(data)
            path.chmod(0o600)
