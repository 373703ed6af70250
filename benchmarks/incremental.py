"""A new list of some names against a long held list: with what the node kept, beside reading everything again.

    python benchmarks/incremental.py [--persons 170000] [--new 200] [--earlier 20000] [--seed 7] [--rates FILE]

Two invented parties are made by `exercise`; party A's node reads its held list (about 0.6 rows per person with the
shipped rates), a list of earlier names and a list of new names, both of party B's sought list. Every step is a command
in a process of its own, with its processor time and its peak memory. The baseline is a full run of the same two lists
on the same node with nothing kept; the last line says whether both found the same links with the same bits.
"""

import argparse
import multiprocessing
import random
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from node_steps import PASSPHRASES, run

from allforall.exercise import FileFormat, default_profile, make_exercise, read_rates, write_list
from allforall.people.persons import Party

AS_OF = date(2025, 6, 2)


def write_lists(folder: Path, profile: str, seed: int, persons: int, new: int, earlier: int) -> None:
    exercise = make_exercise(seed=seed, persons=persons, rates=read_rates(profile), as_of=AS_OF)
    (folder / "held.csv").write_bytes(write_list(exercise.held[Party.PARTY_A], FileFormat.CSV_UTF8))
    text = write_list(exercise.sought[Party.PARTY_B], FileFormat.CSV_UTF8).decode("utf-8-sig")
    head, *body = text.splitlines()
    random.Random(seed).shuffle(body)
    for name, lines in (("new", body[:new]), ("earlier", body[new : new + earlier])):
        (folder / f"{name}.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


def in_node(folder: Path, act: Callable[[], Any]) -> Any:
    from allforall.node.folder import opened

    with opened(folder):
        return act()


def found() -> tuple[list[Any], list[Any]]:
    """The links and the candidates of the latest comparison of the new list."""
    from allforall.node.views.lists import find_list
    from allforall.store.reconcile.links import latest_linking, load_candidates, load_links

    linking = latest_linking(find_list("SB1"), find_list("HA1"))
    assert linking is not None
    return list(load_links(linking)), list(load_candidates(linking))


def forget() -> None:
    from allforall.store.reconcile.models import StoredPrepared

    StoredPrepared.objects.all().delete()


def held_rows() -> int:
    from allforall.node.views.lists import find_list

    return find_list("HA1").rows_read


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--persons", type=int, default=170_000)
    parser.add_argument("--new", type=int, default=200)
    parser.add_argument("--earlier", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rates", default="", help="a profile other than the shipped one")
    given = parser.parse_args()
    profile = Path(given.rates).read_text(encoding="utf-8") if given.rates else default_profile()
    print(f"seed {given.seed}, {given.persons} persons, {given.new} new names, {given.earlier} earlier ones")
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        (folder / "passphrases.toml").write_text(PASSPHRASES)
        (folder / "passphrases.toml").chmod(0o600)
        maker = multiprocessing.get_context("spawn").Process(
            target=write_lists, args=(folder, profile, given.seed, given.persons, given.new, given.earlier)
        )
        maker.start()
        maker.join()
        node = folder / "node"
        run(folder, "init", str(node), "--party", "party_a", "--rehearsal")
        run(folder, "--node", str(node), "officer", "add", "One")
        for name, kind, party in (
            ("held", "held", "party_a"),
            ("new", "sought", "party_b"),
            ("earlier", "sought", "party_b"),
        ):
            words = ("--kind", kind, "--party", party, "--as-of", AS_OF.isoformat())
            run(folder, "--node", str(node), "list", "import", str(folder / f"{name}.csv"), *words)
        print(f"{in_node(node, held_rows)} rows held")
        print(f"{'step':<52}{'seconds':>9}{'cpu s':>9}{'peak MB':>9}{'to full':>9}")
        timed: dict[str, tuple[float, float, float]] = {}

        def step(name: str, list_key: str) -> None:
            timed[name] = run(folder, "--node", str(node), "reconcile", "--sought", list_key, "--held", "HA1")

        step("earlier names, nothing kept (keeps, teaches)", "SB2")
        in_node(node, forget)
        step("new names, full run: nothing kept", "SB1")
        full = in_node(node, found)
        step("new names, with what was kept", "SB1")
        kept = in_node(node, found)
        step("new names, once more", "SB1")
        base = timed["new names, full run: nothing kept"][1]
        for name, (seconds, cpu, peak) in timed.items():
            print(f"{name:<52}{seconds:>9.1f}{cpu:>9.1f}{peak:>9.0f}{cpu / base:>9.2f}")
        same = full == kept
        print(f"{len(full[0])} links, {len(full[1])} candidates waiting; the same with what was kept: {same}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
