"""One answer for every name: proposed and confirmed on the holder's node, then sent to those who asked."""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from allforall.answers import (
    FIELDS_LOOKED_AT,
    Answer,
    AnswerEntry,
    AnswerKind,
    AnswersFile,
    Batch,
    Change,
    HeldList,
    HeldRow,
    NameAnswer,
    Proposal,
    Received,
    SoughtList,
    answer_names,
    confirm,
    confirm_batch,
    gather_held,
    gather_sought,
    latest,
    make_outgoing,
    place_held,
    propose_answers,
    read_answers,
    receive,
    standing_received,
    withdraw,
    write_answers,
)
from allforall.disclosure import DisclosedList, DisclosedRow, gather
from allforall.durable import write_file
from allforall.errors import CallError, GateError, Word
from allforall.node.acts.disclosed_lists import check_no_record, keep_arrived, read_limited
from allforall.node.folder import Node
from allforall.node.lock import acting
from allforall.node.officers import ActKind, Desk, find_repeated, journal
from allforall.node.views.lists import latest_list
from allforall.people.persons import ListKind, Party
from allforall.reconcile import Link
from allforall.store.answers.acts import load_answers, load_received, store_answers, store_received
from allforall.store.answers.models import StoredSentAnswers
from allforall.store.disclosure.ledger import load_decisions
from allforall.store.disclosure.models import StoredDisclosure
from allforall.store.erasure import erased_references
from allforall.store.people.models import StoredList
from allforall.store.people.rows import erased_keys, load_rows
from allforall.store.reconcile.links import latest_linking, load_candidates, load_links, load_reviews, merged_links
from allforall.store.reconcile.models import StoredLinking

#: What the other side learns about the list that was searched, besides its day: no key of this node.
_TOLD_AS = "persons held"


@dataclass(frozen=True, slots=True)
class Asked:
    """The other side's list and ours, compared: everything that answers depend on, in its current state.

    `held_lists` are those of our lists that were searched, as one.
    """

    stored: StoredList
    held_lists: tuple[StoredList, ...]
    sought: SoughtList
    held: HeldList
    links: tuple[Link, ...]
    proposals: tuple[Proposal, ...]
    acts: tuple[Answer, ...]

    @property
    def held_key(self) -> str:
        """The keys of the lists that were searched."""
        return ", ".join(one.key for one in self.held_lists)

    @property
    def standing(self) -> dict[str, Answer]:
        """The act that counts for each name."""
        return latest(self.acts)

    def names(self) -> tuple[NameAnswer, ...]:
        """Exactly one answer for every sought name."""
        return answer_names(self.sought, self.held, self.proposals, self.acts)

    def places(self) -> tuple[HeldRow, ...]:
        """Exactly one place for every held row."""
        return place_held(self.held, self.names(), self.links)


def _looked_through(node: Node, asked: StoredList) -> list[StoredList]:
    """Returns our latest list, with those that were searched together with it when it was last compared."""
    ours = latest_list(ListKind.HELD, node.party)
    for linking in StoredLinking.objects.filter(left_list=asked).exclude(right_list=asked).order_by("-id"):
        keys = linking.among.split()
        if ours.key in keys:
            together = list(StoredList.objects.filter(key__in=keys).order_by("id"))
            return together if len(together) == len(keys) else [ours]  # one of them was withdrawn
    return [ours]


def look_up(
    node: Node,
    *,
    sought: StoredList | None = None,
    held: StoredList | Sequence[StoredList] | None = None,
    whole: bool = False,
) -> Asked:
    """Returns the names asked about and what can be proposed; the lists must have been compared.

    Several held lists are searched as one, if they were compared so. The rows carry the fields that answers look
    at; with `whole`, everything.
    """
    fields = None if whole else FIELDS_LOOKED_AT
    asked = sought or latest_list(ListKind.SOUGHT, node.party.other)
    chosen = [held] if isinstance(held, StoredList) else list(held or _looked_through(node, asked))
    ours = tuple(sorted(chosen, key=lambda one: one.pk))
    if asked.party != node.party.other.value or asked.kind != ListKind.SOUGHT.value:
        raise CallError("answers:list:not-theirs", found=asked.key)
    linking = latest_linking(asked, *ours)
    if linking is None:
        raise GateError("reconcile:not-compared", left=asked.key, right=", ".join(one.key for one in ours))
    sought_side = gather_sought(
        load_rows(asked, fields=fields),
        list_key=asked.their_key or asked.key,
        duplicates=_duplicates(asked),
        reviews=load_reviews(asked, asked),
    )
    held_side = gather_held(
        (row for one in ours for row in load_rows(one, fields=fields)),
        list_key=", ".join(one.key for one in ours),
        list_date=min(one.as_of for one in ours),
        to=node.party.other,
        decisions=gather(load_decisions()),
        duplicates=[link for one in ours for link in _duplicates(one)],
        reviews=[review for one in ours for other in ours for review in load_reviews(one, other)],
        lists=[(one.key, one.as_of) for one in ours],
    )
    links = tuple(load_links(linking, with_fields=False))
    proposals = propose_answers(sought_side, held_side, links, candidates=load_candidates(linking, with_fields=False))
    return Asked(asked, ours, sought_side, held_side, links, proposals, tuple(load_answers(asked)))


