"""How fast lists are read and imported, and in how much memory, beside csv and openpyxl in the same run.

    python benchmarks/import_rows.py --rows 100000 --format csv xlsx

The rows are invented, from a seed; names, dates and units repeat about as often as in a list of that length.
Each format is read in a process of its own, so that its peak memory is its own. Microseconds a row and the ratio are
of processor time, so that a busy machine does not count.
"""

import argparse
import csv
import io
import multiprocessing
import random
import resource
import shutil
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook, load_workbook

from allforall.people.fields import Basis
from allforall.people.mapping import find_mapping
from allforall.people.persons import PersonRow
from allforall.people.reading import read_people
from allforall.people.tables import open_table

HEADINGS = (
    "№ з/п",
    "Прізвище",
    "Ім'я",
    "По батькові",
    "Дата народження",
    "Звання",
    "В/ч",
    "Особистий номер",
    "Місце народження",
    "Дата зникнення",
    "Стан здоров'я",
    "Примітки",
)
_START = ("Бон", "Кра", "Шев", "Пет", "Лис", "Гон", "Мель", "Ткач", "Коз", "Сав", "Рад", "Яре", "Дем", "Оме", "Хом")
_MIDDLE = ("ни", "да", "че", "ро", "ва", "ли", "ме", "та", "ку", "ри", "зо", "бе", "шу", "ді", "ге")
_END = ("ренко", "чук", "вський", "ський", "ко", "юк", "ець", "ів", "енко", "ич", "ило", "ань", "ура", "ій")
_GIVEN = (
    "Олександр",
    "Сергій",
    "Андрій",
    "Микола",
    "Іван",
    "Василь",
    "Юрій",
    "Дмитро",
    "Віктор",
    "Тарас",
    "Ігор",
    "Роман",
)
_FATHER = ("Олександрович", "Сергійович", "Андрійович", "Миколайович", "Іванович", "Васильович", "Юрійович", "Ігорович")
_RANKS = ("солдат", "старший солдат", "сержант", "молодший сержант", "лейтенант", "капітан", "майор", "ст. лейтенант")
_PLACES = ("м. Полтава", "Харків", "с. Веселе, Запорізька обл.", "Одеса", "Дніпро", "Луцьк", "смт Нове")
_HEALTH = ("здоровий", "поранений", "легкопоранений", "", "", "невідомо")


def make_rows(count: int, seed: int = 1):
    """Yields rows of invented people, one in ten of them with a defect."""
    rng = random.Random(seed)
    first = date(1965, 1, 1)
    for number in range(1, count + 1):
        born = first + timedelta(days=rng.randrange(15_000))
        surname = rng.choice(_START) + rng.choice(_MIDDLE) + rng.choice(_MIDDLE) + rng.choice(_END)
        missing = first + timedelta(days=20_900 + rng.randrange(1000))
        yield (
            str(number),
            surname.upper() if rng.random() < 0.2 else surname,
            rng.choice(_GIVEN),
            rng.choice(_FATHER) if rng.random() < 0.9 else "",
            rng.choice((f"{born:%d.%m.%Y}", f"{born:%d.%m.%Y}", f"{born:%Y-%m-%d}", f"{born:%d/%m/%Y}", f"{born:%Y}")),
            rng.choice(_RANKS),
            f"А{rng.randrange(1000, 4800)}",
            f"{rng.choice('АБВГ')}-{rng.randrange(100_000, 999_999)}",
            rng.choice(_PLACES),
            f"{missing:%d.%m.%Y}",
            rng.choice(_HEALTH),
            f"зв'язок втрачено; свідок {rng.randrange(5000)}" if rng.random() < 0.5 else "",
        )


def write(path: Path, kind: str, count: int) -> None:
    if kind == "csv":
        with path.open("w", encoding="cp1251", newline="") as file:
            out = csv.writer(file, delimiter=";")
            out.writerow(HEADINGS)
            out.writerows(make_rows(count))
        return
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Список")
    sheet.append(["Список зниклих безвісти"])
    sheet.append(HEADINGS)
    for row in make_rows(count):
        sheet.append(row)
    book.save(path)


def read(path: Path) -> tuple[int, int]:
    rows = problems = 0
    with path.open("rb") as stream:
        table = open_table(stream, file_name=path.name)
        mapping = find_mapping(table)
        for entry in read_people(table, mapping, list_key="L", as_of=date(2025, 6, 2), basis=Basis.OWN_SIDE):
            if isinstance(entry, PersonRow):
                rows += 1
            else:
                problems += 1
    return rows, problems


def read_plainly(path: Path) -> tuple[int, int]:
    """The baseline: the cells alone, by the standard library or openpyxl, without readings."""
    if path.suffix == ".csv":
        with path.open(encoding="cp1251", newline="") as file:
            return sum(1 for _ in csv.reader(file, delimiter=";")) - 1, 0
    book = load_workbook(io.BytesIO(path.read_bytes()), read_only=True)
    return sum(1 for _ in book.active.iter_rows(values_only=True)) - 2, 0


def import_into_node(path: Path) -> tuple[int, int]:
    """The whole of `list import`: reading, readings, database, journal, into a new node beside the file."""
    from allforall.node.acts.lists import import_list
    from allforall.node.folder import create_node, opened
    from allforall.node.officers import Desk, add_officer, authenticate
    from allforall.people.persons import ListKind, Party

    folder = path.with_suffix(".node")
    create_node(folder, party=Party.PARTY_A, title="benchmark", rehearsal=True)
    with opened(folder) as node:
        add_officer(node, None, name="Officer", role="coordination", passphrase="invented passphrase")
        desk = Desk(authenticate("Officer", "invented passphrase"))
        stored = import_list(node, desk, path, kind=ListKind.SOUGHT, as_of=date(2025, 6, 2)).stored
        rows, problems = stored.rows_read, stored.problem_count
    shutil.rmtree(folder)
    return rows, problems


def _measure(job, path: Path, out) -> None:
    started, busy = time.perf_counter(), time.process_time()
    rows, problems = job(path)
    seconds, cpu = time.perf_counter() - started, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    out.put((rows, problems, seconds, cpu, peak))


def measure(job, path: Path):
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    process = context.Process(target=_measure, args=(job, path, out))
    process.start()
    result = out.get(timeout=1800)
    process.join()
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000])
    parser.add_argument("--format", nargs="+", choices=("csv", "xlsx"), default=["csv", "xlsx"])
    given = parser.parse_args()
    print(f"{'file':<6}{'rows':>10}{'job':>10}{'seconds':>9}{'cpu s':>8}{'us/row':>8}{'peak MB':>9}{'problems':>10}")
    with TemporaryDirectory() as folder:
        for kind in given.format:
            for count in given.rows:
                path = Path(folder) / f"list.{kind}"
                write(path, kind, count)
                taken = {}
                for name, job in (("plain", read_plainly), ("reading", read), ("import", import_into_node)):
                    rows, problems, seconds, cpu, peak = measure(job, path)
                    if rows != count:
                        print(f"{name} read {rows} rows of {count}", file=sys.stderr)
                        return 1
                    taken[name] = cpu
                    each = cpu / count * 1e6
                    print(
                        f"{kind:<6}{count:>10}{name:>10}{seconds:>9.2f}{cpu:>8.2f}{each:>8.1f}{peak:>9.0f}{problems:>10}"
                    )
                for name in ("reading", "import"):
                    print(
                        f"{kind}: {name} takes {taken[name] / taken['plain']:.1f} times the plain reading of the cells"
                    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
