"""The words of each part of a letter as they are built in: what the law requires, there to be made this child's own.

They name no day that depends on how or when the letter goes: they count from the letter's own date. Whom to turn to
comes from the authority's settings; where a setting is missing the part stays empty, and the letter is refused until
somebody writes it.
"""

from __future__ import annotations

from collections.abc import Callable

from ehc_workflow.dates.words import in_words
from ehc_workflow.domain.case import GRANTS_ASSESSMENT, Letter
from ehc_workflow.domain.deadlines import is_unasked
from ehc_workflow.service.claim_words import Claim, ground_words, limit_words, why_words
from ehc_workflow.service.delay_letter import (
    OMBUDSMAN,
    Delay,
    being_done,
    done_on_file,
    expected_words,
    what_is_late,
    why_late,
)
from ehc_workflow.service.letter_writing import CONTACT, NEXT, OPENING, Writing


def built_in_words(letter: Letter, key: str, w: Writing) -> str:
    """The built-in words of one part; empty where the authority's settings do not say what belongs there."""
    by_key: dict[str, Callable[[Writing], str]] = {
        OPENING: _opening,
        "reasons": lambda w: w.reasons,
        "right_to_views": _right_to_views,
        "appeal_time_limits": _appeal_time_limits,
        "right_to_mediation": _right_to_mediation,
        "certificate": _certificate,
        "adviser": _adviser,
        "timescales": _timescales,
        "duty_to_tell": _duty_to_tell,
        "authority_contact": _authority_contact,
        "placement_only_appeal": _placement_only_appeal,
        "disagreement_resolution": _disagreement_resolution,
        "information_and_advice": _information_and_advice,
        "right_to_representations": _right_to_representations,
        "right_to_request_institution": _right_to_request_institution,
        "period": _period,
        "right_to_meeting": _right_to_meeting,
        "where_to_find_institutions": _where_to_find,
        "advice": _advice,
        CONTACT: _contact,
    }
    if letter is Letter.EXCEPTION and key in _OF_A_CLAIM:
        return _OF_A_CLAIM[key](w.claim) if w.claim else ""
    if letter is Letter.DELAY_UPDATE and key in _OF_A_DELAY:
        return _OF_A_DELAY[key](w)
    if key in by_key:
        return by_key[key](w)
    if key == NEXT:
        return _next(letter, w)
    if key == "right_of_appeal":
        return _right_of_appeal(letter, w)
    return decision_words(letter, w)


AUTOMATIC = (
    "This letter was written automatically from what is on file here today. Nobody had written to you by now, and we "
    "did not want to leave you without news. A person will answer you if you ask: the end of this letter says whom."
)
"""What an automatic letter says of itself, before anything else."""


def _opening(w: Writing) -> str:
    about = "" if w.to_young_person else f" about {w.name}"
    itself = f"{AUTOMATIC}\n\n" if w.automatic else ""
    return (
        f"Dear {w.addressee}\n\n{itself}We are writing to you{about}. {_began(w)} {in_words(w.case.received_on)}. "
        f"Our reference is {w.case.reference}."
    )


def _began(w: Writing) -> str:
    """What the assessment began with. A re-assessment can be the health body's to ask for, or nobody's."""
    if is_unasked(w.case):
        return f"We have been looking at whether to assess {w.whose} education, health and care needs again since"
    if w.case.reassesses:
        return (
            f"We received the request to assess {w.whose} education, health and care needs again on"
        )
    if any(trigger.kind.is_request for trigger in w.case.triggers):
        return "We received the request for an education, health and care needs assessment on"
    return f"{w.whose[:1].upper()}{w.whose[1:]} needs were brought to our attention on"


