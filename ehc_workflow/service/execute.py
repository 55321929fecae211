"""The one write path: every page, API call, job and import changes a case through `execute`, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.case import Case, Person, PlanLine, State
from ehc_workflow.domain.decisions import Facing, decide, imported_history
from ehc_workflow.domain.errors import (
    EhcError,
    Impossible,
    ImpossibleFactsError,
    NotFoundError,
    NotPermittedError,
    StaleCaseError,
)
from ehc_workflow.domain.events import Event, PlacementSettled
from ehc_workflow.domain.guards import Known, KnownSetting
from ehc_workflow.domain.panels import Meeting, on_agenda
from ehc_workflow.domain.papers import NOT_GIVEN
from ehc_workflow.domain.passed_over import PassedOver, reasons_field
from ehc_workflow.domain.replay import evolve
from ehc_workflow.domain.same_child import Identity
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.domain.workflow import STEPS, next_state
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.service.messages import messages_for
from ehc_workflow.service.own_words import refuse_words_of_others
from ehc_workflow.service.permissions import permit
from ehc_workflow.service.press import Press, Printed
from ehc_workflow.service.services_named import refuse_services_not_asked
from ehc_workflow.store import cases, contents, log, outbox, panels, plan_items
from ehc_workflow.store.cases import Change, Loaded
from ehc_workflow.store.counting import CountingRules
from ehc_workflow.store.engine import Database
from ehc_workflow.store.rows import Rows

RULE_VERSION = "2014-09-01"
"""The version of the rule book that a case opened now is stamped with."""

_SETTING_NAMES = """
SELECT s.name FROM service s JOIN service_authority x ON x.service_id = s.id
WHERE s.kind = ? AND x.authority_id = ?
"""
_ON_FILE = """
SELECT id FROM document WHERE assessment_id = ? AND kind NOT IN ({kinds}) AND sealed_at IS NULL ORDER BY added_at, id
"""
_RESTS_ON_PAPERS = (
    c.DecideWhetherToAssess,
    c.DecideWhetherToReassess,
    c.DecideWhetherToIssue,
    c.SettlePlacement,
    c.PutOnAgenda,
    c.ChangePack,
)
"""Steps that keep which files were before whoever took them."""
_SETTINGS = "SELECT id, name, email FROM service WHERE kind = ? AND id IN ({places})"
_NAME = "SELECT given_name, family_name FROM child WHERE id = ?"
_NAMES_WRONGLY = frozenset(
    {
        "23503",  # PostgreSQL: foreign key
        "23505",  # PostgreSQL: unique
        "SQLITE_CONSTRAINT_FOREIGNKEY",
        "SQLITE_CONSTRAINT_PRIMARYKEY",
        "SQLITE_CONSTRAINT_UNIQUE",
    }
)
_BY_KEY = "SELECT assessment_id FROM log_entry WHERE command_key = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One command with who asks, when, and what makes it run once: `key`, and the version the asker saw."""

    command: c.Command
    actor: Actor
    now: datetime
    today: date
    key: str | None = None
    expected_version: int | None = None
    printed: Printed | None = None


def execute(
    command: c.Command,
    *,
    database: Database,
    actor: Actor,
    now: datetime,
    today: date,
    key: str | None = None,
    expected_version: int | None = None,
    policy: Policy | None = None,
    press: Press | None = None,
) -> Case:
    """Carry out one command in one transaction, and give the case after it.

    A letter that it sends is printed by `press` first, and the copies are kept with it; without one only the words
    are, as of a history that is brought in or made up.

    The same `key` of the same actor runs a step once: said again, it gives the case as it is now, wherever it has got
    to. Raises an `EhcError` where the step is refused, the facts cannot be true, the case is not the actor's, or
    someone changed it first.
    """
    asked = Asked(
        command=command,
        actor=actor,
        now=now,
        today=today,
        key=f"{actor.id}/{command.step}/{key}" if key else None,
        expected_version=expected_version,
    )
    try:
        with _printed(press, asked) as printed, known_things(database), database.stepping() as rows:
            return carry_out(rows, replace(asked, printed=printed), database.counting, policy)
    except (NotFoundError, NotPermittedError):
        raise  # who may not know of the case now is not told what became of it
    except EhcError:
        done = _done_before(database, asked)
        if done is None:
            raise
        return done


def _printed(press: Press | None, asked: Asked) -> AbstractContextManager[Printed | None]:
    if press is None:
        return nullcontext()
    return press.printed(
        asked.command,
        actor=asked.actor,
        today=asked.today,
        expected_version=asked.expected_version,
    )


