import sqlite3

import pytest
from conftest_exchange import AS_OF, HEADINGS, rows
from conftest_node import BOTH, NOBODY, ONE
from django.db import connection

from allforall.errors import CallError, GateError, InputError, NodeError
from allforall.node.acts import lists
from allforall.node.acts.disclosed_lists import disclose_list
from allforall.node.acts.erasure import Wanted, erase
from allforall.node.acts.links import compare
from allforall.node.acts.lists import import_list, withdraw_list
from allforall.node.views.lists import find_list
from allforall.people.persons import ListKind
from allforall.record.erasures import Reason
from allforall.store.node.models import Act
from allforall.store.people.models import StoredList, StoredProblem, StoredRow
from allforall.store.people.rows import load_row, load_rows


def _counts():
    return [model.objects.count() for model in (StoredList, StoredRow, StoredProblem, Act)]


def _file(tmp_path, text, name="list.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_file_read_twice_changes_nothing(node, tmp_path):
    path = _file(tmp_path, rows(range(20)))
    first = import_list(node, ONE, path, kind=ListKind.HELD, as_of=AS_OF)
    before = _counts()
    again = import_list(node, ONE, path, kind=ListKind.HELD, as_of=AS_OF)
    assert (first.was_there, again.was_there) == (False, True)
    assert again.stored.key == first.stored.key == "HA1"
    assert _counts() == before


def test_one_list_cannot_be_of_persons_sought_and_held(node, tmp_path):
    path = _file(tmp_path, rows(range(20)))
    import_list(node, ONE, path, kind=ListKind.HELD, as_of=AS_OF)
    before = _counts()
    other = _file(tmp_path, b"\xef\xbb\xbf" + rows(range(20)).encode(), "other bytes, same rows.csv")
    for same in (path, other):
        with pytest.raises(InputError) as refused:
            import_list(node, ONE, same, kind=ListKind.SOUGHT, as_of=AS_OF)
        assert refused.value.code == "list:file:both-kinds"
        assert _counts() == before


def test_the_same_rows_in_another_file_are_said_to_be_the_same(node, tmp_path):
    import_list(node, ONE, _file(tmp_path, rows(range(20))), kind=ListKind.HELD, as_of=AS_OF)
    other = _file(tmp_path, b"\xef\xbb\xbf" + rows(range(20)).encode(), "again.csv")
    assert import_list(node, ONE, other, kind=ListKind.HELD, as_of=AS_OF).same_rows_as == ("HA1",)


def test_our_list_read_as_the_other_sides_is_named(node, tmp_path):
    path = _file(tmp_path, rows(range(20)))
    import_list(node, ONE, path, kind=ListKind.HELD, as_of=AS_OF)
    theirs = import_list(node, ONE, path, kind=ListKind.SOUGHT, party=node.party.other, as_of=AS_OF)
    assert theirs.same_rows_as == ("HA1",)
    done = compare(node, ONE, sought=theirs.stored, held=find_list("HA1"))
    assert done.notes == ("lists:same_list",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEADINGS, "list:rows:none"),
        (HEADINGS + "1;;;;;\n2;;;;;\n", "list:rows:none-readable"),
    ],
)
def test_a_list_of_nobody_is_not_stored(node, tmp_path, text, code):
    before = _counts()
    with pytest.raises(InputError) as refused:
        import_list(node, ONE, _file(tmp_path, text), kind=ListKind.SOUGHT, as_of=AS_OF)
    assert refused.value.code == code
    assert _counts() == before


def test_rows_that_cannot_be_read_are_counted_and_the_rest_is_read(node, tmp_path):
    text = rows(range(3)) + "9;;;;;\n"
    stored = import_list(node, ONE, _file(tmp_path, text), kind=ListKind.SOUGHT, as_of=AS_OF).stored
    assert (stored.rows_in_file, stored.rows_read, stored.rows_refused) == (4, 3, 1)
    assert StoredProblem.objects.get(refused=True).line == 5


