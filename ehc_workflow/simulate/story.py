"""A course turned into commands: what each person asks of the case, on which day, in the order the law needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import Letter
from ehc_workflow.domain.facts import Method
from ehc_workflow.simulate import hearing
from ehc_workflow.simulate.advice_told import tell_advice
from ehc_workflow.simulate.delays_told import tell_delays, tell_ending, tell_hearing
from ehc_workflow.simulate.draft_answered import tell_answers
from ehc_workflow.simulate.plan_told import tell_plan, tell_plan_decision
from ehc_workflow.simulate.request_told import tell_contest, tell_decision, tell_request
from ehc_workflow.simulate.tale import Planned, Tale

ENDINGS = (c.Withdraw, c.MoveOut, c.NotifyRefusal, c.NotifyNoPlan, c.SendFinalPlan)


@dataclass(slots=True)
class Story(Tale):
    """One case as its people will live it."""

    def told(self) -> list[Planned]:
        """Every command in order. What would come after the end of the case is left out."""
        tell_request(self)
        tell_decision(self)
        if self.course.contest is not None:
            tell_contest(self, self.course.contest)
        if self.course.assessed_from is not None:
            tell_advice(self)
            tell_plan_decision(self)
            tell_plan(self)
            tell_answers(self)
            tell_delays(self)
        tell_ending(self)
        tell_hearing(self)
        in_order = sorted(self.steps, key=lambda step: step.on)
        for place, step in enumerate(in_order):
            if isinstance(step.command, ENDINGS) and not self._is_contested(step):
                later = in_order[place + 1 :]
                return [
                    *in_order[: place + 1],
                    *(one for one in later if hearing.outlives_the_end(step.command, one.command)),
                ]
        return in_order

    def letter_by_post(self, on: date) -> c.UpdateFamily:
        """What somebody writes about the delay on a day on which nothing was planned."""
        return hearing.update_on(
            on, self.course, self.sending(Letter.DELAY_UPDATE, on, method=Method.FIRST_CLASS_POST)
        )

    def _is_contested(self, step: Planned) -> bool:
        return self.course.contest is not None and isinstance(step.command, c.NotifyRefusal)