def _duplicates(stored: StoredList) -> list[Link]:
    """Returns the links found within a list, and the merges that officers made of its rows."""
    within = latest_linking(stored, stored)
    return [*(load_links(within, with_fields=False) if within else ()), *merged_links(stored)]


def seen_name(asked: Asked, sought_key: str) -> str:
    """Returns a token for the current answer to one name: how often it was answered, and what is proposed.

    An officer who confirms or withdraws passes it in, so that nobody overwrites an answer that they have not seen.
    """
    acts = sum(one.sought_key == sought_key for one in asked.acts)
    proposal = next((one for one in asked.proposals if one.sought_key == sought_key), None)
    return f"{acts}-{hashlib.sha256(repr(proposal).encode()).hexdigest()[:12]}"


def _check_seen(desk: Desk, asked: Asked, sought_key: str) -> None:
    """Refuses to replace an answer that the officer has not seen; the error says what has changed since."""
    before, now = asked.standing.get(sought_key), seen_name(asked, sought_key)
    if desk.seen and desk.seen != now:
        if before is not None and desk.seen.partition("-")[0] != now.partition("-")[0]:
            raise GateError(
                "answers:seen:answered",
                kind=Word("answer_kind", before.kind.value),
                on=before.on.isoformat(),
                expected=now,
            )
        raise GateError("answers:seen:proposed", where=sought_key, expected=now)
    if before is not None and not desk.seen:
        raise GateError("answers:seen:needed", kind=Word("answer_kind", before.kind.value), on=before.on.isoformat())


def _as_of_now(asked: Asked) -> Asked:
    """The names asked about, with the acts that count now; the caller holds the lock."""
    return replace(asked, acts=tuple(load_answers(asked.stored)))


def confirm_clear(node: Node, desk: Desk, asked: Asked) -> Batch:
    """Returns what was confirmed in one batch, and what was left for a person with every reason."""
    with acting(node):
        asked = _as_of_now(asked)
        act = journal(node, desk, ActKind.ANSWERS_CONFIRM, details={"list": asked.stored.key, "batch": True})
        batch = confirm_batch(asked.proposals, by=tuple(act.officers), on=node.now.date(), standing=asked.standing)
        store_answers(asked.stored, batch.confirmed, act)
    return batch


def confirm_one(
    node: Node,
    desk: Desk,
    asked: Asked,
    *,
    sought_key: str,
    kind: AnswerKind | None = None,
    why: str = "",
    particulars: Mapping[str, str] | None = None,
) -> Answer:
    """Returns the confirmed answer for one named person; a death takes two officers."""
    proposal = next((one for one in asked.proposals if one.sought_key == sought_key), None)
    if proposal is None:
        raise CallError("row:key:unknown", found=sought_key)
    dead = (kind or proposal.kind) is AnswerKind.REPORTED_DEAD or proposal.officers_needed > 1
    with acting(node):
        find_repeated(desk.once)
        asked = _as_of_now(asked)
        _check_seen(desk, asked, sought_key)
        act_kind = ActKind.ANSWERS_CONFIRM_DEAD if dead else ActKind.ANSWERS_CONFIRM
        act = journal(
            node,
            desk,
            act_kind,
            why=why,
            details={"row": sought_key, "kind": (kind or proposal.kind).value, "proposed": proposal.kind.value},
        )
        # in NFC: what is typed here goes into a signed payload, where a letter has one form
        typed = {name: unicodedata.normalize("NFC", text) for name, text in (particulars or {}).items()}
        answer = confirm(
            proposal,
            by=tuple(act.officers),
            on=node.now.date(),
            standing=asked.standing,
            kind=kind,
            why=why,
            particulars=tuple(typed.items()) if particulars is not None else None,
        )
        store_answers(asked.stored, [answer], act)
    return answer


def withdraw_one(node: Node, desk: Desk, asked: Asked, *, sought_key: str, why: str) -> Answer:
    """Returns the act that withdraws one answer; the earlier one stays in the history."""
    with acting(node):
        find_repeated(desk.once)
        asked = _as_of_now(asked)
        if sought_key in asked.standing:
            _check_seen(desk, asked, sought_key)
        act = journal(node, desk, ActKind.ANSWERS_WITHDRAW, why=why, details={"row": sought_key})
        answer = withdraw(sought_key, by=tuple(act.officers), on=node.now.date(), why=why, standing=asked.standing)
        store_answers(asked.stored, [answer], act)
    return answer


@dataclass(frozen=True, slots=True)
class SentAnswers:
    """A file of answers for the other side."""

    path: Path
    answers: AnswersFile


def _asked_list(stored: StoredList, sought: SoughtList, party: Party) -> DisclosedList:
    refs = (*sought.refs.values(), *erased_references(stored))
    rows = tuple(DisclosedRow(ref, ()) for ref in sorted(refs))
    return DisclosedList(stored.their_key, ListKind.SOUGHT, party, party.other, stored.as_of, stored.as_of, rows)