_DECISIONS = {
    Letter.CONSIDERING: "{authority} is considering whether {whose} needs may make an education, health and care "
    "needs assessment necessary.",
    Letter.WILL_ASSESS: "{authority} has decided to carry out an education, health and care needs assessment of "
    "{whose} needs.",
    Letter.REFUSAL_TO_ASSESS: "{authority} has decided not to carry out an education, health and care needs assessment "
    "of {whose} needs.",
    Letter.THRESHOLD_REFUSAL: "{authority} has decided that an education, health and care needs assessment of {whose} "
    "needs is not necessary.",
    Letter.WILL_REASSESS: "{authority} has decided to assess {whose} education, health and care needs again.",
    Letter.REFUSAL_TO_REASSESS: "{authority} has decided not to assess {whose} education, health and care needs again.",
    Letter.NO_PLAN: "{authority} has finished the assessment of {whose} education, health and care needs, and has "
    "decided not to make an education, health and care plan.",
    Letter.PLAN_WILL_BE_MADE: "{authority} has finished the assessment of {whose} education, health and care needs, "
    "and has decided to make an education, health and care plan.",
    Letter.DRAFT_PLAN: "With this letter is a draft of {whose} education, health and care plan. It names no school or "
    "college and no type of school or college: that is decided after you have told us what you think.",
    Letter.FINAL_PLAN: "With this letter is {whose} final education, health and care plan.",
    Letter.AMENDED_PLAN: "With this letter is {whose} education, health and care plan as it has been amended.",
}

_WILL_ASSESS_AFTER_ALL = (
    "{authority} will carry out an education, health and care needs assessment of {whose} needs. This follows what was "
    "ordered or agreed on {began}; our earlier decision not to assess no longer stands."
)

_WILL_REASSESS_AFTER_ALL = (
    "{authority} will assess {whose} education, health and care needs again, as was ordered or agreed on {began}; our "
    "earlier decision not to assess again no longer stands."
)

_MADE_ANEW = (
    "{authority} has finished assessing {whose} education, health and care needs again, and will make the education, "
    "health and care plan anew."
)

_ASKED_FOR_ADVICE = (
    "We now ask for advice from you, from the school or other setting, from health, from an educational psychologist "
    "and from social care. Each has six weeks to answer."
)

HAPPENS_NEXT = {
    Letter.WILL_ASSESS: f"{_ASKED_FOR_ADVICE} If we decide not to make a plan, we must tell you within 16 weeks of the "
    "day we received the request; if we make one, we must send you the final plan within 20 weeks of that day.",
    Letter.WILL_REASSESS: f"{_ASKED_FOR_ADVICE} We must send you the final plan within {{final_within}}. Until "
    "then the plan that there is stays as it is.",
    Letter.REFUSAL_TO_REASSESS: "The plan that there is stays as it is.",
    Letter.PLAN_WILL_BE_MADE: "We will send you a draft of the plan. You will then have at least 15 days to tell us "
    "what you think of it and which school or college you would like. We must send you the final plan within "
    "{final_within}.",
    Letter.NO_PLAN: "What the assessment found can still help {who}. We will gladly go through it with you, and with "
    "the school or other setting if you wish.",
}


_NEXT_AFTER_A_WAY_BACK = {
    Letter.WILL_ASSESS: f"{_ASKED_FOR_ADVICE} The time limits now run from {{began}}: if we decide not to make a plan, "
    "we must tell you within 10 weeks of that day; if we make one, we must send you the final plan within 14 weeks of "
    "it, unless another day was directed or agreed in writing.",
    Letter.PLAN_WILL_BE_MADE: "We will send you a draft of the plan within two weeks of {began}, unless another day "
    "was directed. You will then have at least 15 days to tell us what you think of it and which school or college "
    "you would like.",
    Letter.NO_PLAN: HAPPENS_NEXT[Letter.NO_PLAN],
}
"""The same where an order, a concession or an agreement reopened the case: reg 42(2), 44(2)(b) and (d), 45(3)."""