def test_an_import_that_is_interrupted_leaves_the_node_as_it_was(node, tmp_path, monkeypatch):
    import_list(node, ONE, _file(tmp_path, rows(range(20))), kind=ListKind.HELD, as_of=AS_OF)
    before = _counts()
    real = lists.read_people

    def interrupted(*args, **more):
        for place, one in enumerate(real(*args, **more)):
            if place == 2500:
                raise KeyboardInterrupt
            yield one

    monkeypatch.setattr(lists, "read_people", interrupted)
    path = _file(tmp_path, rows(range(5000)), "long.csv")
    with pytest.raises(KeyboardInterrupt):
        import_list(node, ONE, path, kind=ListKind.SOUGHT, as_of=AS_OF)
    assert _counts() == before


def test_a_full_disk_in_the_middle_loses_nothing(node, tmp_path):
    import_list(node, ONE, _file(tmp_path, rows(range(20))), kind=ListKind.HELD, as_of=AS_OF)
    before = _counts()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0] + 20}")
    with pytest.raises(NodeError) as stopped:
        import_list(node, ONE, _file(tmp_path, rows(range(5000)), "long.csv"), kind=ListKind.SOUGHT, as_of=AS_OF)
    assert stopped.value.code == "store:disk:full"
    assert _counts() == before


def test_a_list_of_tomorrow_is_refused(node, tmp_path, clock):
    with pytest.raises(CallError) as refused:
        import_list(
            node, ONE, _file(tmp_path, rows(range(3))), kind=ListKind.HELD, as_of=clock().date().replace(year=2030)
        )
    assert refused.value.code == "list:date:future"


def test_nobody_unnamed_imports(node, tmp_path):
    with pytest.raises(GateError):
        import_list(node, NOBODY, _file(tmp_path, rows(range(3))), kind=ListKind.HELD, as_of=AS_OF)
    assert StoredList.objects.count() == 0


def test_an_erased_row_is_gone_from_the_node_and_its_line_stays(node, folder, tmp_path):
    stored = import_list(node, ONE, _file(tmp_path, rows(range(20))), kind=ListKind.HELD, as_of=AS_OF).stored
    line = 2 + 7
    name = next(row.cells[1] for row in load_rows(stored, [line]))
    others = [row for row in load_rows(stored) if row.line != line]
    wanted = Wanted(Reason.FAMILY_ASKED, rows=(f"HA1:{line}",))
    with pytest.raises(GateError):
        erase(node, ONE, wanted)
    assert erase(node, BOTH, wanted).rows == 1
    assert list(load_rows(stored)) == others
    with pytest.raises(CallError):
        erase(node, BOTH, wanted)
    act = Act.objects.get(kind="list:erase")
    assert act.officers == ["Officer One", "Officer Two"]
    connection.close()
    with sqlite3.connect(folder / "node.sqlite") as data:
        data.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data.close()
    kept = b"".join(path.read_bytes() for path in folder.glob("node.sqlite*"))
    assert name.encode() not in kept


def test_a_list_read_by_mistake_is_taken_back_and_read_again(node, tmp_path):
    path = _file(tmp_path, rows(range(20)))
    import_list(node, ONE, path, kind=ListKind.SOUGHT, as_of=AS_OF)
    with pytest.raises(CallError):
        withdraw_list(node, ONE, list_key="SA1", why=" ")
    withdraw_list(node, ONE, list_key="SA1", why="it is of persons held")
    with pytest.raises(CallError):
        find_list("SA1")
    assert load_row("SA1:2") is None
    again = import_list(node, ONE, path, kind=ListKind.HELD, as_of=AS_OF)
    assert (again.stored.key, again.was_there, again.same_rows_as) == ("HA1", False, ())
    assert import_list(node, ONE, path, kind=ListKind.HELD, as_of=AS_OF).was_there
    # The withdrawn list is kept, and its key is not given to another one.
    assert StoredRow.objects.filter(list__in=StoredList.every.filter(key="SA1")).count() == 20
    other = import_list(node, ONE, _file(tmp_path, rows(range(20, 30)), "b.csv"), kind=ListKind.SOUGHT, as_of=AS_OF)
    assert other.stored.key == "SA2"


def test_a_list_of_which_something_has_gone_is_not_taken_back(node, tmp_path):
    import_list(node, ONE, _file(tmp_path, rows(range(20))), kind=ListKind.SOUGHT, as_of=AS_OF)
    disclose_list(node, BOTH, list_key="SA1")
    with pytest.raises(GateError) as closed:
        withdraw_list(node, ONE, list_key="SA1", why="a mistake")
    assert closed.value.code == "list:withdraw:spoken-for"
