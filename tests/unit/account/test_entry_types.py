"""One test over all entry types: a new one that is forgotten anywhere fails here."""

import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.entry_examples import EXAMPLES, GENESIS, entry_of
from tests.unit.record.parties import first_entry, signed

from allforall.account.content import content_of
from allforall.account.entry_types import ENTRY_TYPES
from allforall.errors import InputError
from allforall.node.entry_types import AGAIN
from allforall.pages.code_texts import ERRORS, GROUPS
from allforall.pages.html.entry_body import value_cell
from allforall.pages.words import words
from allforall.people.persons import Party
from allforall.record.entries import Entry, read_entry
from allforall.record.entry_types import PARTIES, ErasedWith, Fit, Named, Readers, Whose, digest_of, fit, fold
from allforall.record.forms import Many, Maybe, OneOf, Parts
from allforall.record.logs import begin, follow
from allforall.record.notes import Note, Signature
from allforall.record.payloads import PAYLOAD, payloads_of

ROOT = Path(__file__).resolve().parents[3]
TYPES = list(ENTRY_TYPES.values())
SAID = [(kind, said) for kind in TYPES for said in EXAMPLES.get(kind.name, ())]
LANGUAGES = ("uk", "ru", "tr")


def name_of(value):
    return value.name if hasattr(value, "signers") else type(value).__name__


def bad_bodies(fields, body):
    """Every body of one wrong value: in each field, and in each part of each line of a field."""
    for field in fields:
        for value in field.form.bad:
            yield f"{field.key}={value!r}", {**body, field.key: value}
        form = field.form.form if isinstance(field.form, Many | Maybe) else field.form
        if isinstance(form, Parts):
            for number, line in enumerate(body[field.key] or ()):
                for where, changed in bad_bodies(form.fields, line):
                    lines = [*body[field.key][:number], changed, *body[field.key][number + 1 :]]
                    yield f"{field.key} {number} {where}", {**body, field.key: lines}
                    yield f"{field.key} {number} more", {**body, field.key: [{**line, "name": "Іван"}]}


def wrong(kind, said, **more):
    return kind.wrong_with(entry_of(kind, said, **more), GENESIS)


def test_every_type_has_an_example():
    assert EXAMPLES.keys() == ENTRY_TYPES.keys()


@pytest.mark.parametrize(("kind", "said"), SAID, ids=name_of)
def test_what_is_said_reads_back_as_it_was_put_in(kind, said):
    assert kind.read(entry_of(kind, said)) == said
    assert wrong(kind, said) is None


@pytest.mark.parametrize(("kind", "said"), SAID, ids=name_of)
def test_a_body_with_a_key_more_or_less_or_a_wrong_value_binds_nobody(kind, said):
    body = kind.body(said)
    bad = [("a key more", {**body, "name": "Іван"}), *bad_bodies(kind.fields, body)]
    bad += [(f"without {key}", {each: body[each] for each in body if each != key}) for key in body]
    for what, changed in bad:
        refused = wrong(kind, said, body=changed)
        assert refused is not None, what
        assert refused.code == "record:entry:not_valid", what
        assert "Іван" not in refused.found, what


@pytest.mark.parametrize("kind", TYPES, ids=name_of)
def test_only_who_may_say_it_and_with_as_many_answers_as_it_may_name(kind):
    said = EXAMPLES[kind.name][0]
    others = {"PARTIES": "witness", "DECIDER": "party_a"}.get(kind.by.name)
    if others:
        assert wrong(kind, said, author=others).code == "record:entry:not_by"
    more = tuple(number.to_bytes(32, "big") for number in range(kind.answers.most + 1))
    assert wrong(kind, said, re=more).code == "record:entry:answers"
    if kind.answers.least:
        assert wrong(kind, said, re=more[: kind.answers.least - 1]).code == "record:entry:answers"


@pytest.mark.parametrize("kind", TYPES, ids=name_of)
def test_whether_what_is_answered_is_there_and_fits_is_one_question(kind):
    entry = entry_of(kind, EXAMPLES[kind.name][0])
    if not kind.answers.most:
        assert fit(entry, ENTRY_TYPES, lambda _: None) is Fit.FITS
        return
    entry = replace(entry, re=entry.re or (bytes(32),))
    own, other = entry.author, "party_b"
    author = other if kind.answers.whose is Whose.OTHERS else own
    good = Named(author, next(iter(kind.answers.types), "list:declared"))
    assert fit(entry, ENTRY_TYPES, lambda _: None) is Fit.NOT_HERE
    assert fit(entry, ENTRY_TYPES, lambda _: good) is Fit.FITS
    if kind.answers.types:
        assert fit(entry, ENTRY_TYPES, lambda _: Named(author, "record:genesis")) is Fit.DOES_NOT_FIT
        assert fit(entry, ENTRY_TYPES, lambda _: Named(author, "")) is Fit.DOES_NOT_FIT
    if kind.answers.whose is not Whose.ANY:
        stranger = own if author == other else other
        assert fit(entry, ENTRY_TYPES, lambda _: replace(good, author=stranger)) is Fit.DOES_NOT_FIT
    assert set(kind.answers.types) <= ENTRY_TYPES.keys()


