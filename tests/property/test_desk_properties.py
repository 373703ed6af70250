"""Whatever arrives at the desk, it answers with a number and a code, reads nothing of a stranger, and goes on."""

import io
import json
import unicodedata
from dataclasses import astuple
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.record_making import PASSPHRASE, Table
from tests.unit.record.parties import CASE, key

from allforall.desk.wire.passes import Challenges, Pass, read_pass, sign_pass
from allforall.desk.wire.view import Desk
from allforall.node.bundles.exchange import Holder
from allforall.record.genesis import origin_of

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40)
HEADS = st.text(alphabet=st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=200)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    table = Table(tmp_path_factory.mktemp("desk"), lambda: datetime(2025, 6, 10, tzinfo=UTC), database=False)
    return Desk(Holder(table.path("party_b"), PASSPHRASE, table.clock, patience=0.0))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.one_of(st.just("/record/bundle"), TEXTS),
    method=st.one_of(st.just("POST"), TEXTS),
    length=st.one_of(st.none(), HEADS, st.integers().map(str)),
    shown=st.one_of(st.just(""), HEADS, st.binary(max_size=200).map(lambda data: data.hex())),
    keys=HEADS,
    body=st.binary(max_size=100),
)
def test_a_stranger_gets_a_code_and_no_byte_of_the_body_is_read(desk, path, method, length, shown, keys, body):
    stream = io.BytesIO(body)
    environ = {"PATH_INFO": path, "REQUEST_METHOD": method, "wsgi.input": stream, "HTTP_ALLFORALL_PASS": shown}
    environ |= {"HTTP_ALLFORALL_KEYS": keys} | ({} if length is None else {"CONTENT_LENGTH": length})
    answered = []
    told = json.loads(b"".join(desk(environ, lambda status, heads: answered.append(status))))
    assert answered[0][:3] in {"401", "403", "404", "405"}
    assert told["code"].startswith("desk:")
    assert set(told) <= {"code", "challenge"}
    assert stream.tell() == 0


PASSES = st.builds(
    Pass,
    case=TEXTS,
    sender=TEXTS,
    to=TEXTS,
    challenge=TEXTS,
    bundle=TEXTS,
    size=st.integers(50, 2**52),
    at=st.integers(0, 50),
    answer=TEXTS,
    answer_at=st.integers(0, 2**52),
)


@given(shown=PASSES)
def test_every_pass_reads_back_as_what_was_signed(shown):
    parts = (unicodedata.normalize("NFC", part) if isinstance(part, str) else part for part in astuple(shown))
    normal = Pass(*parts)
    name = origin_of(CASE, "party_a")
    read = read_pass(sign_pass(normal, name, key(name)))
    assert read is None or read[0] == normal
    assert read is not None or len(sign_pass(normal, name, key(name))) > 8_192


@given(secret=st.binary(min_size=32, max_size=32), text=st.one_of(TEXTS, st.binary(max_size=80).map(bytes.hex)))
def test_no_text_is_a_good_challenge_that_the_server_did_not_make(secret, text):
    assert not Challenges(secret).is_good(text, 1_000.0)
