"""What must be true of what the family said about the draft: s38(2), reg 13(1), Code 9.125."""

from __future__ import annotations

from typing import Any

from ehc_workflow.domain.case import Case, Representation, RepresentationKind
from ehc_workflow.domain.guards.guard import Known, guard


@guard("A draft was served for the family to respond to", "s38(2)")
def draft_was_served(case: Case, command: Any, known: Known) -> bool:
    return case.served_draft is not None


@guard("Every representation of the family is answered", "s38(2), Code 9.125")
def representations_answered(case: Case, command: Any, known: Known) -> bool:
    return not any(said.waits for said in case.representations)


@guard("What the family said was not taken back", "s38(2)")
def representation_stands(case: Case, command: Any, known: Known) -> bool:
    return all(said.taken_back_on is None for said in _meant(case, command))


@guard("What the family said was neither answered nor taken back yet", "s38(2), Code 9.125")
def representation_waits(case: Case, command: Any, known: Known) -> bool:
    return all(said.waits for said in _meant(case, command))


@guard("The family asked for a meeting and did not give it up", "reg 13(1)")
def meeting_was_asked(case: Case, command: Any, known: Known) -> bool:
    return all(
        said.kind is RepresentationKind.MEETING_REQUEST
        and said.taken_back_on is None
        and said.meeting.declined_on is None
        for said in _meant(case, command)
    )


@guard("The meeting did not take place yet", "reg 13(1)")
def meeting_to_come(case: Case, command: Any, known: Known) -> bool:
    return all(said.meeting.held_on is None for said in _meant(case, command))


def _meant(case: Case, command: Any) -> list[Representation]:
    """What the command is about, once; nothing where the case has none of that id, which the decision says."""
    said = case.representation(command.representation_id)
    return [said] if said else []


@guard(
    "Each meeting the family asked for was held, or declined by them, or reasonable offers of it are listed and were "
    "refused",
    "reg 13(1)",
)
def meetings_met(case: Case, command: Any, known: Known) -> bool:
    return not any(said.owes_meeting for said in case.representations)


@guard("Each point agreed at a meeting is done or answered", "reg 13(1), Code 9.125")
def points_settled(case: Case, command: Any, known: Known) -> bool:
    return not any(said.meeting.open_points for said in case.representations)
