"""What the events make of a case that is before a panel."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.replay.evolving import applies, off_the_agenda


@applies(e.PutOnPanelAgenda)
def _put_on(case: Case, event: e.PutOnPanelAgenda) -> Case:
    left = off_the_agenda(case, event.item.matter, event.item.put_on)
    return replace(case, agenda=(*left, event.item))


@applies(e.PackChanged)
def _pack_changed(case: Case, event: e.PackChanged) -> Case:
    return _with_item(case, event.agenda_id, pack=event.pack)


@applies(e.TakenOffAgenda)
def _taken_off(case: Case, event: e.TakenOffAgenda) -> Case:
    return _with_item(case, event.agenda_id, off_on=event.taken_off_on)


@applies(e.InterestDeclared)
def _interest_declared(case: Case, event: e.InterestDeclared) -> Case:
    known = next(one.interests for one in case.agenda if one.id == event.agenda_id)
    return _with_item(case, event.agenda_id, interests=(*known, event.member_id))


@applies(e.PanelAdviceRecorded)
def _advised(case: Case, event: e.PanelAdviceRecorded) -> Case:
    return _with_item(case, event.agenda_id, advice=event.advice)


def _with_item(case: Case, agenda_id: str, **values: Any) -> Case:
    return replace(
        case,
        agenda=tuple(replace(one, **values) if one.id == agenda_id else one for one in case.agenda),
    )
