"""Reasons that do not decide by themselves: the authority's own list of phrases, each with why. None of them is law.

A sentence that rests on one of these says something about the authority or a service, and nothing about this child. It
may stand beside other reasons and never in their place. The words are compared without regard to capitals.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WeakReason:
    """One reason that does not stand alone: its code, its name in a table, the phrases it is known by, and why."""

    code: str
    name: str
    phrases: tuple[str, ...]
    because: str


NO_REASON_NOT_TO_ASK = (
    WeakReason(
        "waiting_list",
        "A waiting list",
        (
            "waiting list",
            "wait list",
            "waiting time",
            "wait time",
            "long wait",
            "backlog",
            "no appointments",
            "next available appointment",
        ),
        "How long a service's list is says nothing about whether this child needs its advice.",
    ),
    WeakReason(
        "shortage",
        "A shortage",
        (
            "shortage",
            "no capacity",
            "not enough capacity",
            "lack of capacity",
            "capacity issue",
            "capacity problem",
            "vacancy",
            "vacancies",
            "no therapist",
            "not enough therapists",
            "too few",
            "understaffed",
            "short-staffed",
            "short staffed",
            "staffing",
        ),
        "That people are lacking is a reason to find another way, not a reason not to ask.",
    ),
    WeakReason(
        "cost",
        "Cost",
        (
            "cost",
            "costs",
            "budget",
            "expensive",
            "afford",
            "funding",
            "no funds",
            "value for money",
        ),
        "What advice costs says nothing about whether it was reasonable to ask for it.",
    ),
    WeakReason(
        "blanket_rule",
        "A rule for everybody",
        (
            "we never",
            "we do not ask for",
            "we don't ask for",
            "we don’t ask for",
            "we only ask",
            "never ask for",
            "not our policy",
            "our policy",
            "council policy",
            "against policy",
            "policy is not",
            "not our practice",
            "our practice",
            "not commissioned",
            "do not commission",
            "don't commission",
            "don’t commission",
            "as a rule",
            "in all cases",
        ),
        "A rule for every child does not look at this one: the law asks whether this request was reasonable.",
    ),
)
"""What is no reason by itself for not seeking advice that the family asked for, reg 6(1)(h)."""

HOUSE_RULES = (
    WeakReason(
        "report_not_held",
        "A report that is not held yet",
        (
            "no ep report",
            "no educational psychology report",
            "no educational psychologist",
            "no report from",
            "not been seen by an educational psychologist",
            "not seen an educational psychologist",
            "without a report",
        ),
        "An assessment is how such a report is got: that there is none yet is no answer to either limb of the test.",
    ),
    WeakReason(
        "support_cycles",
        "Cycles of support",
        (
            "support cycle",
            "cycles of support",
            "cycle of support",
            "cycles of assess",
            "graduated approach",
            "graduated response",
            "apdr",
            "two terms of",
        ),
        "The law names no number of cycles. What the support did for this child is evidence; counting it is not.",
    ),
    WeakReason(
        "money_spent",
        "Money that a school has not spent",
        (
            "£6,000",
            "£6000",
            "6,000 pounds",
            "notional",
            "notional budget",
            "has not spent",
            "not yet spent",
            "element 2",
            "top-up",
        ),
        "What a school spends is between it and the authority, and is not part of the test.",
    ),
    WeakReason(
        "no_diagnosis",
        "A diagnosis that is lacking",
        (
            "no diagnosis",
            "not diagnosed",
            "without a diagnosis",
            "undiagnosed",
            "no formal diagnosis",
        ),
        "Special educational needs are needs, diagnosed or not.",
    ),
    WeakReason(
        "attainment",
        "A level of attainment",
        ("years behind", "attainment threshold", "not far enough behind", "within two years of"),
        "The law sets no level of attainment below which a child may be assessed.",
    ),
)
"""Local criteria that may be weighed as evidence under section 36(8) and never decide."""
