"""The limits on the way back in: a Tribunal order, an appeal that is not opposed, a mediation agreement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehc_workflow.domain.clocks.clock import Clock
from ehc_workflow.domain.clocks.reckoning import Reckoning
from ehc_workflow.domain.facts import ClockId, Facts
from ehc_workflow.rules.local_policy import AgreementExceptions
from ehc_workflow.rules.model import ExceptionGround
from ehc_workflow.rules.send_regs_2014.agreements import AGREEMENT_LIMITS
from ehc_workflow.rules.send_regs_2014.orders import ORDER_LIMITS, REPLACES_THE_TRIGGER
from ehc_workflow.rules.send_regs_2014.unopposed import UNOPPOSED_LIMITS


def order_limits(of: Reckoning) -> Iterator[Clock]:
    """Reg 44, from the date of the order; a direction replaces what it names."""
    for place, order in enumerate(of.facts.orders):
        codes = ORDER_LIMITS[order.kind]
        yield from _limits(
            of,
            codes,
            order.made_on,
            ("orders", place),
            order.ref,
            "date_directed",
            dict(order.directed_dates),
        )


def unopposed_limits(of: Reckoning) -> Iterator[Clock]:
    """Reg 45, from the day the authority told the Tribunal. No order is made."""
    for place, appeal in enumerate(of.facts.unopposed_appeals):
        start = appeal.notified_tribunal_on
        yield from _limits(
            of, UNOPPOSED_LIMITS[appeal.matter], start, ("unopposed_appeals", place), appeal.ref
        )


def agreement_limits(of: Reckoning) -> Iterator[Clock]:
    """Reg 42, from the date of the agreement; a date agreed in writing replaces what it names."""
    for place, agreement in enumerate(of.facts.mediation_agreements):
        codes = AGREEMENT_LIMITS[agreement.matter]
        if not agreement.authority_took_part:
            codes = (*codes, "tell_authority_of_agreement")
        item = ("mediation_agreements", place)
        agreed = dict(agreement.agreed_dates)
        yield from _limits(
            of, codes, agreement.agreed_on, item, agreement.ref, "date_agreed", agreed
        )


def _limits(
    of: Reckoning,
    codes: tuple[str, ...],
    start: date,
    item: tuple[str, int],
    ref: str | None,
    own_date_code: str = "",
    own_dates: dict[ClockId, date] | None = None,
) -> Iterator[Clock]:
    """One limit for each code, but for a date of its own, which stands even where the table has none."""
    own = own_dates or {}
    for code in codes:
        rule = of.rule(code, start)
        if rule.clocks[0] not in own:
            yield of.limit(rule, start, item, ref, grounds=lent_grounds(of, start, code))
    for clock, day in own.items():
        rule = of.rule(own_date_code, start)
        yield of.limit(rule, start, item, ref, clock=clock, due_on=day)


def lent_grounds(of: Reckoning, start: date, code: str) -> tuple[ExceptionGround, ...] | None:
    """The grounds of reg 44(3) for an agreement, where the authority takes them to follow its limits."""
    if of.policy.agreement_exceptions is AgreementExceptions.NONE or not code.startswith(
        "agreement_"
    ):
        return None
    return of.rule(code.replace("agreement_", "order_", 1), start).grounds


def original_limits_superseded(facts: Facts) -> bool:
    """Whether an order, a concession or an agreement has put limits of its own in the place of the trigger's."""
    return any(
        matter in REPLACES_THE_TRIGGER
        for matter in (
            *(order.kind for order in facts.orders),
            *(appeal.matter for appeal in facts.unopposed_appeals),
            *(agreement.matter for agreement in facts.mediation_agreements),
        )
    )
