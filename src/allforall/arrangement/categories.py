"""The categories of an arrangement's file: who falls under them, in what format, in whose wording."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from allforall.arrangement import codes, terms
from allforall.arrangement.tables import Table
from allforall.errors import wanted
from allforall.people.persons import Party

#: Words that other tables use for tracks and sums; a category of that name would be mistaken for them.
_RESERVED = (codes.NOT_TRADED, codes.CHILDREN, "care")
#: Assumption: no rule is about older persons.
_OLDEST = 120


class Rule(StrEnum):
    """By what a person falls under a category."""

    WOUNDED_AND_ILL = "wounded_and_ill"
    AGE = "age"
    ANY_PRISONER = "any_prisoner"
    DEAD = "dead"


@dataclass(slots=True)
class Categories:
    """The categories read so far."""

    wounded_and_ill: terms.WoundedAndIll = field(default_factory=terms.WoundedAndIll)
    by_age: list[terms.ByAge] = field(default_factory=list)
    any_prisoner: list[terms.AnyPrisoner] = field(default_factory=list)
    dead: terms.Dead | None = None


def read_categories(root: Table) -> Categories:
    """Returns the categories of a file, always including one for the wounded and ill."""
    categories = Categories()
    for key, table in root.named_tables("category"):
        if key in _RESERVED:
            root.book.note("arrangement:category:reserved", table.path, expected=wanted("other_name"), found=key)
        rule = table.choice("rule", Rule)
        if "rule" not in table.entries or table.entries["rule"] not in list(Rule):
            continue  # without a rule nobody can say which keys belong here
        if (rule is Rule.WOUNDED_AND_ILL) != (key == codes.WOUNDED_AND_ILL):
            # Under another name, or with another rule, the owed category could be traded.
            table.note(
                "arrangement:category:owed_by_name",
                "rule",
                expected=f"{codes.WOUNDED_AND_ILL} = {Rule.WOUNDED_AND_ILL}",
            )
        elif rule is Rule.DEAD and categories.dead is not None:
            table.note("arrangement:category:twice", "rule", expected=wanted("each_once"))
        _read_one(key, rule, table, categories)
        table.done(never_traded=rule is Rule.WOUNDED_AND_ILL)
    return categories


def _read_one(key: str, rule: Rule, table: Table, categories: Categories) -> None:
    title = table.string("title")
    match rule:
        case Rule.WOUNDED_AND_ILL:
            wording = read_words(table, "wording", never_traded=True)
            covers = table.yes_no("covers_agreed_severe")
            categories.wounded_and_ill = terms.WoundedAndIll(
                title=title, in_text=True, covers_agreed_severe=covers, wording=wording
            )
        case Rule.AGE:
            who = table.choice("who", codes.Who)
            exchange = read_format(table)
            categories.by_age.append(terms.ByAge(key, title, who, exchange, _age_readings(table)))
        case Rule.ANY_PRISONER:
            who = table.choice("who", codes.Who)
            exchange = read_format(table)
            wording = read_words(table, "wording")
            categories.any_prisoner.append(terms.AnyPrisoner(key, title, who, exchange, wording))
        case Rule.DEAD:
            categories.dead = _dead(key, title, table)


def read_words(table: Table, key: str, *, never_traded: bool = False) -> tuple[terms.Words, ...]:
    """Returns what each party said, under ``key.party_a`` and ``key.party_b``; nothing if the key is absent.

    One party's words without the other's are refused: a file may not tell one side's story.
    """
    if not table.has(key):
        return ()
    group = table.table(key)
    if group is None:
        return ()
    words = tuple(terms.Words(party, group.string(party)) for party in Party if _stands_there(group, party))
    group.done(never_traded=never_traded)
    return words


def _stands_there(group: Table, party: Party) -> bool:
    if group.has(party):
        return True
    group.note("arrangement:reading:party_missing", party, expected=party)
    return False


def _both_readings(table: Table) -> list[tuple[Party, Table]]:
    group = table.table("reading")
    if group is None:
        return []
    readings: list[tuple[Party, Table]] = []
    for party in Party:
        if _stands_there(group, party):
            reading = group.table(party)
            if reading is not None:
                readings.append((party, reading))
    group.done()
    return readings


def _age_readings(table: Table) -> tuple[terms.AgeReading, ...]:
    common = table.day("age_counts_on") if table.has("age_counts_on") else None
    readings: list[terms.AgeReading] = []
    for party, reading in _both_readings(table):
        words = reading.string("words")
        first = reading.whole("from_birthday", 0, _OLDEST) if reading.has("from_birthday") else None
        last = reading.whole("until_birthday", 1, _OLDEST) if reading.has("until_birthday") else None
        border = codes.Border.STATED
        if last is not None:
            border = reading.choice("until_birthday_is", codes.Border)
        if first is None and last is None:
            reading.note("arrangement:age:no_border", "from_birthday", expected="from_birthday, until_birthday")
        elif first is not None and last is not None and first >= last:
            reading.note(
                "arrangement:range:inverted",
                "until_birthday",
                expected="from_birthday < until_birthday",
                found=f"{first} >= {last}",
            )
        counts_on = reading.day("age_counts_on") if reading.has("age_counts_on") else common
        if counts_on is None:
            reading.note("arrangement:age:date_missing", "age_counts_on", expected=wanted("date"))
            counts_on = date.min
        readings.append(terms.AgeReading(party, words, first, last, border, counts_on))
        reading.done()
    return tuple(readings)


def _dead(key: str, title: str, table: Table) -> terms.Dead:
    counted_as = table.choices("counted_as", codes.DeadCount)
    left_out = [unit for unit in codes.DeadCount if unit not in counted_as]
    if left_out and isinstance(table.entries.get("counted_as"), list):
        # Several persons may be in one bag and one person in several: one unit alone would be mistaken for all of them.
        table.note("arrangement:dead:counted_as", "counted_as", expected=", ".join(left_out), found=wanted("left_out"))
    counts: codes.DeadCount | None = None
    if table.named_or("number_counts", "not_said") is not None:
        counts = table.choice("number_counts", codes.DeadCount)
    readings: list[terms.DeadReading] = []
    for party, reading in _both_readings(table):
        readings.append(terms.DeadReading(party, reading.string("words"), read_format(reading)))
        reading.done()
    return terms.Dead(key, title, counted_as, counts, tuple(readings))


def read_format(table: Table) -> terms.Format:
    """Returns the format that a table's own keys describe: `format`, and with it `number`, `giver` and
    `stages`.
    """
    kind = table.choice("format", codes.FormatKind)
    number: int | None = None
    giver: Party | None = None
    if kind is not codes.FormatKind.ALL_FOR_ALL or table.has("number"):
        number = table.whole("number")
    if kind is codes.FormatKind.ONE_WAY or table.has("giver"):
        giver = table.choice("giver", Party)
    stages: list[terms.Stage] = []
    for stage in table.listed_tables("stages"):
        stages.append(terms.Stage(stage.day("on"), stage.whole("number")))
        stage.done()
    if table.entries.get("format") == codes.FormatKind.ALL_FOR_ALL:
        for key in ("number", "giver"):
            if key in table.entries:
                table.note("arrangement:format:all_has_no_number", key, expected="n_for_n, one_way")
    elif table.entries.get("format") == codes.FormatKind.N_FOR_N and giver is not None:
        table.note("arrangement:format:giver", "giver", expected="one_way")
    total = sum(stage.number for stage in stages)
    if stages and number is not None and total != number:
        table.note("arrangement:stages:sum", "stages", expected=str(number), found=str(total))
    days = [stage.on for stage in stages]
    if days != sorted(set(days)):
        table.note("arrangement:stages:order", "stages", expected=wanted("rising_days"), found=str(len(days)))
    return terms.Format(kind, number, giver, tuple(stages))
