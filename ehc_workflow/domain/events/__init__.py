"""What happened to a case, in the past tense: facts of the process, ids and digests, never a child's name or prose.

`kind` is the event's name in the log."""

from __future__ import annotations

from ehc_workflow.domain.events.advice import (
    AdviceAccepted,
    AdviceCompleted,
    AdviceNotAsked,
    AdviceReceived,
    AdviceRequested,
    AdviceReturned,
    AlternativeRecorded,
    AppointmentMissed,
    ContributorChased,
    ContributorReplied,
    NotKnownSettled,
    RequestReachedContributor,
    ReuseRecorded,
)
from ehc_workflow.domain.events.endings import (
    AbsenceRecorded,
    AlertAcknowledged,
    CaseEnded,
    CircumstancesRecorded,
    ClosureRecorded,
    DelayCauseRecorded,
    ExceptionClaimed,
    WithdrawalRefused,
)
from ehc_workflow.domain.events.event import Event
from ehc_workflow.domain.events.plan import (
    ConsultationAnswered,
    DraftServed,
    FinalPlanSent,
    FreshDraftStarted,
    HealthProvisionAgreed,
    PartDraftShared,
    PlacementSettled,
    PlanDecided,
    PlanSaved,
    RepresentationAnswered,
    RepresentationReceived,
    SettingConsulted,
)
from ehc_workflow.domain.events.request import (
    AddressConfirmed,
    AssessmentDecided,
    Assigned,
    ContactAdded,
    CopiesAgreed,
    FamilyConsulted,
    MissingAsked,
    MissingReceived,
    NoticeSent,
    ReceivedDateCorrected,
    RefusalConfirmed,
    RequestReceived,
    TriggerAdded,
    ViewsReceived,
)

EVENTS: dict[str, type[Event]] = {
    event.kind: event
    for event in list(globals().values())
    if isinstance(event, type) and issubclass(event, Event) and event is not Event
}
"""Every kind of event by its name in the log."""

__all__ = [
    "EVENTS",
    "AbsenceRecorded",
    "AddressConfirmed",
    "AdviceAccepted",
    "AdviceCompleted",
    "AdviceNotAsked",
    "AdviceReceived",
    "AdviceRequested",
    "AdviceReturned",
    "AlertAcknowledged",
    "AlternativeRecorded",
    "AppointmentMissed",
    "AssessmentDecided",
    "Assigned",
    "CaseEnded",
    "CircumstancesRecorded",
    "ClosureRecorded",
    "ConsultationAnswered",
    "ContactAdded",
    "ContributorChased",
    "ContributorReplied",
    "CopiesAgreed",
    "DelayCauseRecorded",
    "DraftServed",
    "Event",
    "ExceptionClaimed",
    "FamilyConsulted",
    "FinalPlanSent",
    "FreshDraftStarted",
    "HealthProvisionAgreed",
    "MissingAsked",
    "MissingReceived",
    "NotKnownSettled",
    "NoticeSent",
    "PartDraftShared",
    "PlacementSettled",
    "PlanDecided",
    "PlanSaved",
    "ReceivedDateCorrected",
    "RefusalConfirmed",
    "RepresentationAnswered",
    "RepresentationReceived",
    "RequestReachedContributor",
    "RequestReceived",
    "ReuseRecorded",
    "SettingConsulted",
    "TriggerAdded",
    "ViewsReceived",
    "WithdrawalRefused",
]