def execute_all(
    database: Database,
    asked: Iterable[Asked],
    *,
    policy: Policy | None = None,
    first: Callable[[Connection], None] | None = None,
) -> list[Case]:
    """Carry out many commands in one transaction, all or none: for imports and made-up populations.

    `first` writes in the same transaction what the commands speak of, such as a school that was not known before.
    """
    with known_things(database), database.writing() as connection:
        if first is not None:
            first(connection)
        rows = Rows(connection)
        with rows.pipelined():
            return [carry_out(rows, each, database.counting, policy) for each in asked]


@contextmanager
def known_things(database: Database) -> Iterator[None]:
    """Say plainly that a key is taken, or that something named does not exist; any other fault stays a fault."""
    driver: Any = database.engine.dialect.loaded_dbapi
    try:
        yield
    except driver.IntegrityError as error:
        code = getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", "")
        if code not in _NAMES_WRONGLY:
            raise
        raise ImpossibleFactsError(
            Impossible("", "Something named here does not exist, or is on file already.")
        ) from error


def carry_out(
    rows: Rows, asked: Asked, counting: CountingRules, given: Policy | None = None
) -> Case:
    """Carry out one command inside a transaction that is already open, by the policy in force if none is given."""
    command, printed = asked.command, asked.printed
    loaded = _load(rows, command)
    policy = given or counting.policy(rows, loaded.last_change)
    case = loaded.case
    permit(asked.actor, command, case)
    refuse_words_of_others(rows, asked.actor, command, case, asked.today)
    if asked.expected_version is not None and asked.expected_version != case.version:
        raise StaleCaseError(case.version)
    known = Known(
        today=asked.today,
        policy=policy,
        setting_names=_setting_names(rows, command, case),
        who=_who(rows, command, case),
        documents=_documents(rows, command, case),
        settings=_settings_spoken_of(rows, command),
        passed_over=_passed_over(rows, command, case),
        meeting=_meeting(rows, command, case),
        older_lines=_older_lines(rows, command, case),
    )
    facing = Facing(actor_id=asked.actor.id, known=known, rule_version=RULE_VERSION)
    entries = _entries(case, command, facing)
    refuse_services_not_asked(rows, command, case)
    after, steps = _after(case, entries)
    change = Change(
        before=case,
        after=after,
        entries=steps,
        prose=command.prose if printed is None else {**command.prose, **printed.digests},
        actor_id=asked.actor.id,
        at=asked.now,
        today=asked.today,
        citation=_citation(command),
        head=loaded.head,
        key=asked.key,
        rated_before=loaded.rated,
        owed_before=loaded.owed,
        imported=isinstance(command, c.ImportCase),
        copies=printed.keep(rows, case) if printed else (),
    )
    contents.before_case(rows, command, change)
    cases.save(rows, change, policy)
    contents.after_case(rows, command, change)
    if not change.imported:
        messages = [message for event, _, _ in steps for message in messages_for(after, event)]
        outbox.add(rows, after.id, messages, asked.now)
    if isinstance(command, c.RecordDeath):
        outbox.withhold_from_contacts(rows, after.id, asked.now)
    if isinstance(command, c.JoinDuplicate):
        _keep_earlier_clock(rows, asked, command, after, counting, given)
    return after


def _keep_earlier_clock(
    rows: Rows,
    asked: Asked,
    command: c.JoinDuplicate,
    joined: Case,
    counting: CountingRules,
    given: Policy | None,
) -> None:
    """Give the lead case every arrival of the case that joins it, in the same transaction: the earliest day governs."""
    for trigger in joined.triggers:
        carried = c.AddTrigger(
            assessment_id=command.lead_assessment_id,
            trigger_id=trigger.id,
            kind=trigger.kind,
            received_on=trigger.received_on,
            evidence=trigger.evidence,
        )
        again = replace(asked, command=carried, key=None, expected_version=None)
        carry_out(rows, again, counting, given)


def _load(rows: Rows, command: c.Command) -> Loaded:
    """The case meant, or for a new request a blank one: no second path for it."""
    if not isinstance(command, c.ReceiveRequest | c.ImportCase):
        return cases.load(rows, command.assessment_id)
    child = (command.request if isinstance(command, c.ImportCase) else command).child
    blank = Case(
        id=command.assessment_id,
        authority_id="",
        team_id="",
        child_id="",
        reference="",
        person=Person(
            date_of_birth=child.date_of_birth,
            vision_impaired=child.vision_impaired,
            hearing_impaired=child.hearing_impaired,
        ),
    )
    return Loaded(case=blank, head=log.BEGINNING)


