"""The sections of an arrangement's file, each read into its value and checked against the others."""

import re
from datetime import date

from allforall.arrangement import codes, terms
from allforall.arrangement.categories import Categories, read_categories, read_format, read_words
from allforall.arrangement.tables import Table
from allforall.errors import wanted
from allforall.people.persons import Party

_NONE, _NOT_AGREED = "none", "not_agreed"
_PERIOD = re.compile(r"([0-9]{1,4}) (day|month)s?")


def read_sections(root: Table, digest: str) -> terms.Arrangement:
    """Returns the arrangement of a file's sections; problems are noted in the tables' book."""
    head = root.table("arrangement")
    persons = root.table("persons")
    categories = read_categories(root)
    arrangement = terms.Arrangement(
        digest=digest,
        key=head.string("key") if head else "",
        title=head.string("title") if head else "",
        agreed_on=head.day("agreed_on") if head else date.min,
        place=head.string("place") if head else "",
        state=head.choice("state", codes.State) if head else codes.State.ANNOUNCED,
        status_not_stated=(
            persons.choice("status_not_stated", codes.StatusNotStated)
            if persons
            else codes.StatusNotStated.CANNOT_BE_DECIDED
        ),
        wounded_and_ill=categories.wounded_and_ill,
        by_age=tuple(categories.by_age),
        any_prisoner=tuple(categories.any_prisoner),
        dead=categories.dead,
        not_traded=_not_traded(root),
        children=_children(root),
        commission=_commission(root),
        pauses=tuple(_pause(name, table) for name, table in root.named_tables("pause")),
        commitments=tuple(_commitment(name, table) for name, table in root.named_tables("commitment")),
        meetings=tuple(_meeting(name, table) for name, table in root.named_tables("meeting")),
        earlier=tuple(_earlier(name, table) for name, table in root.named_tables("earlier")),
        deadlines=tuple(_deadline(name, table) for name, table in root.named_tables("deadline")),
        ceilings=tuple(_ceiling(name, table, categories) for name, table in root.named_tables("ceiling")),
        thresholds=_thresholds(root),
        neutral=_neutral(root),
        parties=_parties(root),
    )
    for table in (head, persons):
        if table:
            table.done()
    _check_together(root, arrangement)
    return arrangement


def _check_together(root: Table, arrangement: terms.Arrangement) -> None:
    commission = arrangement.commission
    if (
        commission is not None
        and commission.state is codes.CommissionState.CONSTITUTED
        and commission.kind is codes.CommissionKind.MIXED_ART_112
        and arrangement.neutral.medical_members is None
    ):
        # GC III annex II art. 1: two of its three members are neutral.
        neutral = root.table("neutral")
        if neutral:
            neutral.note(
                "arrangement:commission:neutral_missing", "medical_members", expected=wanted("body"), found=_NONE
            )


def _not_traded(root: Table) -> terms.NotTraded:
    table = root.table(codes.NOT_TRADED)
    if table is None:
        return terms.NotTraded()
    who = table.choices("who", codes.NotTradedReason)
    left_out = [reason for reason in codes.NotTradedReason if reason not in who]
    if left_out and isinstance(table.entries.get("who"), list):
        found = ", ".join(who) or "nothing"
        table.note("arrangement:not_traded:left_out", "who", expected=", ".join(left_out), found=found)
    table.done(never_traded=True)
    return terms.NotTraded(who)


def _children(root: Table) -> terms.Children:
    table = root.table(codes.CHILDREN)
    if table is None:
        return terms.Children(under=18, counts_on=date.min)
    under = table.whole("under", 1, 30)
    if under < 18 and isinstance(table.entries.get("under"), int):
        # CRC art. 1: an agreement may protect longer, not shorter.
        table.note("arrangement:children:under_18", "under", expected="18", found=under)
    counts_on = table.day("counts_on")
    lists: list[terms.ChildrenList] = []
    for item in table.listed_tables("list"):
        lists.append(
            terms.ChildrenList(item.choice("handed_over_by", Party), item.day("handed_over_on"), item.whole("names"))
        )
        item.done(never_traded=True)
    claims = read_words(table, "claims", never_traded=True)
    table.done(never_traded=True)
    return terms.Children(under, counts_on, tuple(lists), claims)


