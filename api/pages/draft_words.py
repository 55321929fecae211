"""What the pages of the draft say, to a family and to those who answer it."""

from __future__ import annotations

from ehc_workflow.domain.case import Answer, RepresentationKind

SECTIONS = {
    "A": "Your views, interests and hopes",
    "B": "Special educational needs",
    "C": "Health needs that go with them",
    "D": "Social care needs that go with them",
    "E": "Outcomes: what is to be achieved",
    "F": "Special educational help",
    "G": "Health help",
    "H1": "Social care help under the 1970 Act",
    "H2": "Other social care help",
    "I": "The school or college",
    "J": "Direct payments",
}
"""The sections of reg 12(1) in plain words, in their order."""

SAID = {
    RepresentationKind.COMMENT: "You said",
    RepresentationKind.SETTING_REQUEST: "You asked for a school or college",
    RepresentationKind.MEETING_REQUEST: "You asked for a meeting",
    RepresentationKind.PERSONAL_BUDGET_REQUEST: "You asked for a personal budget",
}
BECAME = {
    Answer.ACCEPTED: "We agreed",
    Answer.PARTLY: "We agreed in part",
    Answer.DECLINED: "We did not agree",
}
