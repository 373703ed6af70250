"""Files that were handed in are read within bounds, and none is written over."""

import pytest

from allforall.alone.files import decoded, read_limited, refuse_existing
from allforall.errors import CallError, InputError


def test_a_file_larger_than_wanted_is_refused_with_its_size(tmp_path):
    (tmp_path / "a").write_bytes(b"12345")
    assert read_limited(str(tmp_path / "a"), 5) == b"12345"
    with pytest.raises(InputError) as found:
        read_limited(str(tmp_path / "a"), 4)
    assert (found.value.code, found.value.params["found"]) == ("file:too-large", 5)


def test_what_grows_without_end_is_read_no_further_than_wanted():
    with pytest.raises(InputError) as found:
        read_limited("/dev/zero", 1000)
    assert found.value.code == "file:too-large"


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(CallError) as found:
        read_limited(str(tmp_path / "none"), 5)
    assert found.value.params["path"] == str(tmp_path / "none")


def test_text_is_utf_8_or_marked_utf_16_and_nothing_is_guessed():
    assert decoded("a", "\ufeffТак".encode()) == "Так"
    assert decoded("a", "Так".encode("utf-16")) == "Так"
    with pytest.raises(InputError) as found:
        decoded("a", b"x\n" + "Так".encode("cp1251"))
    assert found.value.params["line"] == 2


def test_a_file_that_is_there_is_not_written_over(tmp_path):
    (tmp_path / "b").write_text("x")
    refuse_existing(str(tmp_path / "a"))
    with pytest.raises(CallError) as found:
        refuse_existing(str(tmp_path / "a"), str(tmp_path / "b"))
    assert found.value.params["path"] == str(tmp_path / "b")