def _commission(root: Table) -> terms.Commission | None:
    if not root.has("commission"):
        return None
    table = root.table("commission")
    if table is None:
        return None
    state = table.choice("state", codes.CommissionState)
    constituted = state is codes.CommissionState.CONSTITUTED
    kind = table.choice("kind", codes.CommissionKind)
    said_by = table.choice("said_by", Party) if table.has("said_by") else None
    words = table.string("words")
    members = table.texts("members") if constituted or table.has("members") else ()
    on = table.day("constituted_on") if constituted or table.has("constituted_on") else None
    if constituted and kind is codes.CommissionKind.NOT_SAID:
        table.note("arrangement:commission:kind_missing", "kind", expected="mixed_art_112, joint")
    if constituted and not members and isinstance(table.entries.get("members"), list):
        table.note("arrangement:value:empty", "members", expected=wanted("list_of_texts"))
    if not constituted:
        for key in ("members", "constituted_on"):
            if key in table.entries:
                table.note("arrangement:commission:not_constituted", key, expected='state = "constituted"')
    table.done(never_traded=True)
    return terms.Commission(kind, state, said_by, words, members, on)


def _pause(key: str, table: Table) -> terms.Pause:
    least, most = _range(table, "days_at_least", "days_at_most", most=366)
    pause = terms.Pause(
        key=key,
        purpose=table.string("purpose"),
        area=table.string("area"),
        days_at_least=least,
        days_at_most=most,
        proposed_by=table.choice("proposed_by", Party),
        accepted_by=table.choices("accepted_by", Party),
        remark=table.string("remark") if table.has("remark") else "",
    )
    table.done()
    return pause


def _range(table: Table, low: str, high: str, most: int) -> tuple[int, int]:
    """Returns two bounds, the first not larger than the second."""
    first, last = table.whole(low, 1, most), table.whole(high, 1, most)
    if first > last and _is_whole(table, low) and _is_whole(table, high):
        table.note("arrangement:range:inverted", high, expected=f"{low} <= {high}", found=f"{first} > {last}")
    return first, last


def _is_whole(table: Table, key: str) -> bool:
    return isinstance(table.entries.get(key), int)


def _is_day(table: Table, key: str) -> bool:
    return type(table.entries.get(key)) is date


def _period(table: Table, key: str) -> terms.Period | None:
    text = table.string(key)
    match = _PERIOD.fullmatch(text)
    if match is None or int(match[1]) == 0:
        if text:
            table.note("arrangement:period:unknown", key, expected="7 days, 3 months")
        return None
    return terms.Period(int(match[1]), codes.Unit(match[2] + "s"))


def _commitment(key: str, table: Table) -> terms.Commitment:
    debtor, creditor = table.choice("debtor", Party), table.choice("creditor", Party)
    if debtor is creditor and table.entries.get("debtor") == table.entries.get("creditor"):
        table.note("arrangement:commitment:same_party", "creditor", expected=debtor.other)
    trigger_on = table.day("trigger_on")
    within = _period(table, "within") if table.has("within") else None
    due_on = table.day("due_on") if table.has("due_on") else None
    if within is not None and _is_day(table, "trigger_on"):
        counted = within.end(trigger_on)
        if due_on is None:
            due_on = counted
        elif due_on != counted and _is_day(table, "due_on"):
            table.note("arrangement:commitment:due_on", "due_on", expected=counted.isoformat())
    elif due_on is not None and due_on < trigger_on and _is_day(table, "due_on"):
        table.note("arrangement:range:inverted", "due_on", expected="trigger_on <= due_on")
    commitment = terms.Commitment(
        key=key,
        debtor=debtor,
        creditor=creditor,
        what=table.string("what"),
        trigger=table.string("trigger"),
        trigger_on=trigger_on,
        within=within,
        due_on=due_on,
        state=table.choice("state", codes.CommitmentState),
    )
    table.done()
    return commitment


