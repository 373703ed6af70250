"""Prints what one reading of each kind costs, new and remembered, beside `str.casefold` on the same texts.

python benchmarks/read_values.py [values]
"""

import random
import sys
import time
from collections.abc import Callable
from datetime import date

from allforall.people.dates import read_date
from allforall.people.names.parts import mend_name, split_full_name
from allforall.people.places import places, read_place
from allforall.people.ranks import ranks, read_rank
from allforall.people.units import read_unit

SYLLABLES = "ко ва ле чук ми ро ста бон дар ен гри шев чен по лі мар тю ах мед ру сла".split()  # noqa: SIM905
GIVEN = "Іван Олександр Сергій Тарас Микола Андрій Руслан Рустам Петро Василь Ahmet Ivan Sergei Олена Марія".split()  # noqa: SIM905


def surname(draw: random.Random) -> str:
    """An invented surname; one in three in capitals, as lists have them."""
    name = "".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))).capitalize() + draw.choice(
        ["енко", "ук", "ов", "ський"]
    )
    return name.upper() if draw.random() < 0.33 else name


def day(draw: random.Random) -> str:
    """A birth date in one of the forms of real lists, most of them dotted."""
    when = date.fromordinal(draw.randint(date(1960, 1, 1).toordinal(), date(2006, 12, 31).toordinal()))
    return draw.choice([f"{when:%d.%m.%Y}"] * 6 + [f"{when:%d/%m/%Y}", f"{when}", f"{when:%Y}", f"близько {when:%Y}"])


def timed(read: Callable[[str], object], texts: list[str]) -> float:
    """Microseconds of processor time a value: others may be at work on the machine."""
    start = time.process_time()
    for text in texts:
        read(text)
    return (time.process_time() - start) / len(texts) * 1e6


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    draw = random.Random(2)
    known_places = [name for place in places().values() for name in (*place.names, *place.former)]
    known_ranks = [word for rank in ranks().values() for words in rank.words.values() for word in words]
    patronymics = ["Іванович", "Сергійович", "Олександрівна", "Али оглы", ""]
    kinds: dict[str, tuple[Callable[[str], object], list[str]]] = {
        "date": (read_date, [day(draw) for _ in range(count)]),
        "surname": (mend_name, [surname(draw) for _ in range(count)]),
        "given name": (mend_name, [draw.choice(GIVEN) for _ in range(count)]),
        "full name": (
            split_full_name,
            [f"{surname(draw)} {draw.choice(GIVEN)} {draw.choice(patronymics)}" for _ in range(count)],
        ),
        "place": (read_place, [draw.choice(["м. ", "г. ", ""]) + draw.choice(known_places) for _ in range(count)]),
        "rank": (read_rank, [draw.choice(known_ranks) for _ in range(count)]),
        "unit": (
            read_unit,
            [
                f"{draw.randint(1, 155)} {draw.choice(['ОМБр', 'омсбр', 'окрема танкова бригада'])}"
                for _ in range(count)
            ],
        ),
    }
    print(f"{'kind':<12}{'distinct':>9}{'µs first':>10}{'µs again':>10}{'x casefold':>12}")
    for kind, (read, texts) in kinds.items():
        first, again, baseline = timed(read, texts), timed(read, texts), timed(str.casefold, texts)
        print(f"{kind:<12}{len(set(texts)):>9}{first:>10.2f}{again:>10.2f}{first / baseline:>12.0f}")


if __name__ == "__main__":
    main()