@pytest.mark.parametrize("kind", TYPES, ids=name_of)
def test_fewer_officers_than_a_type_asks_bind_nobody_whatever_the_genesis_says(kind):
    if kind.name == "record:genesis":
        return  # it stands first
    state = follow(begin(GENESIS, "party_a", ENTRY_TYPES), first_entry(GENESIS, "party_a").data)[0]
    entry = entry_of(kind, EXAMPLES[kind.name][0], author="party_a")
    asked = state.asked(kind.name)
    assert asked >= kind.signers
    found = follow(state, signed(entry, *range(1, asked)).data)[2] if asked > 1 else ()
    assert asked == 1 or "record:log:signatures" in [problem.code for problem in found]


@pytest.mark.parametrize("kind", TYPES, ids=name_of)
def test_a_payload_is_named_by_its_field_and_says_who_opens_it_and_how_it_is_erased(kind):
    has_field = [field for field in kind.fields if field.key == PAYLOAD]
    assert bool(has_field) == (kind.payload is not None)
    if kind.payload is None:
        return
    assert isinstance(has_field[0].form, Maybe) == kind.payload.optional
    assert isinstance(kind.payload.to, Readers)
    assert isinstance(kind.payload.erased_with, ErasedWith)
    assert "party_a" not in kind.payload.readers("party_a")
    said = EXAMPLES[kind.name][-1]
    assert payloads_of(entry_of(kind, said)) == (said.payload,)


@pytest.mark.parametrize("kind", TYPES, ids=name_of)
def test_every_word_of_a_type_stands_in_four_languages(kind):
    assert GROUPS["entry_type"][kind.name] == kind.label
    texts = {kind.label, *(text for text in labels(kind.fields))}
    codes = [(form.group, word.value) for form in forms(kind.fields) if isinstance(form, OneOf) for word in form.of]
    texts |= {GROUPS.get(group, {}).get(word) or ERRORS[word] for group, word in codes}
    for lang in LANGUAGES:
        in_words = words(lang)
        untranslated = [text for text in texts if in_words.text(text) == text and any(map(str.isalpha, text))]
        assert not untranslated, lang


def labels(fields):
    for field in fields:
        yield field.label
        inner = getattr(field.form, "form", None)
        yield from labels(inner.fields if isinstance(inner, Parts) else ())


def forms(fields):
    for field in fields:
        form = field.form
        while isinstance(form, Many | Maybe):
            form = form.form
        yield form
        yield from forms(form.fields if isinstance(form, Parts) else ())


@pytest.mark.parametrize("kind", TYPES, ids=name_of)
def test_the_harm_that_a_type_could_do_stands_in_the_table_of_harms(kind):
    rows = (ROOT / "docs" / "harm.md").read_text(encoding="utf-8").splitlines()
    assert [row for row in rows if row.startswith(f"| {kind.harm}")], kind.harm
    assert len(kind.harm) > 20, "a row is named by how it begins"


def test_whatever_a_crash_may_leave_out_is_bound_to_who_puts_it_in():
    assert AGAIN.keys() == {kind.name for kind in TYPES if kind.redo is not None}


@pytest.mark.parametrize(("kind", "said"), SAID, ids=name_of)
def test_every_field_is_drawn_in_words(kind, said):
    body = kind.body(said)
    drawn = content_of(kind.name, body)
    flat = [part for field in drawn for row in (field.rows or ((field,),)) for part in row]
    assert bool(drawn) == bool(kind.fields)
    for part in flat:
        assert all(value_cell(words("en"), value).text for value in part.values)


def fits_schema(schema, value):
    """Whether a value fits a JSON schema, of which only the words are known that the schemas use."""
    known = {
        "title": lambda _: True,
        "format": lambda _: True,  # the pattern beside it says the same
        "type": lambda asked: isinstance(value, _KINDS[asked]) and not (asked == "integer" and value is True),
        "pattern": lambda asked: re.search(asked, value) is not None,
        "enum": lambda asked: value in asked,
        "anyOf": lambda asked: any(fits_schema(each, value) for each in asked),
        "minimum": lambda asked: value >= asked,
        "maximum": lambda asked: value <= asked,
        "minLength": lambda asked: len(value) >= asked,
        "maxLength": lambda asked: len(value) <= asked,
        "minItems": lambda asked: len(value) >= asked,
        "maxItems": lambda asked: len(value) <= asked,
        "minProperties": lambda asked: len(value) >= asked,
        "uniqueItems": lambda asked: not asked or len(set(map(json.dumps, value))) == len(value),
        "items": lambda asked: all(fits_schema(asked, each) for each in value),
        "required": lambda asked: set(asked) <= value.keys(),
        "properties": lambda asked: all(fits_schema(asked[key], each) for key, each in value.items() if key in asked),
        "additionalProperties": lambda asked: (
            all(fits_schema(asked, each) for each in value.values())
            if isinstance(asked, dict)
            else asked or value.keys() <= schema["properties"].keys()
        ),
    }
    return all(known[word](asked) for word, asked in sorted(schema.items(), key=lambda one: one[0] != "type"))


