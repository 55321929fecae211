"""What a letter to a family is written from, and the headings of its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ehc_workflow.domain.case import Case
from ehc_workflow.service.claim_words import Claim
from ehc_workflow.service.delay_letter import Delay

OPENING, NEXT, CONTACT = "opening", "what_happens_next", "contact"

TITLES = {
    OPENING: "How the letter begins",
    "being_considered": "An assessment is being considered",
    "right_to_views": "The right to give views and evidence",
    "decision": "The decision",
    "reasons": "The reasons",
    "right_of_appeal": "The right of appeal",
    "appeal_time_limits": "Time limits for an appeal",
    "right_to_mediation": "The right to mediation",
    "certificate": "A mediation certificate",
    "adviser": "The mediation adviser",
    "timescales": "Times for mediation",
    "duty_to_tell": "What to tell us if you want mediation",
    "authority_contact": "Whom to tell about mediation",
    "placement_only_appeal": "An appeal about the placement alone",
    "disagreement_resolution": "Disagreement resolution",
    "information_and_advice": "Information and advice",
    "draft_plan": "The draft plan",
    "right_to_representations": "The right to say what you think of the draft",
    "right_to_request_institution": "The right to ask for a school or college",
    "period": "How long there is",
    "right_to_meeting": "The right to a meeting",
    "where_to_find_institutions": "Where to find out about schools and colleges",
    "advice": "Copies of the advice",
    "final_plan": "The final plan",
    "limit": "The time limit",
    "ground": "The exception in the law",
    "why": "Why it cannot be kept",
    "what_is_late": "What is late",
    "why_late": "Why",
    "being_done": "What we are doing",
    "expected": "When you can expect it",
    "complaint": "How to complain",
    NEXT: "What happens next",
    CONTACT: "Whom to ask",
}


@dataclass(frozen=True, slots=True)
class Service:
    """Somebody to turn to, as the authority's settings have it."""

    name: str = ""
    phone: str = ""
    email: str = ""
    web: str = ""

    @classmethod
    def read(cls, value: Any) -> Service:
        """What is set, and nothing for what is not."""
        given = value if isinstance(value, Mapping) else {}
        return cls(**{key: str(given.get(key, "")) for key in cls.__slots__})

    @property
    def in_words(self) -> str:
        """Name and ways to reach it, in a line."""
        return ", ".join(part for part in (self.name, self.phone, self.email, self.web) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What a letter is written from."""

    case: Case
    authority: str
    settings: Mapping[str, Any]
    given_name: str
    name: str
    addressee: str
    to_young_person: bool
    reasons: str = ""
    placement: str = ""
    delay: Delay | None = None
    done: str = ""
    caseworker: str = ""
    automatic: bool = False
    claim: Claim | None = None

    @property
    def who(self) -> str:
        """The child by first name, or the young person spoken to."""
        return "you" if self.to_young_person else self.given_name

    @property
    def whose(self) -> str:
        """The same as an owner."""
        return "your" if self.to_young_person else f"{self.given_name}’s"

    def service(self, key: str) -> Service:
        """Somebody to turn to: `mediation_adviser`, `disagreement_resolution`, `sendiass` or `contact`."""
        return Service.read(self.settings.get(key))
