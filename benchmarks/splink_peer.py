"""Splink 5 on DuckDB as the peer, as strong as its documentation allows (`splink_plain` is it plain).

`run_splink` is Splink "as defined": it is given this project's folded columns (`allforall.people.names`: usual fold,
further readings, coarser keys, groups of given names, the father's name without its patronymic ending), the same
readings of dates, places, units and numbers, a level for surname and given name in each other's place, both readings
of a day, partial dates, term frequencies, and 20 blocking rules. The rules were chosen from a pool by the true pairs
that each adds, on lists of other seeds at the usual and at twice the usual rates (`--choose-rules`): after the
sixteenth no other rule of the pool adds any. Prior, m and u are trained as its
guide says; the threshold is the best there is on the truth, and links are greedy and one-to-one.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import pyarrow as pa
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.blocking_rule_library import CustomRule

from allforall.people.fields import Field
from allforall.people.names import name_columns
from allforall.people.persons import Mark, PersonRow
from allforall.reconcile.value_levels import Texts, read_dates

Links = list[tuple[str, str, float]]
Truth = set[tuple[str, str]]

#: Rules on our columns, about in the order in which `--choose-rules` took them; `crosswise` reads the right row's names
#: in each other's place.
RULES: tuple[tuple[str, ...], ...] = (
    ("sur_skeleton",),
    ("day",),
    ("sur_head", "giv_term"),
    ("crosswise_head",),
    ("sur_tail", "giv_term"),
    ("unit", "year"),
    ("sur_head", "giv_head", "fat_head"),
    ("giv_term", "fat_term", "year"),
    ("giv_skeleton", "fat_skeleton", "year"),
    ("sur_tail", "fat_term", "year"),
    ("place", "unit"),
    ("giv_term", "fat_term", "place"),
    ("sur_tail", "place"),
    ("sur_head", "place"),
    ("sur_tail", "unit"),
    ("sur_head", "fat_term", "year"),
    ("other_day", "giv_term"),
    ("other_day", "fat_term"),
    ("sur_coarse",),
    ("giv_term", "fat_term", "unit"),
)

#: What `--choose-rules` may choose from, besides the rules above.
POOL: tuple[tuple[str, ...], ...] = (
    ("sur_skeleton", "giv_term"),
    ("giv_term", "day"),
    ("sur_skeleton", "unit"),
    ("sur_skeleton", "place"),
    ("fat_term", "day"),
    ("crosswise",),
    ("sur_head", "giv_term", "year"),
    ("sur_skeleton", "fat_term"),
    ("giv_term", "unit"),
    ("sur_tail", "giv_term", "year"),
    ("sur_skeleton", "year"),
    ("sur_head", "giv_term", "place"),
    ("day", "unit"),
    ("sur_skeleton", "day"),
    ("sur_family", "giv_term"),
    ("sur_fold",),
    ("sur_fold", "giv_fold"),
    ("sur_coarse", "giv_term"),
    ("sur_coarse", "year"),
    ("sur_head", "day"),
    ("sur_tail", "day"),
    ("sur_head", "giv_term", "fat_term"),
    ("sur_tail", "giv_term", "fat_term"),
    ("sur_head", "giv_term", "unit"),
    ("sur_tail", "giv_term", "place"),
    ("sur_tail", "giv_term", "unit"),
    ("sur_head", "unit"),
    ("giv_skeleton", "day"),
    ("fat_skeleton", "day"),
    ("day", "place"),
    ("other_day", "sur_head"),
    ("other_day", "sur_tail"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """What the peer found: its links, best first, the seconds for the columns and for Splink, its candidates."""

    links: Links
    columns_seconds: float
    seconds: float
    candidates: int
    true_candidates: int
    pairs: Links  # all that it predicts, for its own match probabilities


def _first(row: PersonRow, *fields: Field) -> str | None:
    return next((value for field in fields if (value := row.value(field))), None)


def _names(prefix: str, texts: list[str | None], *, father: bool = False) -> dict[str, list[Any]]:
    """Our columns of one name: a fold, all readings, keys, groups of the table as lists."""
    codes = name_columns(texts)
    folds = codes["father"] if father else codes["fold"]
    whole, short = codes["father_whole"] if father else codes["whole"], codes["short"]
    readings = codes["readings"]
    if father:
        readings = [None if fold is None else [fold] for fold in folds]
    terms = [
        None if fold is None else f"#{groups[0]}" if groups else f"#{shorts[0]}" if shorts and not father else key
        for fold, groups, shorts, key in zip(folds, whole, short, codes["skeleton"], strict=True)
    ]
    some = [None if fold is None else fold.strip() for fold in folds]
    return {
        f"{prefix}_fold": some,
        f"{prefix}_readings": readings,
        f"{prefix}_coarse": codes["coarse"],
        f"{prefix}_skeleton": codes["skeleton"],
        f"{prefix}_family": codes["family"],
        f"{prefix}_head": [None if key is None else key[:2] for key in codes["skeleton"]],
        f"{prefix}_tail": [None if key is None else key[-3:] for key in codes["skeleton"]],
        f"{prefix}_whole": whole,
        f"{prefix}_short": short,
        f"{prefix}_term": terms,
        f"{prefix}_initial": [None if text is None else len(text.strip(" .")) == 1 for text in texts],
    }


def _dates(rows: list[PersonRow]) -> dict[str, list[Any]]:
    texts: list[str | None] = []
    for row in rows:
        born, age = row.reading(Field.BIRTH_DATE), row.value(Field.AGE)
        text = born.value if born is not None and born.value else age if age and not age.isdecimal() else ""
        marked = born is not None and Mark.PLACEHOLDER_DATE in born.marks
        texts.append(f"{text}!" if text and marked else text or None)
    distinct = list(dict.fromkeys(text for text in texts if text is not None))
    read = read_dates(distinct)
    number = {text: i for i, text in enumerate(distinct)}

    def column(value: Callable[[int], Any]) -> list[Any]:
        return [None if text is None else value(number[text]) for text in texts]

    def padded(day: int) -> str | None:
        return f"{day:08d}" if day else None

    return {
        "earliest": column(lambda i: int(read.earliest[i])),
        "latest": column(lambda i: int(read.latest[i])),
        "day": column(lambda i: None if read.partial[i] else padded(int(read.first[i]))),
        "other_day": column(lambda i: None if read.partial[i] else padded(int(read.second[i]))),
        "year": column(lambda i: padded(int(read.first[i]))[:4] if read.first[i] else _one_year(read, i)),  # type: ignore[index]
    }


def _one_year(read: Any, i: int) -> str | None:
    middle = (int(read.earliest[i]) + int(read.latest[i])) // 2
    wide = int(read.latest[i]) - int(read.earliest[i])
    return str(pd.Timestamp(year=1, month=1, day=1).year + int((middle - 1) / 365.2425)) if wide <= 740 else None


def _values(rows: list[PersonRow], field: Field) -> list[str | None]:
    """Places and units by the same codes as ours, other values as they are."""
    texts = [row.value(field) or None for row in rows]
    if field not in (Field.BIRTH_PLACE, Field.UNIT):
        return texts
    distinct = list(dict.fromkeys(text for text in texts if text is not None))
    codes = dict(zip(distinct, Texts(field, distinct).codes, strict=True))
    return [None if text is None else codes[text] for text in texts]


def folded_frame(rows: list[PersonRow]) -> pd.DataFrame:
    """Returns the rows with our columns beside them."""
    columns: dict[str, list[Any]] = {"unique_id": [row.key for row in rows]}
    columns |= _names("sur", [_first(row, Field.SURNAME) for row in rows])
    columns |= _names("giv", [_first(row, Field.GIVEN_NAME) for row in rows])
    columns |= _names("fat", [_first(row, Field.PATRONYMIC, Field.FATHER_NAME) for row in rows], father=True)
    columns |= _dates(rows)
    for field in (Field.BIRTH_PLACE, Field.UNIT, Field.RANK, Field.SERVICE_NUMBER, Field.DOCUMENT_NUMBER, Field.SEX):
        columns[field.value] = _values(rows, field)
    columns["place"] = columns.pop(Field.BIRTH_PLACE.value)
    frame = pd.DataFrame(columns)
    return frame.astype(dict.fromkeys(frame.columns, object))


def _either(column: str) -> cll.NullLevel:
    return cll.NullLevel(column)


#: Surname and given name stand in each other's place, by sound or by the table.
_CROSSED = (
    "(list_has_any(sur_readings_l, giv_readings_r) AND (list_has_any(giv_readings_l, sur_readings_r)"
    " OR list_has_any(giv_whole_l, sur_whole_r) OR list_has_any(giv_short_l, sur_whole_r)"
    " OR list_has_any(giv_whole_l, sur_short_r) OR jaro_winkler_similarity(giv_fold_l, sur_fold_r) > 0.85))"
    " OR (list_has_any(giv_readings_l, sur_readings_r) AND (list_has_any(sur_whole_l, giv_whole_r)"
    " OR list_has_any(sur_short_l, giv_whole_r) OR list_has_any(sur_whole_l, giv_short_r)"
    " OR jaro_winkler_similarity(sur_fold_l, giv_fold_r) > 0.85))"
)


def _crossed(label: str) -> cll.CustomLevel:
    return cll.CustomLevel(_CROSSED, label)


def _initial(prefix: str) -> list[cll.CustomLevel]:
    either = f"({prefix}_initial_l OR {prefix}_initial_r)"
    same = f"substr({prefix}_fold_l, 1, 1) = substr({prefix}_fold_r, 1, 1)"
    return [cll.CustomLevel(f"{either} AND {same}", "initial"), cll.CustomLevel(either, "another initial")]


def _name(prefix: str, *, crossed: bool, groups: bool) -> cl.CustomComparison:
    levels: list[Any] = [_either(f"{prefix}_fold"), *_initial(prefix)]
    term = f"{prefix}_term" if groups else f"{prefix}_fold"
    by_term = {"tf_adjustment_column": term, "disable_tf_exact_match_detection": True}
    levels.append(cll.ExactMatchLevel(f"{prefix}_fold").configure(**by_term))
    readings = f"list_has_any({prefix}_readings_l, {prefix}_readings_r)"
    levels.append(cll.CustomLevel(readings, "another reading").configure(**by_term))
    if groups:
        whole = f"list_has_any({prefix}_whole_l, {prefix}_whole_r)"
        levels.append(cll.CustomLevel(whole, "one name").configure(**by_term))
        if prefix == "giv":
            short = "list_has_any(giv_short_l, giv_whole_r) OR list_has_any(giv_whole_l, giv_short_r)"
            levels.append(cll.CustomLevel(f"{short} OR list_has_any(giv_short_l, giv_short_r)", "short form"))
    else:
        levels.append(cll.ExactMatchLevel(f"{prefix}_family"))
    if crossed:
        levels.append(_crossed("crosswise"))
    if groups:
        levels.append(
            cll.CustomLevel(f"len({prefix}_whole_l) > 0 AND len({prefix}_whole_r) > 0", "another name of the table")
        )
    levels += [
        cll.Or(cll.ExactMatchLevel(f"{prefix}_coarse"), cll.JaroWinklerLevel(f"{prefix}_fold", 0.93)),
        cll.Or(cll.ExactMatchLevel(f"{prefix}_skeleton"), cll.JaroWinklerLevel(f"{prefix}_fold", 0.87)),
        cll.JaroWinklerLevel(f"{prefix}_fold", 0.75),
        cll.ElseLevel(),
    ]
    return cl.CustomComparison(output_column_name=prefix, comparison_levels=levels)


def _birth() -> cl.CustomComparison:
    days = "day_l IS NOT NULL AND day_r IS NOT NULL"
    swapped = "substr(day_l, 1, 4) || substr(day_l, 7, 2) || substr(day_l, 5, 2) = day_r"
    years = "abs(substr(day_l, 1, 4)::INT - substr(day_r, 1, 4)::INT) = 1"
    widest = "greatest(latest_l - earliest_l, latest_r - earliest_r)"
    gap = "(greatest(earliest_l, earliest_r) - least(latest_l, latest_r))"
    levels = [
        _either("earliest"),
        cll.ExactMatchLevel("day").configure(tf_adjustment_column="day"),
        cll.CustomLevel("day_l = other_day_r OR other_day_l = day_r OR other_day_l = other_day_r", "other reading"),
        cll.CustomLevel(f"{days} AND {swapped}", "day and month swapped"),
        cll.CustomLevel(f"{days} AND {years} AND substr(day_l, 5, 4) = substr(day_r, 5, 4)", "year off by one"),
        cll.CustomLevel(f"{days} AND hamming(day_l, day_r) = 1", "one digit"),
        cll.CustomLevel(f"{days} AND substr(day_l, 1, 4) = substr(day_r, 1, 4)", "same year"),
        cll.CustomLevel(days, "different"),
        cll.CustomLevel(f"{widest} <= 62 AND {gap} <= 0", "month fits"),
        cll.CustomLevel(f"{widest} <= 740 AND {gap} <= 0", "year fits"),
        cll.CustomLevel(f"{widest} <= 740 AND {gap} <= 366", "year near"),
        cll.CustomLevel(f"{widest} <= 740", "year conflicts"),
        cll.CustomLevel(f"{gap} <= 0", "span fits"),
        cll.ElseLevel(),
    ]
    return cl.CustomComparison(output_column_name="birth", comparison_levels=levels)


def _place_like(column: str, near: float) -> cl.CustomComparison:
    levels = [
        _either(column),
        cll.ExactMatchLevel(column, term_frequency_adjustments=True),
        cll.JaroWinklerLevel(column, near),
        cll.ElseLevel(),
    ]
    return cl.CustomComparison(output_column_name=column, comparison_levels=levels)


def _number(column: str) -> cl.CustomComparison:
    levels = [_either(column), cll.ExactMatchLevel(column), cll.DamerauLevenshteinLevel(column, 1), cll.ElseLevel()]
    return cl.CustomComparison(output_column_name=column, comparison_levels=levels)


def rule(parts: tuple[str, ...]) -> Any:
    """Returns a blocking rule of Splink; some need both rows' names crosswise."""
    if parts == ("crosswise",):
        return CustomRule("l.sur_skeleton = r.giv_skeleton AND l.giv_term = r.sur_term")
    if parts == ("crosswise_head",):
        return CustomRule("l.sur_head = r.giv_head AND l.giv_term = r.sur_term")
    if parts[0] == "other_day":
        more = "".join(f" AND l.{part} = r.{part}" for part in parts[1:])
        return CustomRule(f"l.other_day = r.day{more}")
    return block_on(*parts)


