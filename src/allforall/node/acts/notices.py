"""The notices that every signed reply requires: files for the information bureau and the Central Tracing Agency.

They are made after the reply, from its payload and the holder's own rows, and can be made at any time for replies
that have none yet: a crash between the two leaves nothing out. The files lie in `outbox/notices`; an entry for each
addressee states that they were made, and their hash. Their payload is sealed for this party alone, since it passes
on names, and whom they go to is that party's decision.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from allforall.answers import AnswersFile
from allforall.answers.entries import ANSWERS_SIGNED, NOTICE, NOTICE_MADE, SIGNED, Addressee, NoticeMade
from allforall.answers.notices import Notices, make_notices, notices_of_list, write_notices
from allforall.disclosure import DisclosedList, read_disclosed
from allforall.disclosure.decisions import custody_is_unread
from allforall.disclosure.entries import DISCLOSED, LIST_DECLARED, LIST_DISCLOSED, read_payload
from allforall.durable import write_file
from allforall.errors import GateError, InstallError, NodeError, naming_the_extra
from allforall.node.acts.answers import Asked, look_up, read_sent
from allforall.node.acts.declared_lists import keys_by_reference
from allforall.node.keys.keyring import OfficerKey
from allforall.node.lock import acting
from allforall.node.officers import ActKind
from allforall.node.record.entry_names import check_two_signers
from allforall.node.record.payloads import open_payload
from allforall.node.record.record import Record, say
from allforall.node.record.unsaid import sealing
from allforall.pages.html.notices import write_notice_page
from allforall.people.fields import Field
from allforall.people.persons import ListKind, PersonRow
from allforall.record.logs import Read
from allforall.store.answers.models import StoredSentAnswers
from allforall.store.node.models import Act
from allforall.store.people.models import StoredList
from allforall.store.people.rows import load_rows

FOLDER = "notices"


@dataclass(frozen=True, slots=True)
class MadeNotices:
    """The notices of one reply: what they pass on, the files, and the entries that state it."""

    notices: Notices
    files: tuple[Path, ...]
    entries: tuple[Read, ...]


def notices_due(record: Record) -> Iterator[tuple[Read, tuple[Addressee, ...]]]:
    """Yields the own signed replies and disclosed lists without a notice, with the addressees who still need one."""
    made: dict[bytes, set[Addressee]] = {}
    for read in record.reads(record.own, [NOTICE]):
        to = NOTICE_MADE.read(read.entry).to
        for leaf in read.entry.re:
            made.setdefault(leaf, set()).add(to)
    for read in record.reads(record.own, [SIGNED, DISCLOSED]):
        if read.entry.type == DISCLOSED and not _is_held(record, read):
            continue
        lacking = tuple(to for to in Addressee if to not in made.get(read.leaf, set()))
        if lacking:
            yield read, lacking


def make_notices_due(record: Record, signers: Sequence[OfficerKey], lang: str) -> list[MadeNotices]:
    """Returns the notices made now, for every own reply that passes anything on and has none yet.

    Raises:
        GateError: fewer than two keys sign.

    """
    check_two_signers(signers)
    made = []
    for read, lacking in list(notices_due(record)):
        notices = _notices_of(record, read)
        if notices is None or not notices.notices:
            continue
        files: list[Path] = []
        entries: list[Read] = []
        for to in lacking:
            data = write_notices(notices, to)
            with (
                acting(record.node),
                sealing(record, NOTICE_MADE, data) as sealed,
                _written(record, notices, to, data, lang) as new,
            ):
                made_now = NoticeMade(to, sealed.name)
                shown = [sealed.commitment]
                entries.append(say(record, signers, NOTICE_MADE, made_now, answers=[read.leaf], commitments=shown))
                files += new
        made.append(MadeNotices(notices, tuple(files), tuple(entries)))
    return made


def _on_paper(notices: Notices, to: Addressee, lang: str, *, rehearsal: bool) -> dict[str, bytes]:
    """Returns the PDF, where its extra is installed. The page has the same content: no notice waits for the PDF."""
    try:
        with naming_the_extra():
            from allforall.pages.pdf.notices import write_notice_pdf  # noqa: PLC0415
    except InstallError:
        return {}
    return {"pdf": write_notice_pdf(notices, to, lang, rehearsal=rehearsal)}


@contextmanager
def _written(record: Record, notices: Notices, to: Addressee, data: bytes, lang: str) -> Iterator[list[Path]]:
    """The files of a notice; deleted if its entry could not be appended."""
    folder = record.node.path / "outbox" / FOLDER
    stem = f"notice-{to.value}-{notices.entry.hex()[:12]}"
    rehearsal = record.node.rehearsal
    contents = {
        "json": data,
        "html": write_notice_page(notices, to, lang, rehearsal=rehearsal),
        **_on_paper(notices, to, lang, rehearsal=rehearsal),
    }
    paths = [folder / f"{stem}.{suffix}" for suffix in contents]
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        for path, content in zip(paths, contents.values(), strict=True):
            write_file(path, content)
        yield paths
    except OSError as error:
        raise NodeError("file:not-written", path=str(folder), found=error.strerror or "") from None
    except BaseException:
        for path in paths:
            path.unlink(missing_ok=True)
        raise


def _notices_of(record: Record, read: Read) -> Notices | None:
    """What a reply passes on; None where the list that it answers is no longer here."""
    if read.entry.type == DISCLOSED:
        listed = _disclosed(record, read)
        return notices_of_list(
            listed,
            _custody(record, listed),
            authority=record.node.title,
            entry=read.leaf,
            made_on=record.node.now.date(),
            before=_disclosed_before(record, read),
        )
    asked = _asked(record, read)
    if asked is None:
        return None
    answers = _answers(record, asked, read)
    return make_notices(
        answers,
        _rows_by_reference(asked),
        asked.held.decisions,
        entry=read.leaf,
        made_on=record.node.now.date(),
        before=_before(record, asked, read),
    )


def _disclosed(record: Record, read: Read) -> DisclosedList:
    file, _ = read_payload(open_payload(record, LIST_DISCLOSED.read(read.entry).payload).content)
    return read_disclosed(file, in_record=True)


def _disclosed_before(record: Record, read: Read) -> DisclosedList | None:
    """The same list as it was disclosed before, if its payload is still here."""
    key = LIST_DISCLOSED.read(read.entry).list_key
    earlier = [
        one
        for one in record.reads(record.own, [DISCLOSED])
        if one.index < read.index and LIST_DISCLOSED.read(one.entry).list_key == key
    ]
    try:
        return _disclosed(record, earlier[-1]) if earlier else None
    except GateError:
        return None  # erased since


def _custody(record: Record, listed: DisclosedList) -> dict[str, str]:
    """What our own rows say about custody, by reference; a row that is erased or unreadable says nothing."""
    stored = StoredList.objects.filter(key=listed.list_key).first()
    if stored is None:
        return {}
    keys = {key: ref for ref, key in keys_by_reference(record, stored).items()}
    rows = load_rows(stored, fields=[Field.CUSTODY])
    return {keys[row.key]: row.value(Field.CUSTODY) for row in rows if not custody_is_unread(row)}


def _is_held(record: Record, read: Read) -> bool:
    """Whether a disclosed list is one of persons held; the declaration that it names says so."""
    declared = record.find(read.entry.re[0])
    return declared is not None and LIST_DECLARED.read(declared.entry).kind is ListKind.HELD


def _asked(record: Record, read: Read) -> Asked | None:
    for leaf in read.entry.re:
        acts = Act.objects.filter(
            kind=ActKind.RECORD_TAKE_IN, details__entry=leaf.hex(), details__type=DISCLOSED
        ).order_by("-id")
        for act in acts:
            stored = StoredList.objects.filter(key=act.details["list"]).first()
            if stored is not None:
                return look_up(record.node, sought=stored, whole=True)
    return None


def _answers(record: Record, asked: Asked, read: Read) -> AnswersFile:
    name = ANSWERS_SIGNED.read(read.entry).payload
    try:
        file, _ = read_payload(open_payload(record, name).content)
    except GateError as error:
        kept = StoredSentAnswers.objects.filter(file_name=name).first()
        if error.code != "payload:erased" or kept is None:
            raise
        file = kept.content.encode()  # what was stated about all the others, so that nothing is passed on twice
    return read_sent(record.node, asked, file)


def _before(record: Record, asked: Asked, read: Read) -> AnswersFile | None:
    """The previous reply to the same list: its content has already been passed on."""
    earlier = [
        one for one in record.reads(record.own, [SIGNED]) if one.index < read.index and one.entry.re == read.entry.re
    ]
    return _answers(record, asked, earlier[-1]) if earlier else None


def _rows_by_reference(asked: Asked) -> Mapping[str, PersonRow]:
    """The holder's rows on which the confirmed answers rest, by the reference of the name."""
    return {
        asked.sought.refs[act.sought_key]: asked.held.rows[act.held_key]
        for act in asked.standing.values()
        if act.held_key in asked.held.rows and act.sought_key in asked.sought.refs
    }
