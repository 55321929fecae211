"""How a deadline reads in a sentence: what is owed, by when, how far it is off, and under which provision."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from api.words import short_day
from ehc_workflow.domain.deadlines import Deadline, Kind
from ehc_workflow.rules.book import BOOK
from ehc_workflow.rules.local_targets import LOCAL_TARGETS

SHORT = {
    "decide_whether_to_assess": "Telling the family whether there will be an assessment",
    "decide_whether_to_reassess": "Telling the family whether there will be a re-assessment",
    "threshold_refusal": "Telling the family there will be no assessment",
    "decide_no_plan": "Telling the family if there will be no plan",
    "final_plan": "Final plan",
    "latest_draft_service": "Draft plan",
    "draft_window": "The family’s time to respond to the draft",
    "school_reply": "Reply of a consulted setting",
    "mediation_contact": "The family’s time to contact the mediation adviser",
    "appeal": "The family’s time to appeal",
    "tribunal_response": "Response to the appeal",
    "arrange_mediation": "Arranging mediation",
    "tell_health_body": "Telling the health body of mediation",
    "arrange_health_mediation": "The health body’s arranging of mediation",
    "mediation_certificate": "Mediation certificate from the adviser",
    "notify_will_assess": "Telling the family it will assess, as ordered or agreed",
    "draft_plan": "Draft plan, as ordered or agreed",
    "reconsider": "Reconsidering, as ordered",
    "amended_plan": "Amended plan",
    "carry_out_agreement": "Doing what was agreed at mediation",
    "tell_authority_of_agreement": "The health body’s telling of an agreement",
    "advice_education": "Education advice",
    "advice_health": "Health advice",
    "advice_psychology": "Educational psychology advice",
    "advice_social_care": "Social care advice",
    "advice_adulthood": "Advice on preparing for adulthood",
    "advice_other": "Other advice",
    "advice_requested": "Advice the family asked for",
    "name_caseworker": "Giving the case a caseworker",
    "tell_decision": "Telling the family a decision that was taken",
    "ask_for_advice": "Asking for advice",
    "answer_family_ask": "Answering the family about advice it asked for",
    "check_advice": "Checking advice that came in",
    "advice_back": "Advice sent back to be put right",
    "settle_not_known": "Settling a reply of “not known”",
    "prove_receipt": "Finding out whether a request arrived",
    "chase_advice": "Chasing late advice",
    "other_way": "Deciding whether to get late advice another way",
}


@lru_cache(maxsize=512)
def duty_of(code: str, rule_version: str) -> str:
    """What is owed, in the words of the rule or of the authority's own target."""
    if code in SHORT:
        return SHORT[code]
    for target in LOCAL_TARGETS:
        if target.code == code:
            return target.duty
    return BOOK.duty_of(rule_version)


def reason_for(deadline: Deadline, today: date) -> str:
    """A deadline in one sentence."""
    return reason(
        duty_of(deadline.code, deadline.rule_version),
        deadline.due_on,
        deadline.provision,
        today,
        met_on=deadline.met_on,
        excepted=deadline.disapplied_by is not None,
        void=deadline.is_void,
        superseded=deadline.is_superseded,
        familys=deadline.kind is Kind.FAMILY,
    )


def reason(
    duty: str,
    due_on: date,
    provision: str,
    today: date,
    *,
    met_on: date | None = None,
    excepted: bool = False,
    void: bool = False,
    superseded: bool = False,
    familys: bool = False,
) -> str:
    """What was or is due, and how it stands, with its provision."""
    when = short_day(due_on)
    late = ((met_on or today) - due_on).days
    if met_on is not None:
        how = (
            f"due {when}, done {short_day(met_on)}, {_days(late)} late"
            if late > 0
            else f"done {short_day(met_on)}, in time"
        )
    elif superseded:
        how = f"was due {when}; superseded by a later order, concession or agreement"
    elif void:
        how = f"due {when}, no longer owed"
    elif familys:
        how = f"{'ended' if late > 0 else 'ends'} {when}"
    elif excepted:
        how = f"as soon as practicable under an exception; the day was {when}"
    elif late > 0:
        how = f"was due {when}, {_days(late)} late"
    elif late == 0:
        how = f"due today, {when}"
    else:
        how = f"due {when}, in {_days(-late)}"
    return f"{duty}: {how} ({provision})"


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"