def _setting_names(rows: Rows, command: c.Command, case: Case) -> tuple[str, ...]:
    """The settings this authority knows: only a plan's text is held against them."""
    if not isinstance(command, c.SavePlan):
        return ()
    found = rows.all(_SETTING_NAMES, ServiceKind.SETTING.value, case.authority_id)
    return tuple(name for (name,) in found)


def _older_lines(rows: Rows, command: c.Command, case: Case) -> tuple[PlanLine, ...]:
    """What stands in a plan of which the case knows no items: it was written before they were kept one by one."""
    if not isinstance(command, c.SavePlan) or case.plan_text is None or case.plan_lines:
        return ()
    return plan_items.older_lines(rows, case.id)


def _documents(rows: Rows, command: c.Command, case: Case) -> tuple[str, ...]:
    """The files on the case that somebody can have had before them: only a decision is held against them."""
    if not isinstance(command, _RESTS_ON_PAPERS):
        return ()
    statement = _ON_FILE.format(kinds=", ".join("?" for _ in NOT_GIVEN))
    found = rows.all(statement, case.id, *NOT_GIVEN)
    return tuple(document_id for (document_id,) in found)


def _settings_spoken_of(rows: Rows, command: c.Command) -> dict[str, KnownSetting]:
    """The settings that are consulted."""
    if not isinstance(command, c.ConsultOnPlacement):
        return {}
    return _settings(rows, [one.setting_id for one in command.settings])


def _passed_over(rows: Rows, command: c.Command, case: Case) -> tuple[PassedOver, ...]:
    """The settings that the final plan's letter has to explain itself about, with the reasons of the decision."""
    not_named = case.placement.not_named if case.placement else ()
    if not isinstance(command, c.SendFinalPlan) or not not_named:
        return ()
    known = _settings(rows, [one.setting_id for one in not_named])
    said = log.words_of_last(rows, case.id, PlacementSettled.kind)
    return tuple(
        PassedOver(
            name=known[one.setting_id].name,
            ground=one.ground,
            because=said.get(reasons_field(number), ""),
        )
        for number, one in enumerate(not_named, start=1)
        if one.setting_id in known
    )


def _settings(rows: Rows, wanted: Sequence[str]) -> dict[str, KnownSetting]:
    if not wanted:
        return {}
    statement = _SETTINGS.format(places=", ".join("?" for _ in wanted))
    found = rows.all(statement, ServiceKind.SETTING.value, *wanted)
    return {each: KnownSetting(name=name, email=email or "") for each, name, email in found}


def _meeting(rows: Rows, command: c.Command, case: Case) -> Meeting | None:
    """The meeting of a panel that a step is about: what its members advise rests on who was there."""
    if isinstance(command, c.PutOnAgenda):
        return panels.meeting(rows, command.meeting_id)
    if isinstance(command, c.DeclareInterest | c.RecordPanelAdvice):
        item = on_agenda(case, command.agenda_id)
        return panels.meeting(rows, item.meeting_id) if item else None
    return None


def _who(rows: Rows, command: c.Command, case: Case) -> Identity | None:
    """Whom the case is about: only advice is held against the name."""
    if not isinstance(command, c.SubmitAdvice) or case.person is None:
        return None
    given_name, family_name = rows.first(_NAME, case.child_id)
    return Identity(
        given_name=given_name, family_name=family_name, date_of_birth=case.person.date_of_birth
    )


def _entries(case: Case, command: c.Command, facing: Facing) -> tuple[tuple[Event, State], ...]:
    """What happened, each with the state after it: one step of the table, or a whole imported history."""
    if isinstance(command, c.ImportCase):
        return imported_history(command, facing)
    state = next_state(case, command, facing.known)
    return tuple((event, state) for event in decide(case, command, facing))


def _after(
    case: Case, entries: tuple[tuple[Event, State], ...]
) -> tuple[Case, list[tuple[Event, State, State]]]:
    steps: list[tuple[Event, State, State]] = []
    after = case
    for event, state in entries:
        steps.append((event, after.state, state))
        after = evolve(after, event, state)
    return after, steps


def _citation(command: c.Command) -> str:
    step = STEPS.get(command.step)
    return step.citation if step else "as recorded before"


def _done_before(database: Database, asked: Asked) -> Case | None:
    """The case, where this very command has been carried out already."""
    if asked.key is None:
        return None
    with database.stepping() as rows:
        found = rows.first(_BY_KEY, asked.key)
        if found is None:
            return None
        if found[0] != asked.command.assessment_id:
            raise ImpossibleFactsError(
                Impossible("", "This key was used before, for the same step of another case.")
            )
        return cases.load(rows, found[0]).case