_KINDS = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}


@pytest.mark.parametrize(("kind", "said"), SAID, ids=name_of)
def test_the_published_schema_accepts_what_is_said_and_refuses_what_is_not(kind, said):
    schema = json.loads((ROOT / "docs" / "schemas" / "entries.json").read_text(encoding="utf-8"))["$defs"][kind.name]
    body = json.loads(json.dumps(kind.body(said)))
    assert fits_schema(schema, body)
    assert not fits_schema(schema, {**body, "name": "x"})
    for key in body:
        assert not fits_schema(schema, {each: body[each] for each in body if each != key})


def test_what_the_tool_writes_is_what_stands_in_the_documents(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import entry_types

    for path, content in entry_types.documents().items():
        assert path.read_text(encoding="utf-8") == content, f"run python tools/entry_types.py: {path.name}"
    sys.modules.pop("entry_types")


def test_the_page_about_adding_an_entry_shows_what_stands_in_the_files_that_it_names():
    page = (ROOT / "docs" / "adding-an-entry.md").read_text(encoding="utf-8")
    files = [ROOT / name for name in re.findall(r"`((?:src|tests|tools|docs)/[^`]+\.\w+)`", page)]
    assert len(files) >= 6
    texts = [path.read_text(encoding="utf-8") for path in files]
    blocks = re.findall(r"```(?:python|text)\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == 5
    for block in blocks:
        assert [text for text in texts if block.strip() in text], block


def test_the_parties_of_the_record_are_those_of_the_lists():
    assert tuple(Party) == PARTIES


def test_two_rooms_may_not_have_a_type_of_one_name():
    with pytest.raises(ValueError, match="one name"):
        fold(TYPES, TYPES[:1])


def test_another_table_has_another_digest():
    fewer = {name: kind for name, kind in ENTRY_TYPES.items() if name != "notice:made"}
    other = {**ENTRY_TYPES, "notice:made": replace(ENTRY_TYPES["notice:made"], signers=1)}
    assert len({digest_of(table) for table in (ENTRY_TYPES, fewer, other)}) == 3


# what a hostile author may write

DEEP = "[" * 60_000 + "]" * 5_000


def followed(entry_or_bytes):
    state = follow(begin(GENESIS, "party_a", ENTRY_TYPES), first_entry(GENESIS, "party_a").data)[0]
    data = entry_or_bytes if isinstance(entry_or_bytes, bytes) else signed(entry_or_bytes, 1, 2).data
    return follow(state, data)


def test_an_entry_of_an_unknown_type_is_kept_and_nothing_follows_from_it():
    state, read, problems, _ = followed(Entry("exercise-1", "party_a", 1, "made:up", {"keys": {}, "name": "x"}))
    assert (state.size, read.entry.type, problems) == (2, "made:up", ())
    assert state.keys == GENESIS.authors["party_a"]


def test_a_right_type_with_a_wrong_body_binds_nobody_and_the_log_goes_on():
    state, _, problems, _ = followed(Entry("exercise-1", "party_a", 1, "list:declared", {"count": 20}))
    assert [(problem.code, problem.found) for problem in problems] == [("record:entry:not_valid", "entry:body:keys")]
    assert problems[0].is_void
    assert state.size == 2


@pytest.mark.parametrize("text", [DEEP, '{"a":' * 13_000, '{"body":' + "[" * 65_000])
def test_sixty_thousand_brackets_are_one_refusal(text):
    note = Note(f"allforall-entry/v1\n{text}\n", (Signature("x", bytes(4), bytes(64)),))
    _, read, problems, _ = followed(note.data[:65_535] if len(note.data) > 65_535 else note.data)
    assert read is None
    assert len(problems) == 1
    with pytest.raises(InputError):
        read_entry(note.data)


class _BreaksError(Exception):
    """What no reader has foreseen."""


@pytest.mark.parametrize(
    "error", [RecursionError, TypeError, KeyError, ZeroDivisionError, UnicodeDecodeError, _BreaksError]
)
def test_whatever_goes_wrong_in_reading_a_body_means_that_it_counts_for_nothing(error):
    def breaks(**_):
        raise error(*(("utf-8", b"", 0, 1, "x") if error is UnicodeDecodeError else ()))

    kind = replace(ENTRY_TYPES["answers:signed"], make=breaks)
    assert wrong(kind, EXAMPLES["answers:signed"][0]).code == "record:entry:not_valid"


def test_memory_that_runs_out_is_a_fault_of_this_machine_and_says_nothing_of_the_entry():
    def breaks(**_):
        raise MemoryError

    with pytest.raises(MemoryError):
        wrong(replace(ENTRY_TYPES["answers:signed"], make=breaks), EXAMPLES["answers:signed"][0])
