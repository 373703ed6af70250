"""Names folded a second, on one core: distinct names that were not seen before, whole columns, all readings.

    python benchmarks/fold_names.py [--groups FILE] [--count 200000] [--seed 1] [--best-of 5]

Columns of distinct names, shuffled by the seed: forms of Wikidata's groups (`data/linkage`, or another file of lines
`form, form => Qnumber`) in Cyrillic or Latin letters; two such forms as a full name; invented names in either script,
in Cyrillic alone, and in Latin capitals alone, whose spellings have the most readings. The tables are loaded before,
which is timed apart. Nothing is cached between runs, and "seen for the first time" is the first run of all over that
column. Times are of the process, the best of several but for that one, and the peers run in between: anyascii (one
call a name, and it only writes Latin letters; requirements/bench-names.txt) and a fold of the same tables that treats
every name by itself with regular expressions.
"""

import argparse
import gzip
import os
import random
import re
import time
import tracemalloc
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

from allforall.people.names.folding import fold_all, folds_all, readings_all
from allforall.people.names.habits import HABITS
from allforall.people.names.sounds import SIGNS, SINGLE, SPELLINGS

ONSETS = [*"бвгґджзклмнпрстфхцчшщ", "бр", "вл", "гр", "др", "кр", "пл", "ст", "тр", "хв", "шв"]
VOWELS = "аеиіоуяюєї"
ENDINGS = "енко ук юк чук ський ська ов ова ко ич ець ак ін іна ий о а".split()  # noqa: SIM905
#: The passport's romanisation of today; CARELESS are the habits of other hands.
LATIN = dict(zip("абвгґдезиіїйклмнопрстуф", "abvhgdezyiiiklmnoprstuf", strict=True)) | {
    "є": "ie",
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ь": "",
    "ю": "iu",
    "я": "ia",
}
CARELESS = (("zh", "z"), ("kh", "h"), ("ts", "c"), ("sh", "sz"), ("ch", "cz"), ("ia", "ya"), ("h", "g"), ("y", "i"))


def groups_file() -> Path:
    data = os.environ.get("ALLFORALL_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(data) / "linkage" / "wikidata_name_groups.txt.gz"


def of_either_script(form: str) -> bool:
    letters = [letter for letter in form if letter.isalpha()]
    return bool(letters) and all(
        "a" <= x <= "z" or "\u00c0" <= x <= "\u024f" or "\u0400" <= x <= "\u052f" for x in letters
    )


def known_forms(path: Path) -> list[str]:
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf-8")
    forms = {form for line in text.splitlines() for form in line.rsplit(" => Q", 1)[0].split(", ")}
    return sorted(form for form in forms if of_either_script(form))


def invented(count: int, rng: random.Random, *, latin: float) -> list[str]:
    found: set[str] = set()
    while len(found) < count:
        name = "".join(rng.choice(ONSETS) + rng.choice(VOWELS) for _ in range(rng.randint(1, 3))) + rng.choice(ENDINGS)
        if rng.random() < latin:
            name = "".join(LATIN[letter] for letter in name)
            if rng.random() < 0.3:
                name = name.replace(*rng.choice(CARELESS))
        found.add(name.capitalize())
    names = sorted(found)
    rng.shuffle(names)
    return names


def best(work: Callable[[], object], times: int) -> float:
    seconds = []
    for _ in range(times):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds)


def single_names_fold() -> Callable[[str], tuple[str, ...]]:
    """A fold of one name at a time by regular expressions, from the same tables (without what is learnt)."""
    tables = [SPELLINGS, *(SPELLINGS | habit.spellings for habit in HABITS)]
    readers = []
    for table in tables:
        codes = {key.partition(":")[0]: code for key, code in table.items()} | SINGLE
        keys = sorted(codes, key=len, reverse=True)
        readers.append((re.compile("|".join(map(re.escape, keys))), codes))
    signs, other = re.compile(f"[{re.escape(SIGNS)}]"), re.compile("[^A-Z ]+")
    glide, twice, hush = re.compile("I+(?=[AEOU])"), re.compile(r"([A-Z])\1+"), re.compile("[SX]Q|XX")

    def fold_one(name: str) -> tuple[str, ...]:
        text = signs.sub("", unicodedata.normalize("NFKC", name).lower())
        readings = []
        for pattern, codes in readers:
            code = other.sub("", pattern.sub(lambda match, codes=codes: codes[match.group()], text))
            code = twice.sub(r"\1", glide.sub("", hush.sub("X", code)))
            if code not in readings:
                readings.append(code)
        return tuple(readings)

    return fold_one


def transliterator() -> Callable[[str], str] | None:
    try:
        from anyascii import anyascii
    except ImportError:
        print("anyascii is not installed (requirements/bench-names.txt): its rows are left out")
        return None
    return anyascii


def run(title: str, names: Sequence[str], times: int) -> None:
    each = sum(map(len, names)) / len(names)
    print(f"\n{title}: {len(names)} distinct names of {each:.1f} letters")
    one_by_one, to_latin = single_names_fold(), transliterator()
    some = names[: max(len(names) // 10, 1)]  # the slow peer is timed on a tenth
    rates = {"folds_all, seen for the first time": len(names) / best(lambda: folds_all(names), 1)}
    if to_latin:
        rates["anyascii"] = len(names) / best(lambda: [to_latin(name) for name in names], times)
    rates["one by one, all readings"] = len(some) / best(lambda: [one_by_one(name) for name in some], times)
    rates["fold_all, the usual reading"] = len(names) / best(lambda: fold_all(names), times)
    rates["folds_all, all readings"] = len(names) / best(lambda: folds_all(names), times)
    rates["readings_all, all, in columns"] = len(names) / best(lambda: readings_all(names), times)
    mine = rates["folds_all, all readings"]
    for what, rate in rates.items():
        print(f"  {what:36} {rate:>11,.0f} names/s   folds_all is {mine / rate:.2f} of it")
    readings = readings_all(names)
    print(f"  readings a name {1 + len(readings.further) / len(names):.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--groups", type=Path, default=groups_file())
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--best-of", type=int, default=5)
    given = parser.parse_args()
    rng = random.Random(given.seed)
    start = time.process_time()
    folds_all(["Szewczenko"])
    print(f"seed {given.seed}; tables loaded in {time.process_time() - start:.2f} s; best of {given.best_of}")
    forms = known_forms(given.groups)
    rng.shuffle(forms)
    full = list(dict.fromkeys(f"{rng.choice(forms)} {rng.choice(forms)}" for _ in range(given.count)))
    run("Wikidata", forms[: given.count], given.best_of)
    run("Wikidata, two forms each", full, given.best_of)
    run("invented, half of them Latin", invented(given.count, rng, latin=0.5), given.best_of)
    capitals = [name.upper() for name in invented(given.count, rng, latin=1.0)]
    run("invented, Latin capitals", capitals, given.best_of)
    cyrillic = invented(given.count, rng, latin=0.0)
    run("invented, Cyrillic", cyrillic, given.best_of)
    tracemalloc.start()
    for _ in range(2):
        fold_all(cyrillic)
    kept, peak = tracemalloc.get_traced_memory()
    print(f"\nmemory while folding {len(cyrillic)} names: at most {(peak - kept) / 2**20:.0f} MB, the codes among it")


if __name__ == "__main__":
    main()
