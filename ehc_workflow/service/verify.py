"""Whether the record is as it was written: every chain walked, every digest taken again, every case replayed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from sqlalchemy import Connection

from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.decisions.registry import digest
from ehc_workflow.domain.replay import replay
from ehc_workflow.store import audit, cases, log, seals
from ehc_workflow.store.audit import CaseRecord
from ehc_workflow.store.engine import Database
from ehc_workflow.store.log import Entry


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written: which case, which entry of it, and what. A seal has no case."""

    assessment_id: str | None
    seq: int | None
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was read, the first fault of each case and of the seals, in the order in which they were found."""

    cases: int
    entries: int
    seals: int
    faults: tuple[Fault, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


def verify(database: Database, on_case: Callable[[int], None] = lambda number: None) -> Verified:
    """Read the whole record and judge it. `on_case` hears how many cases have been read."""
    faults: list[Fault] = []
    number = entries = 0
    with database.reading() as connection:
        for number, record in enumerate(audit.records(connection), start=1):
            entries += len(record.entries)
            faults += _first(faults_of(record))
            on_case(number)
        faults += _left_over(connection)
        sealed, broken = _seals(connection)
    return Verified(cases=number, entries=entries, seals=sealed, faults=(*faults, *broken))


def faults_of(record: CaseRecord) -> Iterator[Fault]:
    """What is wrong with one case, its chain first: what comes after a broken chain proves nothing."""
    judges = (_chain, _end, _sealed, _unreadable, _words, _replayed)
    return chain.from_iterable(judge(record) for judge in judges)


def _first(faults: Iterator[Fault]) -> list[Fault]:
    return [fault for fault in (next(faults, None),) if fault is not None]


def _chain(record: CaseRecord) -> Iterator[Fault]:
    previous = log.BEGINNING
    for number, entry in enumerate(record.entries, start=1):
        if entry.seq != number:
            yield Fault(record.id, number, "This entry is missing.")
        if entry.hash != log.hash_of(replace(entry, hash="")):
            yield Fault(record.id, entry.seq, "This entry was changed.")
        if entry.previous != previous:
            yield Fault(
                record.id,
                entry.seq,
                "This entry does not follow the one before it: something was changed, taken out, put in or moved.",
            )
        previous = entry.hash


def _end(record: CaseRecord) -> Iterator[Fault]:
    """The case row says how long its log is and how it ends."""
    written = len(record.entries)
    if written < record.version:
        yield Fault(record.id, written + 1, "This entry is missing: the case says that it had one.")
    if written > record.version:
        yield Fault(
            record.id, record.version + 1, "This entry was put in: the case knows nothing of it."
        )
    if record.entries and record.entries[-1].hash != record.head:
        yield Fault(record.id, written, "This entry is not the last one that the case knows.")


def _sealed(record: CaseRecord) -> Iterator[Fault]:
    if record.sealed is None:
        return
    version, head = record.sealed
    if version > len(record.entries):
        yield Fault(record.id, len(record.entries) + 1, "This entry is missing: it was sealed.")
    elif record.entries[version - 1].hash != head:
        yield Fault(record.id, version, "This entry is not the one that was sealed.")


PRINTED = frozenset({"printed_pdf", "printed_word"})
"""Under what names the log vouches for the bytes of a printed letter."""


# --- what an entry vouches for ----------------------------------------------------------------------------------------


def _unreadable(record: CaseRecord) -> Iterator[Fault]:
    for entry in record.entries:
        try:
            _ = entry.event, entry.state
        except (
            KeyError,
            ValueError,
        ):  # a kind or a state that nobody knows, a payload that is none
            yield Fault(
                record.id, entry.seq, "This entry holds nothing that this program ever writes."
            )


def _words(record: CaseRecord) -> Iterator[Fault]:
    known = {entry.seq for entry in record.entries}
    for entry in record.entries:
        said = record.texts.get(entry.seq, {})
        if log.prose_digests(record.id, entry.seq, said) != entry.prose:
            yield Fault(
                record.id,
                entry.seq,
                "Words kept with this entry were changed, taken out or put in.",
            )
        yield from _papers(record, entry)
        copies = {field: body for field, body in said.items() if field in PRINTED}
        if copies != record.printed.get(entry.seq, {}):
            yield Fault(record.id, entry.seq, "The printed letter is not the one that went.")
    for seq in sorted(set(record.texts) - known):
        yield Fault(record.id, seq, "Words are kept for an entry that does not exist.")


def _papers(record: CaseRecord, entry: Entry) -> Iterator[Fault]:
    """Advice, plan text and letters, where the entry has their digest: imported history has none."""
    match entry.event:
        case e.AdviceReceived(digest=written, contribution=given) if written:
            if written != digest(*record.contributions.get(given.id, ())):
                yield Fault(record.id, entry.seq, "The advice is not what came in.")
        case e.AdviceMarkedOut() as marked:
            kept = record.markings.get((marked.contribution_id, marked.marking), ())
            if marked.digest != digest(*kept):
                yield Fault(record.id, entry.seq, "What was marked out is not what was read.")
        case e.PlanSaved(text=text, written=lines) if text.digest:
            kept_items = record.plans.get(text.version, {})
            ids = [line.id for line in lines] or list(kept_items)
            if text.digest != digest(*chain.from_iterable(kept_items.get(one, ()) for one in ids)):
                yield Fault(record.id, entry.seq, "The plan text is not what was saved.")
        case (
            e.NoticeSent()
            | e.DraftServed()
            | e.FinalPlanSent()
            | e.AmendedPlanSent()
            | e.FamilyUpdated() as sent
        ) if sent.digest:
            if sent.digest != digest(*record.notices.get(entry.seq, ())):
                yield Fault(record.id, entry.seq, "The letter is not what was sent.")


def _replayed(record: CaseRecord) -> Iterator[Fault]:
    """The log, replayed, must give the stored picture: nothing else may ever have changed the case."""
    blank = Case(id=record.id, authority_id="", team_id="", child_id="", reference="")
    history = ((entry.event, entry.state) for entry in record.entries)
    after = replay(blank, history, record.person)
    # Compared as pictures: what a newer program also keeps is at its beginning in a case stored by an older one.
    if cases.facts_json(after) != cases.facts_json(cases.decode(record.facts)):
        yield Fault(record.id, record.version, "The stored case is not what its log makes of it.")
    elif after.state != record.state:
        yield Fault(record.id, record.version, "The case row shows another state than its log.")


# --- what no case can show --------------------------------------------------------------------------------------------


def _left_over(connection: Connection) -> Iterator[Fault]:
    orphan = audit.entry_without_case(connection)
    if orphan is not None:
        yield Fault(*orphan, "The case of this entry is gone.")
    for case_id in seals.missing_cases(connection):
        yield Fault(case_id, 1, "This case was sealed and is gone, with its log.")


def _seals(connection: Connection) -> tuple[int, list[Fault]]:
    faults: list[Fault] = []
    previous, last = log.BEGINNING, None
    every = list(seals.seals(connection))
    for seal in every:
        if seal.previous != previous or seal.hash != seals.hash_of(seal):
            faults.append(
                Fault(None, None, f"The seal of {seal.day} was changed, or one before it.")
            )
            break
        previous, last = seal.hash, seal
    if last is not None and not faults:
        heads = seals.digest_of(seals.sealed_heads(connection))
        if heads != (last.cases, last.entries, last.digest):
            faults.append(Fault(None, None, f"The sealed heads are not those of {last.day}."))
    return len(every), faults