def _meeting(key: str, table: Table) -> terms.Meeting:
    from_day, to_day = table.day("from_day"), table.day("to_day")
    if from_day > to_day and _is_day(table, "from_day") and _is_day(table, "to_day"):
        table.note("arrangement:range:inverted", "to_day", expected="from_day <= to_day")
    meeting = terms.Meeting(
        key, from_day, to_day, table.choice("proposed_by", Party), table.choices("confirmed_by", Party)
    )
    table.done()
    return meeting


def _earlier(key: str, table: Table) -> terms.Earlier:
    earlier = terms.Earlier(key, table.string("title"), read_format(table))
    table.done()
    return earlier


def _deadline(key: str, table: Table) -> terms.Deadline:
    deadline = terms.Deadline(
        key=key,
        what=table.string("what"),
        within=_period(table, "within") or terms.Period(1, codes.Unit.DAYS),
        after=table.string("after"),
        ground=table.choice("ground", codes.Ground),
        source=table.string("source"),
    )
    table.done()
    return deadline


def _ceiling(key: str, table: Table, categories: Categories) -> terms.Ceiling:
    named = table.texts("categories")
    if not named and isinstance(table.entries.get("categories"), list):
        table.note("arrangement:value:empty", "categories", expected=wanted("list_of_texts"))
    traded = [one.key for one in categories.by_age] + [one.key for one in categories.any_prisoner]
    for name in named:
        if name in codes.NEVER_TRADED:
            table.note("arrangement:parity:never", "categories", expected=wanted("no_parity"), found=name)
        elif name not in traded:
            table.note("arrangement:ceiling:category", "categories", expected=", ".join(traded), found=name)
    least, most = _range(table, "at_least", "at_most", most=10_000_000)
    ground = table.choice("ground", codes.Ground)
    said_by: Party | None = None
    if ground is codes.Ground.SAID_BY_ONE_SIDE or table.has("said_by"):
        said_by = table.choice("said_by", Party)
    table.done()
    return terms.Ceiling(key, named, least, most, ground, said_by)


def _thresholds(root: Table) -> terms.Thresholds:
    table = root.table("threshold")
    if table is None:
        return terms.Thresholds()
    posterior = table.share_or("identification_posterior", _NOT_AGREED)
    prior = table.share_or("identification_prior", _NOT_AGREED)
    if (posterior is None) != (prior is None):
        # A posterior without its prior means nothing: 99.99987 % at even odds is 91.7 % at 1 in 70,000.
        missing = "identification_posterior" if posterior is None else "identification_prior"
        table.note("arrangement:threshold:prior_and_posterior", missing, expected=wanted("both_or_neither"))
    thresholds = terms.Thresholds(posterior, prior, table.whole("smallest_count_shown", 1, 1000))
    table.done()
    return thresholds


def _neutral(root: Table) -> terms.Neutral:
    table = root.table("neutral")
    if table is None:
        return terms.Neutral()
    neutral = terms.Neutral(
        witness=table.named_or("witness", _NONE),
        interviewer=table.named_or("interviewer", _NONE),
        medical_members=table.named_or("medical_members", _NONE),
        intermediary=table.named_or("intermediary", _NONE),
    )
    table.done()
    return neutral


def _parties(root: Table) -> tuple[terms.PartyTerms, ...]:
    group = root.table("party")
    found: list[terms.PartyTerms] = []
    for party in Party:
        table = group.table(party) if group else None
        if table is None:
            found.append(terms.PartyTerms(party, None))
            continue
        found.append(
            terms.PartyTerms(party, table.named_or("not_travelling_go_to", _NOT_AGREED), table.texts("nationals"))
        )
        table.done()
    if group:
        group.done()
    return tuple(found)