def stated(left: pd.DataFrame, right: pd.DataFrame, column: str) -> bool:
    return bool(left[column].notna().any() and right[column].notna().any())


def _greedy(pairs: pd.DataFrame, sides: tuple[str, str], weight: str) -> Links:
    taken_left: set[str] = set()
    taken_right: set[str] = set()
    links = []
    ordered = pairs.sort_values([weight, *sides], ascending=[False, True, True])
    for a, b, bits in zip(ordered[sides[0]], ordered[sides[1]], ordered[weight], strict=True):
        if a not in taken_left and b not in taken_right:
            taken_left.add(a)
            taken_right.add(b)
            links.append((a, b, float(bits)))
    return links


def _table(frame: pd.DataFrame) -> pa.Table:
    """The frame with the type of every column told by all of its rows: DuckDB would look at some of them."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    for i, field in enumerate(table.schema):
        if pa.types.is_list(field.type) and pa.types.is_null(field.type.value_type):
            table = table.set_column(i, field.name, table.column(i).cast(pa.list_(pa.int64())))
        elif pa.types.is_null(field.type):
            table = table.set_column(i, field.name, table.column(i).cast(pa.string()))
    return table


def linked(
    frames: tuple[pd.DataFrame, pd.DataFrame],
    comparisons: list[Any],
    rules: list[Any],
    certain: list[Any],
    training: list[Any],
    truth: Truth,
) -> Found:
    logging.getLogger("splink").setLevel(logging.ERROR)
    start = time.perf_counter()
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=rules,
        retain_matching_columns=False,
    )
    database = DuckDBAPI()
    linker = Linker([database.register(_table(frame)) for frame in frames], settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match(certain, recall=0.4)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for block in training:
        linker.training.estimate_parameters_using_expectation_maximisation(block)
    found = linker.inference.predict(threshold_match_weight=-12).as_pandas_dataframe()
    weight = next(name for name in ("match_weight", "mw", "mw_total") if name in found.columns)
    right_ids = set(frames[1]["unique_id"])
    flipped = bool(len(found)) and found["unique_id_l"].iloc[0] in right_ids
    sides = ("unique_id_r", "unique_id_l") if flipped else ("unique_id_l", "unique_id_r")
    links = _greedy(found, sides, weight)
    seconds = time.perf_counter() - start
    blocked = linker.inference.compute_blocked_pairs_for_predict().as_pandas_dataframe()
    keys = [name for name in blocked.columns if name.startswith("join_key")]
    met = [str(text).rpartition("-__-")[2] for text in blocked[keys[0]]], blocked[keys[1]]
    other = [str(text).rpartition("-__-")[2] for text in met[1]]
    seen = {(a, b) if (a, b) in truth else (b, a) for a, b in zip(met[0], other, strict=True)}
    predicted = list(zip(found[sides[0]], found[sides[1]], found[weight].astype(float), strict=True))
    return Found(links, 0.0, seconds, len(blocked), len(seen & truth), predicted)


def run_splink(sought: list[PersonRow], held: list[PersonRow], truth: Truth) -> Found:
    """Returns what Splink finds with our columns; `truth` is only used to count its candidates."""
    start = time.perf_counter()
    frames = folded_frame(sought), folded_frame(held)
    spent = time.perf_counter() - start
    comparisons = [
        _name("sur", crossed=True, groups=False),
        _name("giv", crossed=True, groups=True),
        _name("fat", crossed=False, groups=True),
        _birth(),
        _place_like("place", 0.9),
        _place_like("unit", 0.95),
    ]
    comparisons += [_place_like(name, 1.0) for name in ("rank", "sex") if stated(*frames, name)]
    comparisons += [_number(name) for name in ("service_number", "document_number") if stated(*frames, name)]
    certain = [block_on("sur_fold", "giv_term", "day"), block_on("sur_fold", "giv_term", "fat_term")]
    training = [block_on("sur_skeleton", "giv_term"), block_on("day"), block_on("sur_skeleton", "fat_term")]
    found = linked(frames, comparisons, [rule(parts) for parts in RULES], certain, training, truth)
    return replace(found, columns_seconds=spent)


def _rule_columns(parts: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The columns that a rule compares, on the left and on the right."""
    if parts == ("crosswise",):
        return ["sur_skeleton", "giv_term"], ["giv_skeleton", "sur_term"]
    if parts == ("crosswise_head",):
        return ["sur_head", "giv_term"], ["giv_head", "sur_term"]
    if parts[0] == "other_day":
        return list(parts), ["day", *parts[1:]]
    return list(parts), list(parts)