def _next(letter: Letter, w: Writing) -> str:
    back = w.case.way_back
    told = w.case.notice(*GRANTS_ASSESSMENT)
    assessed_since = back is not None and told is not None and told.sent_on >= back.began_on
    plan_after_it = letter is Letter.PLAN_WILL_BE_MADE and assessed_since
    words = _NEXT_AFTER_A_WAY_BACK if back and not plan_after_it else HAPPENS_NEXT
    if letter is Letter.WILL_ASSESS and w.case.reassesses:
        words, letter = HAPPENS_NEXT, Letter.WILL_REASSESS
    return words[letter].format(
        who=w.who,
        whose=w.whose,
        began=in_words(back.began_on) if back else "",
        final_within=_final_within(letter, w),
    )


def _final_within(letter: Letter, w: Writing) -> str:
    """The law's time for the final plan: reg 13(2), 27(2), or 44(2)(b) and its like."""
    case = w.case
    if case.way_back is not None:
        began = in_words(case.way_back.began_on)
        return f"14 weeks of {began}, unless another day was directed or agreed in writing"
    if is_unasked(case):
        return "14 weeks of the day we decided to assess again"
    if letter is Letter.WILL_REASSESS:
        return "14 weeks of the day this letter was sent"
    if case.reassesses:
        return "14 weeks of the day we told you that we would assess again"
    return "20 weeks of the day we received the request"


def decision_words(letter: Letter, w: Writing) -> str:
    """What a letter that tells a decision says of it."""
    back = w.case.way_back
    words = _DECISIONS[letter]
    if letter is Letter.WILL_ASSESS and back is not None:
        words = _WILL_REASSESS_AFTER_ALL if w.case.reassesses else _WILL_ASSESS_AFTER_ALL
    elif letter is Letter.PLAN_WILL_BE_MADE and w.case.reassesses:
        words = _MADE_ANEW
    began = in_words(back.began_on) if back else ""
    decided = words.format(who=w.who, whose=w.whose, authority=w.authority, began=began)
    return f"{decided}\n\n{w.placement}" if letter is Letter.FINAL_PLAN and w.placement else decided


def _right_to_views(w: Writing) -> str:
    return (
        "You have the right to tell us your views, in writing or by speaking to us, and to send us any evidence you "
        "wish us to look at. Please do so as soon as you can: we look at all of it before we decide."
    )


def _right_of_appeal(letter: Letter, w: Writing) -> str:
    tribunal = "the First-tier Tribunal (Special Educational Needs and Disability)"
    if letter in (Letter.FINAL_PLAN, Letter.AMENDED_PLAN):
        return (
            f"You have the right to appeal to {tribunal} about the special educational needs in section B of the plan, "
            "the special educational provision in section F, and the school or other institution, or the type of "
            "one, in section I, or that none is named. You can ask the Tribunal to look at health and social care in "
            "the same appeal."
        )
    return f"You have the right to appeal to {tribunal} against this decision."


def _appeal_time_limits(w: Writing) -> str:
    return (
        "The Tribunal must receive your appeal within 2 months of the day this letter was sent, or within 1 month of "
        "the day a mediation certificate is issued to you, if that is later."
    )


def _right_to_mediation(w: Writing) -> str:
    return (
        "You have the right to ask for mediation under section 53 or 54 of the Children and Families Act 2014: a "
        "meeting led by somebody independent who helps you and us to agree. It is free, and you do not have to take "
        "part."
    )


def _certificate(w: Writing) -> str:
    return (
        "Before most appeals you need a certificate from a mediation adviser, whether or not you then go to mediation. "
        "You do not need one if your appeal is only about the school or other institution named in a plan, the type "
        "of one, or that none is named."
    )


def _adviser(w: Writing) -> str:
    adviser = w.service("mediation_adviser").in_words
    return f"The mediation adviser, who is independent of us, is {adviser}." if adviser else ""


def _timescales(w: Writing) -> str:
    return (
        "You must contact the mediation adviser within 2 months of the day this letter was sent. If you do not want "
        "mediation, the adviser sends you the certificate within 3 working days of your saying so. If you do, we "
        "arrange the mediation within 30 days, and you get the certificate within 3 working days of its end."
    )


