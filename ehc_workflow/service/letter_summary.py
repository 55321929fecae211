"""What a letter says in short: what was decided, what it means, what one can do and by when, and whom to ask.

It is made from the facts that the letter is made from, never typed, and stands at the head of every printed letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ehc_workflow.dates.words import in_words
from ehc_workflow.domain.case import APPEALABLE_LETTERS, GRANTS_ASSESSMENT, Case, Letter, Notice
from ehc_workflow.domain.clocks import Clock
from ehc_workflow.rules.model import ClockId
from ehc_workflow.service.letter_parts import decision_words
from ehc_workflow.service.letter_writing import Writing

IN_SHORT = "This letter in short"
MEANS, CAN_DO, ASK = "What it means", "What you can do, and by when", "Whom to ask"
_TELLS_NO_DECISION = {Letter.EXCEPTION: "limit", Letter.DELAY_UPDATE: "what_is_late"}
"""Letters about time: their own first part says what has happened."""

TITLES = {
    Letter.CONSIDERING: "We are considering an assessment",
    Letter.WILL_ASSESS: "We will carry out an assessment",
    Letter.REFUSAL_TO_ASSESS: "We will not carry out an assessment",
    Letter.THRESHOLD_REFUSAL: "We will not carry out an assessment",
    Letter.WILL_REASSESS: "We will assess again",
    Letter.REFUSAL_TO_REASSESS: "We will not assess again",
    Letter.NO_PLAN: "There will be no plan",
    Letter.PLAN_WILL_BE_MADE: "There will be a plan",
    Letter.DRAFT_PLAN: "The draft plan",
    Letter.FINAL_PLAN: "The final plan",
    Letter.AMENDED_PLAN: "The amended plan",
    Letter.EXCEPTION: "A time limit that will not be kept",
    Letter.DELAY_UPDATE: "A delay",
}
"""What each letter is about, as its title says it."""

_MEANS = {
    Letter.CONSIDERING: "We look at everything we are told and then decide. Nothing is decided yet.",
    Letter.WILL_ASSESS: "We now ask those who know {who} and specialists for their advice.",
    Letter.REFUSAL_TO_ASSESS: "There will be no assessment unless this decision is changed. Why is said below.",
    Letter.THRESHOLD_REFUSAL: "There will be no assessment unless this decision is changed. Why is said below.",
    Letter.WILL_REASSESS: "We now ask those who know {who} and specialists for their advice. Until the new plan is "
    "final, the plan that there is stays as it is.",
    Letter.REFUSAL_TO_REASSESS: "The plan that there is stays as it is, unless this decision is changed. Why is said "
    "below.",
    Letter.NO_PLAN: "The assessment is finished. There will be no plan unless this decision is changed. Why is said "
    "below.",
    Letter.PLAN_WILL_BE_MADE: "We now write a draft of the plan and send it to you before anything is final.",
    Letter.DRAFT_PLAN: "Nothing in it is final. No school or college is named yet: that is decided after you have told "
    "us what you think.",
    Letter.FINAL_PLAN: "We must now see to it that {who} gets the special educational provision in section F.",
    Letter.AMENDED_PLAN: "We must now see to it that {who} gets the special educational provision in section F as it "
    "stands in this plan.",
    Letter.EXCEPTION: "It takes longer than the law normally allows. We must still do it as soon as we can.",
    Letter.DELAY_UPDATE: "It takes longer than it should. What is owed to you stays owed.",
}


@dataclass(frozen=True, slots=True)
class Days:
    """The days that what the family can do must be done by, as the limits of this letter have them."""

    appeal_by: date | None = None
    adviser_by: date | None = None
    draft_by: date | None = None

    @classmethod
    def of(cls, case: Case, notice: Notice, clocks: tuple[Clock, ...]) -> Days:
        """The days that this notice starts, as they are counted."""
        started = {clock.clock: clock.due_on for clock in clocks if clock.ref == notice.id}
        window = case.drafts[-1].window_ends_on if case.drafts else None
        return cls(
            appeal_by=started.get(ClockId.APPEAL),
            adviser_by=started.get(ClockId.MEDIATION_CONTACT),
            draft_by=window if notice.kind is Letter.DRAFT_PLAN else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The short form of one letter: what happened under its heading, and the three headings that all letters have."""

    heading: str
    happened: str
    means: str
    can_do: tuple[str, ...]
    ask: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether it says something under each of its headings."""
        return all((self.happened.strip(), self.means, self.can_do, self.ask))


def summary_of(
    letter: Letter, blocks: Sequence[tuple[str, str]], writing: Writing, days: Days
) -> Summary:
    """A letter in short, from the facts it is made from."""
    its_own = _TELLS_NO_DECISION.get(letter)
    return Summary(
        heading="What has happened" if its_own else "What was decided",
        happened=dict(blocks).get(its_own, "") if its_own else decision_words(letter, writing),
        means=_MEANS[letter].format(who=writing.who),
        can_do=tuple(_can_do(letter, days)),
        ask=tuple(_ask(writing)),
    )


def _can_do(letter: Letter, days: Days) -> Iterator[str]:
    if letter is Letter.CONSIDERING:
        yield "Tell us what you think and send us any evidence, as soon as you can."
    elif letter in (*GRANTS_ASSESSMENT, Letter.PLAN_WILL_BE_MADE):
        yield "Tell us at any time what we should know, and whom else we should ask."
    elif letter is Letter.DRAFT_PLAN:
        by = _by(days.draft_by, "within 15 days of the day the draft is served on you")
        yield f"Tell us what you think of the draft, {by}."
        yield f"Ask for a particular school or college, {by}."
        yield f"Ask for a meeting with one of our officers, {by}."
    elif letter in (Letter.EXCEPTION, Letter.DELAY_UPDATE):
        yield "Ask us at any time how far we are."
        yield "Complain to us at any time. If our answer does not help, you can go to the Ombudsman."
    if letter in APPEALABLE_LETTERS:
        by = _by(days.adviser_by, "within 2 months of the day this letter was sent")
        yield f"Contact the mediation adviser, {by}. You need their certificate for most appeals."
        by = _by(days.appeal_by, "within 2 months of the day this letter was sent")
        yield f"Appeal to the Tribunal, so that it arrives {by}, or within 1 month of the certificate if that is later."
        yield "Use disagreement resolution, at any time."


def _by(day: date | None, otherwise: str) -> str:
    return f"by {in_words(day)}" if day else otherwise


def _ask(writing: Writing) -> Iterator[str]:
    """The authority, and somebody who is not of the authority."""
    if ours := writing.service("contact").in_words:
        yield f"Us: {ours}."
    if theirs := writing.service("sendiass").in_words:
        yield f"Free, impartial advice that is not ours: {theirs}."
    if not ours and not theirs:
        yield f"{writing.authority}, under our reference {writing.case.reference}."