def choose_rules(sought: list[PersonRow], held: list[PersonRow], truth: Truth, *, rules: int = 20) -> None:
    """Prints the rules that add the most true pairs, one after another; none that makes over 40 pairs a row."""
    left, right = folded_frame(sought).set_index("unique_id"), folded_frame(held).set_index("unique_id")
    pairs = sorted(truth)
    one, two = left.loc[[a for a, _ in pairs]], right.loc[[b for _, b in pairs]]
    met: dict[tuple[str, ...], Any] = {}
    for parts in (*RULES, *POOL):
        mine, theirs = _rule_columns(parts)
        made = left.groupby(mine).size().rename("l").to_frame()
        other = right.groupby(theirs).size().rename("r").to_frame()
        made.index.names = other.index.names = [str(i) for i in range(len(mine))]
        both = made.join(other, how="inner")
        if int((both["l"] * both["r"]).sum()) <= 40 * (len(left) + len(right)):
            same = [one[a].to_numpy() == two[b].to_numpy() for a, b in zip(mine, theirs, strict=True)]
            known = [one[a].notna().to_numpy() for a in mine]
            met[parts] = pd.DataFrame(same + known).all(axis=0).to_numpy()
    covered = pd.Series(False, index=range(len(pairs))).to_numpy()
    for number in range(rules):
        best = max(met, key=lambda parts: (int((met[parts] & ~covered).sum()), parts))
        covered = covered | met.pop(best)
        print(f"{number + 1:2} {best!r}, of the true pairs {covered.mean():.4f}")
