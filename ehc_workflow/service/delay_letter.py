"""The draft words of a letter about a delay, made from what is on file: what, why, what is done, until when, and whom.

It names pieces of advice by what they are about and never by who is to give them. What is being done stays empty where
nothing is on file: then nothing can be told, and somebody has to do and write it first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ehc_workflow.dates.words import in_words
from ehc_workflow.domain.case import (
    GRANTS_ASSESSMENT,
    AdviceItem,
    AdviceRequest,
    Case,
    Sureness,
)
from ehc_workflow.domain.deadlines import Deadline, due_days_of_advice
from ehc_workflow.domain.deadlines.forecast import (
    Forecast,
    Part,
    forecast,
    limits_owed,
    open_limits,
    seen_missed,
)
from ehc_workflow.rules.local_policy import Policy

OUTCOMES = {
    "decide_whether_to_assess": "tell you whether we will carry out an assessment",
    "decide_whether_to_reassess": "tell you whether we will assess again",
    "decide_no_plan": "tell you whether there will be a plan",
    "final_plan": "send you the final plan",
}
SUBJECTS = {
    AdviceItem.EDUCATION: "educational advice",
    AdviceItem.HEALTH: "health advice",
    AdviceItem.PSYCHOLOGY: "advice from an educational psychologist",
    AdviceItem.SOCIAL_CARE: "social care advice",
    AdviceItem.OTHER: "other advice",
    AdviceItem.ADULTHOOD: "advice on preparing for adulthood",
    AdviceItem.REQUESTED: "the advice that you asked for",
}
CAUSES = {
    "psychologist_shortage": "there are too few educational psychologists",
    "therapist_shortage": "there are too few therapists",
    "waiting_list": "a service has a waiting list",
    "panel_date": "the case waits for a meeting",
    "staff_absence": "staff were absent",
    "short_school_holiday": "the school was closed",
    "late_school_reply": "a school has not answered yet",
}
"""Causes as they are told. Those that lay with the family are not told to it as causes."""
PARTS = {
    "decide_whether_to_assess": "deciding",
    "advice": "the advice",
    "check_advice": "checking the advice",
    "decide_about_a_plan": "deciding about a plan",
    "draft": "writing the draft plan",
    "family_window": "your own time on the draft",
    "place_and_finish": "settling the school and finishing the plan",
    "tell": "the letter to you",
}
OMBUDSMAN = (
    "If you are not content with our answer, or we do not give one, you can go to the Local Government and Social Care "
    "Ombudsman, who is independent of us and free: www.lgo.org.uk, 0300 061 0614."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """A late case on one day: what it owes, and what is planned."""

    case: Case
    owed: Sequence[Deadline]
    today: date
    policy: Policy

    @property
    def limits(self) -> tuple[Deadline, ...]:
        """What the letter is about: every limit that has passed or is seen to be missed; with none, the next one."""
        still = open_limits(self.owed)
        late = tuple(one for one in still if self.is_missed(one))
        return late or still[:1] or limits_owed(self.owed)[:1]

    @property
    def late_advice(self) -> tuple[AdviceRequest, ...]:
        """Advice that has not come by its last day, the longest waited for first."""
        due = due_days_of_advice(self.owed)
        late = [
            one
            for one in self.case.advice
            if one.is_outstanding and one.id in due and due[one.id] < self.today
        ]
        return tuple(sorted(late, key=lambda one: due[one.id]))

    def is_missed(self, limit: Deadline) -> bool:
        """Whether it has passed, or is seen to be missed today."""
        return seen_missed(self.case, limit, self.owed, self.today, self.policy)

    def forecast_of(self, limit: Deadline) -> Forecast:
        """When what this limit asks for can be expected."""
        return forecast(self.case, limit, self.owed, self.today, self.policy)

    @property
    def expected(self) -> Forecast | None:
        """The forecast of the last thing the letter is about; None where nothing of it is forecast."""
        known = [one for one in self.limits if one.code in OUTCOMES]
        return self.forecast_of(known[-1]) if known else None


def what_is_late(delay: Delay) -> str:
    """Each limit with its day, and whether it has passed."""
    return "\n\n".join(_late(one, delay) for one in delay.limits)


def _late(limit: Deadline, delay: Delay) -> str:
    outcome = OUTCOMES.get(limit.code, "take the next step")
    if limit.code in OUTCOMES and not delay.is_missed(limit):
        told = any((limit.code, limit.ref) in one.about for one in delay.case.delays_told)
        said = "We told you that we might not keep that day. " if told else ""
        return (
            f"The law gives us until {in_words(limit.due_on)} to {outcome} ({limit.provision}). {said}As things stand "
            "today, we expect to keep it."
        )
    if delay.today > limit.due_on:
        return (
            f"The law gave us until {in_words(limit.due_on)} to {outcome} ({limit.provision}). We have not done it. "
            "We are sorry. We still have to do it, and we will."
        )
    return (
        f"The law gives us until {in_words(limit.due_on)} to {outcome} ({limit.provision}). We do not expect to keep "
        "that day, and we want you to hear it from us before it passes."
    )


def why_late(delay: Delay) -> str:
    """What is waited for, what the authority itself did late, and the causes on file."""
    return "\n\n".join(_reasons(delay))


def _reasons(delay: Delay) -> Iterator[str]:
    case, due = delay.case, due_days_of_advice(delay.owed)
    late = delay.late_advice
    if late:
        listed = "; ".join(f"{_subject(one)}, due by {in_words(due[one.id])}" for one in late)
        yield f"We are still waiting for: {listed}. {_next_step(late)}"
    asked_late = _asked_late(case)
    if asked_late:
        yield (
            f"We asked for some of the advice {asked_late} {'day' if asked_late == 1 else 'days'} after we told you "
            "that there would be an assessment. Those days were ours."
        )
    causes = list(
        dict.fromkeys(
            CAUSES[one.cause.value] for one in case.delay_causes if one.cause.value in CAUSES
        )
    )
    if causes:
        yield f"The cause is that {'; '.join(causes)}. This explains the delay. It does not excuse it."
    if not (late or causes):
        yield f"What remains to be done is {_remaining(delay)}. {_in_time(delay)}"


def _next_step(late: Sequence[AdviceRequest]) -> str:
    """Whose move it is: of whoever was asked, or ours where they said that they cannot advise. It names nobody."""
    ours = [_plain(one) for one in late if one.not_known_open]
    theirs = "The next step lies with those we asked; ours is to ask them again."
    if not ours:
        return theirs
    found = f"For the {' and the '.join(ours)}, the next step is ours: to find who can advise."
    return (
        found if len(ours) == len(late) else f"{found} For the rest, it lies with those we asked."
    )


def _in_time(delay: Delay) -> str:
    if any(delay.today > one.due_on for one in delay.limits):
        return "We have not done it in time."
    if any(delay.is_missed(one) for one in delay.limits):
        return "It takes longer than the time that is left."
    return "There is time for it."


def _subject(request: AdviceRequest) -> str:
    return SUBJECTS.get(request.item, "advice")


def _asked_late(case: Case) -> int:
    """Days between telling the family of the assessment and the last request that the law lists."""
    told = case.notice(*GRANTS_ASSESSMENT)
    asked = [
        one.requested_on
        for one in case.advice
        if one.requested_on is not None and one.item is not AdviceItem.REQUESTED
    ]
    return max(0, (max(asked) - told.sent_on).days) if told and asked else 0


def _remaining(delay: Delay) -> str:
    expected = delay.expected
    parts = expected.parts if expected else ()
    said = [PARTS[one.code] for one in parts if one.days or one.not_before]
    return ", ".join(dict.fromkeys(said)) or "the next step"


def _planned(delay: Delay) -> str:
    """The same, each with the days that it is planned to take."""
    parts = delay.expected.parts if delay.expected else ()
    said = [f"{PARTS[one.code]}{_days_of(one)}" for one in parts if one.days or one.not_before]
    return ", ".join(dict.fromkeys(said)) or "the next step"


def _days_of(part: Part) -> str:
    if not part.days:
        return ""
    return f" ({part.days} {'day' if part.days == 1 else 'days'})"


def being_done(delay: Delay, done: str) -> str:
    """What is on file as being done: chases, another way to get the advice, and what was written with the cause."""
    return "\n\n".join(_doings(delay, done.strip()))


def _doings(delay: Delay, done: str) -> Iterator[str]:
    chased = {one.chases[-1].chased_on: _subject(one) for one in delay.late_advice if one.chases}
    for day in sorted(chased):
        yield f"We last chased the {chased[day].removeprefix('the ')} on {in_words(day)}."
    if done:
        yield done


def done_on_file(delay: Delay, done: str) -> str:
    """The same for a letter that no person looks at: when each thing was asked for and chased, and where nobody did.

    Where the file shows nothing, it says so: a family is not told that something is done because it should be.
    """
    asked = [_asked_and_chased(one) for one in delay.late_advice]
    other_way = [
        f"On {in_words(one.alternative_recorded_on)} we looked at getting the {_plain(one)} another way."
        for one in delay.late_advice
        if one.alternative_recorded_on is not None
    ]
    found = [*asked, *other_way, *filter(None, [done.strip()])]
    return "\n\n".join(found) or (
        f"The next step is ours: {_remaining(delay)}. Our file shows nothing else that is being done about the delay. "
        "Those who hold the case see that this letter has gone, and can add to it."
    )


def _asked_and_chased(request: AdviceRequest) -> str:
    asked_on = request.requested_on
    asked = f"We asked for the {_plain(request)} on {in_words(asked_on)}" if asked_on else ""
    if request.chases:
        return f"{asked} and last asked again on {in_words(request.chases[-1].chased_on)}."
    return f"{asked}. Our file does not show that anybody has asked again since."


def _plain(request: AdviceRequest) -> str:
    return _subject(request).removeprefix("the ")


def expected_words(delay: Delay) -> str:
    """The week expected, how sure it is, and what it is made of."""
    found = delay.expected
    if found is None:
        return ""
    monday = found.expected_on - timedelta(days=found.expected_on.weekday())
    last = next(one for one in reversed(delay.limits) if one.code in OUTCOMES)
    if found.sure is Sureness.AT_THE_EARLIEST:
        sure = (
            f"At the earliest, we can {OUTCOMES[last.code]} in the week that begins on {in_words(monday)}. That holds "
            "only if what is late comes now; for each day it does not, this moves by a day."
        )
    else:
        sure = f"We now expect to {OUTCOMES[last.code]} in about the week that begins on {in_words(monday)}."
    return (
        f"{sure}\n\nThis adds up the time that we plan for what remains: {_planned(delay)}. It is an estimate and no "
        f"promise. We will write to you again within {delay.policy.targets.update_family.days} days, whether or not "
        "anything has changed."
    )