def answers_to_send(node: Node, asked: Asked, by: tuple[str, ...]) -> AnswersFile:
    """Returns the confirmed answers as they leave; `by` are the two officers who release them."""
    if not asked.stored.disclosure_digest:
        raise GateError("answers:list:not-disclosed", found=asked.stored.key)
    made = make_outgoing(
        asked.names(),
        asked.sought,
        asked.held,
        list_sha256=asked.stored.disclosure_digest,
        authority=node.title,
        answered_on=node.now.date(),
        by=by,
        told_as=_TOLD_AS,
        sent=sent_before(node, asked),
    )
    # A file has one answer for every name that was disclosed; about a person who was erased here it says nothing.
    silent = [AnswerEntry(ref, AnswerKind.NO_ANSWER) for ref in erased_references(asked.stored)]
    return replace(made, entries=tuple(sorted((*made.entries, *silent), key=lambda entry: entry.ref)))


def read_sent(node: Node, asked: Asked, content: bytes) -> AnswersFile:
    """Returns answers that this node sent before, loose or in the record."""
    known = {asked.stored.disclosure_digest: _asked_list(asked.stored, asked.sought, node.party.other)}
    return read_answers(content, asked=known, in_record=b'"signed":true' in content)


def sent_before(node: Node, asked: Asked) -> AnswersFile | None:
    """Returns the answers to this list that were sent last, or None."""
    before = StoredSentAnswers.objects.filter(list=asked.stored).order_by("-id").first()
    return read_sent(node, asked, before.content.encode()) if before else None


def export_answers(node: Node, desk: Desk, asked: Asked) -> SentAnswers:
    """Returns the file of the confirmed answers, written into the outbox; takes two officers.

    It is for nodes without a record; where there is one, answers are signed in it (`signed_answers`).
    """
    check_no_record(node)
    with acting(node):
        act = journal(node, desk, ActKind.ANSWERS_EXPORT, details={"list": asked.stored.key})
        answers = answers_to_send(node, asked, tuple(act.officers))
        content = write_answers(answers)
        sha256 = hashlib.sha256(content).hexdigest()
        path = node.path / "outbox" / f"answers-{asked.stored.their_key}-{sha256[:12]}.json"
        StoredSentAnswers.objects.create(
            list=asked.stored, file_name=path.name, sha256=sha256, content=content.decode(), act=act
        )
        write_file(path, content)
    return SentAnswers(path, answers)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a file of answers added, and which names it answers differently from before."""

    stored: StoredList
    added: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class OurList:
    """A list of ours that was disclosed, and which row each reference means."""

    stored: StoredList
    listed: DisclosedList
    keys: Mapping[str, str]


def our_disclosures(node: Node) -> dict[str, OurList]:
    found = {}
    for file in StoredDisclosure.objects.select_related("list").order_by("id"):
        keys = dict(file.rows.values_list("ref", "row_key"))
        rows = tuple(DisclosedRow(ref, ()) for ref in sorted(keys))
        listed = DisclosedList(
            file.list.key,
            ListKind(file.list.kind),
            node.party,
            Party(file.to),
            file.list.as_of,
            file.on,
            rows,
        )
        found[file.sha256] = OurList(file.list, listed, keys)
    return found


def import_answers(node: Node, desk: Desk, path: Path) -> TakenIn:
    """Returns what the other side's answers added; nothing that was answered before is overwritten.

    Raises:
        GateError: this node has a record; a loose file that nobody signed is not accepted beside it.

    """
    check_no_record(node)
    content = read_limited(path)
    answers, ours = read_for_us(node, content)
    with acting(node):
        taken = store_received_answers(node, desk, content, answers, ours)
        gone = erased_keys(ours.stored)
        if not any(entry.particulars and ours.keys[entry.ref] in gone for entry in answers.entries):
            keep_arrived(node, path, content)  # a file that again contains a person who was erased is not kept
    return taken


def read_for_us(node: Node, content: bytes, *, in_record: bool = False) -> tuple[AnswersFile, OurList]:
    """Returns the answers that a file holds, and our list that they answer."""
    ours = our_disclosures(node)
    asked = {sha256: one.listed for sha256, one in ours.items()}
    answers = read_answers(content, asked=asked, to=node.party, in_record=in_record)
    return answers, ours[answers.list_sha256]


def store_received_answers(node: Node, desk: Desk, content: bytes, answers: AnswersFile, ours: OurList) -> TakenIn:
    """Returns what these answers added; the caller holds the transaction."""
    intake = receive(
        load_received(ours.stored),
        answers,
        keys=ours.keys,
        file_sha256=hashlib.sha256(content).hexdigest(),
        received_on=node.now.date(),
    )
    details = {"list": ours.stored.key, "added": len(intake.added)}
    act = journal(node, desk, ActKind.ANSWERS_IMPORT, details=details)
    store_received(ours.stored, intake.added, act)
    return TakenIn(ours.stored, len(intake.added), intake.changes)


def received_answers(stored: StoredList) -> dict[str, Received]:
    """Returns the other side's answer that counts for each of our sought names that it answered."""
    return standing_received(load_received(stored))
