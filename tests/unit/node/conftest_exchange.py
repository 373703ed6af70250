"""Two nodes and small invented lists, for tests of the use cases that cross from one node to the other."""

from contextlib import contextmanager
from datetime import date

from conftest_node import BOTH, FIRST, ONE, SECOND

from allforall.node.acts.answers import look_up
from allforall.node.acts.disclosed_lists import disclose_list, receive_list
from allforall.node.acts.links import compare, compare_within
from allforall.node.acts.lists import import_list
from allforall.node.folder import create_node, opened
from allforall.node.officers import add_officer
from allforall.node.views.lists import latest_list
from allforall.people.persons import ListKind, Party

AS_OF = date(2025, 6, 2)
HEADINGS = "№;Прізвище;Ім'я;По батькові;Дата народження;Статус утримання\n"
_SURNAMES = [
    "Вигаданенко",
    "Примірчук",
    "Зразковський",
    "Неіснуюк",
    "Казкаренко",
    "Уявленко",
    "Мрійчук",
    "Сновидько",
    "Легендар",
    "Байкаренко",
    "Притчук",
    "Міфенко",
    "Гаданюк",
    "Оповідко",
    "Небиличенко",
    "Химерський",
    "Марновірко",
    "Ілюзюк",
    "Фантазенко",
    "Дивогляд",
]
_GIVEN = ("Іван", "Петро", "Остап", "Семен", "Лука")
_FATHERS = ("Іванович", "Петрович", "Остапович", "Семенович")


def person(number, *, custody=""):
    """A row of an invented person, the same for the same number."""
    surname, given = _SURNAMES[number % 20], _GIVEN[number % 5]
    born = f"{1 + number % 28:02}.{1 + number % 12:02}.{1970 + number % 30}"
    return f"{number};{surname};{given};{_FATHERS[number % 4]};{born};{custody}\n"


def rows(numbers, custody=None):
    """A list as CSV of the persons with these numbers."""
    said = custody or {}
    return HEADINGS + "".join(person(number, custody=said.get(number, "")) for number in numbers)


class Table:
    """Both parties' nodes under one folder; `at` opens one of them."""

    def __init__(self, folder, clock):
        self.folder = folder
        self.clock = clock
        for party in Party:
            create_node(folder / party.value, party=party, title=party.value, rehearsal=True, clock=clock)
            with self.at(party) as node:
                add_officer(node, None, name=FIRST.name, role="coordination", passphrase=FIRST.passphrase)
                add_officer(node, ONE, name=SECOND.name, role="coordination", passphrase=SECOND.passphrase)

    @contextmanager
    def at(self, party):
        with opened(self.folder / party.value, clock=self.clock) as node:
            yield node

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def read(self, node, text, kind, name="list.csv"):
        return import_list(node, ONE, self.write(name, text), kind=kind, as_of=AS_OF).stored

    def ask(self, sought, held):
        """Party A seeks, party B holds: lists are read, disclosed and compared; all of it is on the nodes."""
        with self.at(Party.PARTY_A) as node:
            self.read(node, sought, ListKind.SOUGHT, "sought.csv")
            sent = disclose_list(node, BOTH, list_key="SA1").path
        with self.at(Party.PARTY_B) as node:
            self.read(node, held, ListKind.HELD, "held.csv")
            receive_list(node, ONE, sent)
            self.compare(node)

    @staticmethod
    def compare(node):
        sought = latest_list(ListKind.SOUGHT, node.party.other)
        held = latest_list(ListKind.HELD, node.party)
        compare_within(node, ONE, stored=sought)
        compare_within(node, ONE, stored=held)
        compare(node, ONE, sought=sought, held=held)
        return look_up(node)