def _duty_to_tell(w: Writing) -> str:
    return (
        "If you want mediation you must tell us so, what you want to discuss and, where you say that health provision "
        "is missing, what provision you want."
    )


def _authority_contact(w: Writing) -> str:
    contact = w.service("contact").in_words
    return f"For mediation, tell us at: {contact}." if contact else ""


def _placement_only_appeal(w: Writing) -> str:
    return (
        "If your appeal is only about section I, the school or other institution, the type of one, or that none is "
        "named, you can appeal without a mediation certificate."
    )


def _disagreement_resolution(w: Writing) -> str:
    service = w.service("disagreement_resolution").in_words
    if not service:
        return ""
    return (
        "You can also use a disagreement resolution service, which is independent of us, free, and open to you at any "
        f"time whether or not you appeal: {service}."
    )


def _information_and_advice(w: Writing) -> str:
    service = w.service("sendiass").in_words
    if not service:
        return ""
    return (
        "Free and impartial information, advice and support about special educational needs, this letter included, "
        f"is available from {service}."
    )


def _right_to_representations(w: Writing) -> str:
    return (
        "You have the right to tell us what you think of the draft, in writing or otherwise, and what you want "
        "changed."
    )


def _right_to_request_institution(w: Writing) -> str:
    return (
        f"You have the right to ask for a particular school or other institution to be named in {w.whose} plan. It can "
        "be a maintained school or nursery, an academy, a further education college, a non-maintained special school, "
        "or an independent school or specialist college approved under section 41 of the Act."
    )


def _period(w: Writing) -> str:
    return (
        "You have 15 days to tell us what you think and which school or other institution you ask for. They begin with "
        "the day this draft is served on you, which counts as the first. If you need longer, please tell us."
    )


def _right_to_meeting(w: Writing) -> str:
    return (
        "Within the same 15 days you have the right to ask for a meeting with one of our officers about the draft, and "
        "we must then meet you."
    )


def _where_to_find(w: Writing) -> str:
    web = w.service("local_offer").in_words
    return f"Information about schools and colleges is in our local offer: {web}." if web else ""


def _advice(w: Writing) -> str:
    return "Copies of all the advice and information we were given for the assessment are with the draft."


def _contact(w: Writing) -> str:
    service = w.service("contact").in_words
    return (
        f"If anything in this letter is unclear, please ask us: {service}.\n\nYours sincerely\n\n{w.authority}"
        if service
        else f"Yours sincerely\n\n{w.authority}"
    )


def _complaint(w: Writing) -> str:
    ours = w.service("complaints").in_words or w.service("contact").in_words
    begin = f"You can complain to us about this delay at any time: {ours}. " if ours else ""
    return f"{begin}{OMBUDSMAN}"


def _named_contact(w: Writing) -> str:
    asked = _contact(w)
    return (
        f"{w.caseworker} holds the case and will answer you.\n\n{asked}" if w.caseworker else asked
    )


def _being_done(delay: Delay, w: Writing) -> str:
    return done_on_file(delay, w.done) if w.automatic else being_done(delay, w.done)


def _with_delay(write: Callable[[Delay], str]) -> Callable[[Writing], str]:
    return lambda w: write(w.delay) if w.delay else ""


_OF_A_CLAIM: dict[str, Callable[[Claim], str]] = {
    "limit": limit_words,
    "ground": ground_words,
    "why": why_words,
}

_OF_A_DELAY: dict[str, Callable[[Writing], str]] = {
    "what_is_late": _with_delay(what_is_late),
    "why_late": _with_delay(why_late),
    "being_done": lambda w: _being_done(w.delay, w) if w.delay else "",
    "expected": _with_delay(expected_words),
    "complaint": _complaint,
    CONTACT: _named_contact,
}
