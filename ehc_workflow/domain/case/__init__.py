"""The frozen picture of one assessment: every fact that a guard, a limit or a page needs, and no prose.

Prose (reasons, advice, plan text, letters) is kept beside the case and only pointed at: the picture holds facts of
the process, and of the child only what the law makes a step depend on (`Person`), which never enters the log.
"""

from __future__ import annotations

from ehc_workflow.domain.case.advice import (
    AdviceItem,
    AdviceRequest,
    Channel,
    Chase,
    Contribution,
    MissedAppointment,
    ParagraphKind,
    Reply,
    ReplyKind,
    ReuseAgreement,
)
from ehc_workflow.domain.case.case import AMENDS, Case
from ehc_workflow.domain.case.disputes import (
    Agreement,
    Appeal,
    AppealEnd,
    Certificate,
    DatedLimit,
    Mediation,
    MediationEnd,
    Order,
    WayBack,
)
from ehc_workflow.domain.case.endings import ClaimedException, DelayCause
from ehc_workflow.domain.case.plan import (
    Answer,
    Consultation,
    Draft,
    Placement,
    PlanText,
    Representation,
    RepresentationKind,
)
from ehc_workflow.domain.case.request import (
    APPEALABLE_LETTERS,
    AssessDecision,
    AssessOutcome,
    Contact,
    ContactKind,
    Letter,
    MissingItem,
    MovedLimit,
    Notice,
    PanelView,
    Person,
    PlanDecision,
    PlanOutcome,
    RefusalRoute,
    Trigger,
)
from ehc_workflow.domain.case.state import (
    ENDED_STATES,
    OPEN_STATES,
    REOPENABLE_STATES,
    Overlay,
    State,
)

__all__ = [
    "AMENDS",
    "APPEALABLE_LETTERS",
    "ENDED_STATES",
    "OPEN_STATES",
    "REOPENABLE_STATES",
    "AdviceItem",
    "AdviceRequest",
    "Agreement",
    "Answer",
    "Appeal",
    "AppealEnd",
    "AssessDecision",
    "AssessOutcome",
    "Case",
    "Certificate",
    "Channel",
    "Chase",
    "ClaimedException",
    "Consultation",
    "Contact",
    "ContactKind",
    "Contribution",
    "DatedLimit",
    "DelayCause",
    "Draft",
    "Letter",
    "Mediation",
    "MediationEnd",
    "MissedAppointment",
    "MissingItem",
    "MovedLimit",
    "Notice",
    "Order",
    "Overlay",
    "PanelView",
    "ParagraphKind",
    "Person",
    "Placement",
    "PlanDecision",
    "PlanOutcome",
    "PlanText",
    "RefusalRoute",
    "Reply",
    "ReplyKind",
    "Representation",
    "RepresentationKind",
    "ReuseAgreement",
    "State",
    "Trigger",
    "WayBack",
]
