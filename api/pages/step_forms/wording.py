"""How each answer of a step is asked for: by the name of the command's field, or by step and field where it differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ehc_workflow.domain.case import Finding
from ehc_workflow.reporting.case_words import GROUNDS, ITEMS
from ehc_workflow.service.letter_writing import TITLES


@dataclass(frozen=True, slots=True)
class Ask:
    """The words of one question, and how it is put where the type alone does not say."""

    label: str
    hint: str | None = None
    control: str | None = None
    options: Mapping[str, str] | None = None
    lines: int = 5
    width: str | None = None
    missing: str | None = None
    noun: str = "paragraph"


YES_NO = {"yes": "Yes", "no": "No"}
AGREES = {"yes": "Agrees", "no": "Does not agree"}
LONG, SHORT = 6, 3
_FOR_THIS_CHILD = "About this child or young person: what in the draft, and what was looked at."


def _prose(label: str, hint: str | None = None, lines: int = LONG) -> Ask:
    return Ask(label, hint, "textarea", lines=lines)


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _chosen(label: str, hint: str | None = None, control: str = "radios") -> Ask:
    return Ask(label, hint, control)


METHODS = {
    "email": "E-mail",
    "portal": "Portal",
    "hand": "By hand",
    "first_class_post": "First class post",
    "second_class_post": "Second class post",
}
ROADS = {
    "portal": "On their page here",
    "phone": "By telephone",
    "email": "By e-mail",
    "letter": "By letter",
    "meeting": "In person",
}
MEETING_WAYS = {
    "in_person": "In person",
    "video": "By video",
    "phone": "By telephone",
}
SURENESS = {
    "about": "About that day",
    "at_the_earliest": "At the earliest: it waits for something that is late",
    "not_known": "No day can be said yet",
}
PROOFS = {
    "told": "They told us, by telephone or in person",
    "delivered": "A delivery receipt",
    "confirmed": "They confirmed it in writing",
}
TRIGGERS = {
    "parental_request": "A parent asked",
    "young_person_request": "The young person asked",
    "school_request": "A school or early years setting asked",
    "post16_request": "A college or other post-16 institution asked",
    "brought_to_attention": "Somebody else brought the child to attention",
    "identified_by_authority": "The authority itself noticed",
    "health_body_notification": "A health body told the authority",
}
CONTACT_KINDS = {
    "parent": "Parent or carer",
    "young_person": "The young person",
    "representative": "Representative",
}

VISIT_PLACES = {
    "setting": "At the school or other setting",
    "home": "At home",
    "service": "At the service",
    "online": "By video",
    "elsewhere": "Elsewhere",
}
SCREENING_FINDINGS = {
    "no_needs": "No social care needs",
    "needs": "Social care needs, on which advice can be given",
    "more_to_see": "More has to be looked at before advice can be given",
}

LIMITS_WITH_A_DAY = {
    "notify_will_assess": "Tell the family that it will assess",
    "decide_no_plan": "Tell the family that there will be no plan",
    "draft_plan": "Send the draft plan",
    "final_plan": "Send the final plan",
    "reconsider": "Reconsider",
    "amended_plan": "Send the amended plan",
}

FINDINGS_TO_CHOOSE = {
    Finding.STANDS: "What was decided or drafted stands as it is",
    Finding.TAKEN_UP: "It is taken up: in the decision still to be taken, or in the text being written",
    Finding.PROMPTED: "The family’s representation prompted it: the draft may change by that, without a fresh window",
    Finding.DECIDE_AGAIN: "The decision is to be taken again before the family is told",
    Finding.FRESH_DRAFT: "The draft changes and the family did not prompt it: a fresh draft and a fresh window follow",
}

ASKS: dict[str, Ask] = {
    # days
    "received_on": Ask("Day it came", "For example, 12 1 2026"),
    "add_trigger.received_on": Ask(
        "Day it arrived", "The day of the message itself, not the day you log it."
    ),
    "correct_received_date.received_on": Ask(
        "The right day",
        "Every limit of the case is counted again from it. The old day stays on file.",
    ),
    "confirmed_on": Ask("Day you confirmed it"),
    "agreed_on": Ask("Day of agreement"),
    "consulted_on": Ask("Day they were consulted"),
    "asked_on": Ask("Day of asking"),
    "decided_on": Ask("Day of the decision"),
    "sent_on": Ask("Day it goes", "Telling the family is what meets the limit, not deciding."),
    "dated_on": Ask("Date on the letter", "A letter carries the date of the day it goes."),
    "requested_on": Ask("Day of asking"),
    "received_by_body_on": Ask(
        "Day the contributor received it",
        "Their six weeks run from this day. Leave it empty if you do not know it yet.",
    ),
    "proof": Ask("What shows that they have it?", None, "radios", PROOFS),
    "routed_on": Ask("Day"),
    "visit_on": Ask("Day of the visit"),
    "at": Ask("Time of day", "For example, 09:30", None, None, 1, "5"),
    "place": Ask("Where", None, "radios", VISIT_PLACES),
    "screened_on": Ask("Day of the screening"),
    "screened_by": Ask("Who looked: name and role"),
    "found": Ask("What was found", None, "radios", SCREENING_FINDINGS),
    "record_screening.findings": _prose("What was found, in words"),
    "language": Ask("Language the child and family are spoken to in", None, None, None, 1, "20"),
    "interpreter_needed": Ask("An interpreter is needed"),
    "format_needs": _prose(
        "What else helps them take part", "Such as large print, easy read or signing.", SHORT
    ),
    "declined_on": Ask("Day"),
    "advice_written_on": Ask("Day the existing advice was written"),
    "accepted_on": Ask("Day you accept it"),
    "returned_on": Ask("Day it goes back"),
    "return_due_on": Ask("Day it must be back by"),
    "replied_on": Ask("Day of the reply"),
    "settled_on": Ask("Day"),
    "chased_on": Ask("Day of the chase"),
    "recorded_on": Ask("Day"),
    "missed_on": Ask("Day of the appointment"),
    "new_appointment_on": Ask("Day of the new appointment"),
    "completed_on": Ask("Day"),
    "answered_on": Ask("Day of the answer"),
    "signed_on": Ask("Day of signing"),
    "family_told_on": Ask("Day the family was told"),
    "review_on": Ask("Day to look at it again", "An exception sets no new date. Look again soon."),
    "review_exception.review_on": Ask(
        "If it goes on: day to look at it again", "Leave empty if the cause has ended."
    ),
    "handed_over_on": Ask("Day of the handover"),
    "hand_over_plan.to_whom": Ask(
        "Who maintains the plan from now on",
        "A team, service or other authority: whoever reviews it.",
    ),
    "hand_over_plan.note": Ask("What they should know", "Leave empty if the plan says it all."),
    "reviewed_on": Ask("Day of the review"),
    "cause_ended_on": Ask(
        "If the cause has ended: the day it ended",
        "From then the duty is to finish as soon as practicable.",
    ),
    "withdrawn_on": Ask("Day of the withdrawal"),
    "moved_on": Ask("Day of the move"),
    "ended_on": Ask("Day"),
    "joined_on": Ask("Day"),
    # who and what
    "contact_id": _chosen("Who"),
    "by_contact_id": _chosen("Who withdrew", "Only the person who holds the rights can withdraw."),
    "addressee": _chosen("Who it is addressed to"),
    "copies": Ask(
        "Copies to",
        "A parent of a young person gets a copy only where the young person agreed, or capacity was found lacking.",
        "checkboxes",
    ),
    "request_id": _chosen("Which request"),
    "recheck_id": _chosen("Which advice"),
    "settle_recheck.finding": _chosen("What did you find?"),
    "settle_recheck.prompted_by": _chosen(
        "What the family said that prompted it",
        "Only where their representation prompted the advice: the draft may then change by it (Code 9.125).",
    ),
    "settle_recheck.reason": _prose("What you looked at, and why you found that"),
    "ask_id": _chosen("What the family asked for"),
    "trigger_id": _chosen("Which arrival"),
    "item_id": _chosen("What came"),
    "representation_id": _chosen("What the family said"),
    "consultation_id": _chosen("Which setting"),
    "document_id": _chosen(
        "Which document",
        "Nobody opens it any more. An administrator sees who did, and where it belongs.",
    ),
    "seal_document.reason": Ask("How you noticed", None, "textarea"),
    "sealed_on": Ask("Day"),
    "service_id": Ask("The service that can advise instead", None, "select"),
    "route_request.service_id": Ask("The service that is to advise", None, "select"),
    "setting_id": Ask("School or other setting", None, "select"),
    "record_representation.setting_id": Ask(
        "The school or other setting they ask for", None, "select"
    ),
    "caseworker_seat_id": Ask("Caseworker’s seat", None, "select"),
    "plan_writer_seat_id": Ask("Plan writer’s seat", None, "select"),
    "lead_assessment_id": _chosen("The case that leads"),
    "item": Ask(
        "Which advice",
        None,
        "radios",
        {key.value: text for key, text in ITEMS.items() if key.value != "family"},
    ),
    "limit": _chosen("Which limit"),
    "exception_id": _chosen("Which exception"),
    "approved": Ask(
        "Is the claim approved?",
        "Until it is approved the limit counts as missed. The original day stays either way.",
        "radios",
        {"yes": "Approved", "no": "Declined: the limit runs on"},
    ),
    "claim_exception.limit": _chosen(
        "Limit and ground", "Only grounds that the law lists and the facts on file meet are here."
    ),
    "method": Ask("How it goes", None, "radios", METHODS),
    "channel": Ask("How"),
    "kind": Ask("What it is"),
    "add_trigger.kind": Ask("How it arrived", None, "radios", TRIGGERS),
    "reply_to_request.kind": Ask(
        "What they answered",
        "A reply is not advice: the need for advice stays, and so does the day it is due.",
        "radios",
        {
            "known": "Known to this service, the advice is coming",
            "not_known": "Not known to this service",
            "existing_report": "An existing report will do",
            "new_assessment": "A new assessment is needed, and is planned",
            "other_area": "Another area’s patient",
        },
    ),
    "planned_for": Ask("New assessment: day it is planned for", "Only if one is needed."),
    "reply_to_request.advice_written_on": Ask(
        "Existing report: day it was written", "Only if an existing report will do."
    ),
    "reply_to_request.purpose": _prose("Existing report: what it was written for", None, SHORT),
    "other_body": Ask("Another area’s patient: whose, if known"),
    "record_representation.kind": Ask(
        "What they said",
        None,
        "radios",
        {
            "comment": "A comment on the draft",
            "setting_request": "They ask for a school or other setting",
            "meeting_request": "They ask for a meeting",
            "personal_budget_request": "They ask for a personal budget",
        },
    ),
    "answer": Ask("The answer"),
    "cause": Ask("The cause", "A cause is no exception: the case still counts as late."),
    "purpose": Ask("What it was for"),
    "record_reuse.purpose": _prose("What the advice was written for", None, SHORT),
    # deciding
    "outcome": Ask("The decision"),
    "decide_whether_to_assess.outcome": Ask(
        "The decision",
        None,
        "radios",
        {"assess": "Assess", "refuse": "Do not assess"},
    ),
    "decide_whether_to_reassess.outcome": Ask(
        "The decision", None, "radios", {"assess": "Re-assess", "refuse": "Do not re-assess"}
    ),
    "further_needed": Ask(
        "Is a further assessment necessary?",
        "The test of regulation 24. Leave it out only where the request came too soon, below, or is the health body’s, "
        "which is met without it, regulation 23.",
        "radios",
        YES_NO,
    ),
    "further_needed_because": _prose(
        "Why, about this child", "Say it where the answer is no. It goes into the letter.", SHORT
    ),
    "too_soon": Ask(
        "It is refused because there was an assessment in the six months before the request",
        "The only other ground on which a request to re-assess may be refused, regulation 24.",
    ),
    "decide_whether_to_issue.outcome": Ask(
        "The decision", None, "radios", {"make_plan": "Make a plan", "no_plan": "No plan"}
    ),
    "may_have_sen": Ask(
        "Has the child or young person special educational needs, or may they have them?",
        "The first limb of the test, section 36(8)(a).",
        "radios",
        YES_NO,
    ),
    "may_need_plan": Ask(
        "May it be necessary for provision to be made through a plan?",
        "The second limb of the test, section 36(8)(b).",
        "radios",
        YES_NO,
    ),
    "may_have_sen_because": _prose(
        "Why", "About this child. Needed where the answer is no; it goes into the letter.", SHORT
    ),
    "may_need_plan_because": _prose(
        "Why", "About this child. Needed where the answer is no; it goes into the letter.", SHORT
    ),
    "plan_needed": Ask(
        "In the light of the assessment, is provision through a plan necessary?",
        "The test of section 37(1).",
        "radios",
        YES_NO,
    ),
    "plan_needed_because": _prose(
        "Why", "About this child. Needed where the answer is no; it goes into the letter.", SHORT
    ),
    "extra_time_considered": Ask(
        "For a person over 18: whether they need more time than most of their age was considered",
        "Section 36(10): more time to complete their education or training.",
    ),
    "documents_seen": Ask(
        "Documents that were before you",
        "Take out what was not. What stays ticked is kept with the decision.",
        "checkboxes",
    ),
    "advice_seen": Ask(
        "Advice that was before you, by version",
        "Take out what was not. What stays ticked is kept with the decision.",
        "checkboxes",
    ),
    "route": Ask(
        "For a refusal: which determination",
        "Before the family is told of considering, section 36(5); after it, section 36(8).",
        "radios",
        {
            "threshold": "An assessment is not necessary: section 36(5)",
            "after_considering": "After considering: section 36(8)",
        },
    ),
    "views_considered": Ask("The family’s views and evidence were considered"),
    "house_rules_only": Ask(
        "The reasons rest on local criteria alone",
        "Such as support cycles, a report not yet held, or money spent. A second person must then confirm.",
    ),
    "criteria_weighed": _prose(
        "Local criteria that were weighed",
        "What they showed of this child. They are evidence and never decide; they do not go into the letter.",
        SHORT,
    ),
    "differs_because": _prose(
        "Where a panel advised otherwise: why you decide differently",
        "A panel advises; you decide. Needed only where the decision is not what it advised.",
        SHORT,
    ),
    # panels
    "matter": Ask(
        "What is the panel asked about?",
        None,
        "radios",
        {
            "assess": "Whether to assess",
            "issue": "Whether to make a plan",
            "placement": "Placement: what section I will say",
        },
    ),
    "meeting_id": _chosen("Which meeting?"),
    "agenda_id": _chosen("Which agenda?"),
    "put_on": Ask("Day it is put on"),
    "changed_on": Ask("Day"),
    "taken_off_on": Ask("Day"),
    "take_off_agenda.reason": _prose("Why", "Such as: decided without the panel.", SHORT),
    "put_on_agenda.documents_seen": Ask(
        "Documents in the pack", "Take out what the members do not need.", "checkboxes"
    ),
    "put_on_agenda.advice_seen": Ask(
        "Advice in the pack, by version", "Take out what the members do not need.", "checkboxes"
    ),
    "change_pack.documents_seen": Ask("Documents in the pack", None, "checkboxes"),
    "change_pack.advice_seen": Ask("Advice in the pack, by version", None, "checkboxes"),
    "member_id": Ask("Which member?", None, "select", missing="Select the member"),
    "declared_on": Ask("Day it was declared"),
    "interest": _prose(
        "What is the interest?", "Such as teaching this child, or treating them.", SHORT
    ),
    "advised": Ask(
        "What did the panel advise?",
        "It is advice: a named officer decides, and may differ.",
        "radios",
        {
            "yes": "For it: assess, make a plan, or the placement that is proposed",
            "no": "Against it",
            "other": "Something else, in words",
        },
    ),
    "record_panel_advice.said": _prose("What it said, about this child"),
    "dissent": Ask(
        "Who saw it otherwise",
        "Leave it empty where nobody did.",
        noun="member who dissents",
    ),
    "record_panel_advice.row.member_id": Ask("Member", None, "select"),
    "record_panel_advice.row.said": _prose("What they said", None, SHORT),
    "reasons": _prose("Reasons", "About this child, from the evidence on file."),
    "decide_whether_to_assess.reasons": _prose(
        "Reasons", "About this child, from the evidence on file. They go into the letter."
    ),
    "decide_whether_to_reassess.reasons": _prose(
        "Reasons", "About this child, from the evidence on file. They go into the letter."
    ),
    "decide_whether_to_issue.reasons": _prose(
        "Reasons", "About this child, from the advice. They go into the letter."
    ),
    # words
    "record_family_message.received_on": Ask(
        "Day it came", "They are owed a reply from this day, whoever logs it when."
    ),
    "road": Ask("How", None, "radios", options=ROADS),
    "record_family_message.road": Ask("How did it come?", None, "radios", options=ROADS),
    "record_family_message.by_contact_id": Ask("Who wrote or rang?"),
    "record_family_message.said": _prose(
        "What they say", "In their words, as far as you have them."
    ),
    "message_id": _chosen("Which message?"),
    "answer_family_message.answered_on": Ask("Day of the reply"),
    "answer_family_message.road": Ask(
        "How does the reply go?",
        "It can be read on the family’s page whatever you choose.",
        "radios",
        options=ROADS,
    ),
    "answer_family_message.answer": _prose("Your reply", "The family reads exactly this."),
    "promised_on": Ask(
        "Day you promise something for",
        "It becomes a deadline of yours. Leave it out if you promise nothing.",
    ),
    "promised": Ask("What you promise", "For example: we ring you with the date of the visit"),
    "close_family_message.closed_on": Ask("Day"),
    "close_family_message.reason": _prose("Why does it need no reply?", None, SHORT),
    "update_family.sent_on": Ask("Day it goes", "The next is owed within 14 days of it."),
    "update_family.sure": Ask("How sure is the day?", None, "radios", options=SURENESS),
    "update_family.expected_on": Ask(
        "Day now expected", "Leave it out only where no day can be said."
    ),
    "other_form": Ask(
        "They need it in another language or format",
        "A person has to give it to them in that form: it becomes a deadline of yours.",
        control="checkbox",
    ),
    "promise_id": _chosen("Which promise?"),
    "kept_on": Ask("Day it was done"),
    "how": Ask("How it was kept"),
    "record_family_reached.notice_id": _chosen("About which letter?"),
    "record_notice_failed.notice_id": _chosen("Which letter?"),
    "reached_on": Ask("Day you rang, met or posted"),
    "record_family_reached.road": Ask(
        "How",
        None,
        "radios",
        options={key: ROADS[key] for key in ("phone", "letter", "meeting")},
    ),
    "record_family_reached.posted": Ask(
        "If paper went: by which post, or by hand?",
        "The engine works out the day on which it counts as served.",
        "radios",
        options={key: METHODS[key] for key in ("first_class_post", "second_class_post", "hand")},
    ),
    "record_family_reached.said": _prose("What came of it", None, SHORT),
    "failed_on": Ask("Day it came back"),
    "offline": Ask("They do not use e-mail or the page", control="checkbox"),
    "record_family_ask.asked_on": Ask("Day they asked", "They are owed an answer from this day."),
    "from_whom": Ask(
        "Whose advice they ask for", "One at a time, such as: an occupational therapist."
    ),
    "why": _prose("Why they ask for it, in their words", None, SHORT),
    "decline_family_ask.declined_on": Ask("Day of the decision"),
    "decline_family_ask.reason": _prose(
        "Why it is not asked for",
        "About this child. A waiting list, a shortage, cost or a rule for everybody is no reason by itself.",
    ),
    "evidence": _prose(
        "How the day is known", "Such as the message itself or a date stamp.", SHORT
    ),
    "record_request_received.evidence": _prose("Who told you, or which receipt", None, SHORT),
    "reason": _prose("Reason", None, SHORT),
    "what": Ask("What is missing"),
    "asked_of": Ask("Who was asked"),
    "views": _prose("The views, where you write them down here"),
    "gaps": _prose(
        "The gaps",
        "Exactly what is missing: needs, outcomes, or what, how much, how often, by whom.",
    ),
    "note": _prose("What else they said", None, SHORT),
    "statement": _prose("Why that service can advise, or the reasoned position"),
    "to_whom": Ask("Whom you spoke or wrote to"),
    "reply": _prose("What they said", None, SHORT),
    "another_way": Ask("Will the advice be got another way?", None, "radios", YES_NO),
    "what_would_help": _prose("What the family says would make the next one work", None, SHORT),
    "why_without": _prose(
        "Why the assessment goes on without some advice",
        "Only a decision-maker may say this. Leave it empty where every item is answered.",
    ),
    "by_whom": Ask("Who agreed it for the health body"),
    "text": _prose("Their words"),
    # the draft with the family
    "record_representation.received_on": Ask(
        "Day they said it", "What comes after their time is kept too, marked as late."
    ),
    "record_representation.text": _prose(
        "What they said", "In their own words, in whatever language they used."
    ),
    "record_representation.about_item": Ask(
        "Which item of the draft is it about?",
        "Leave it empty for a whole section, or for the draft as a whole.",
        "select",
    ),
    "record_representation.about_section": Ask(
        "Or which section?", "Leave it empty where you chose an item.", "select"
    ),
    "record_representation.road": Ask("How did it come?", None, "radios", options=ROADS),
    "record_representation.by_contact_id": Ask("Who said it?"),
    "answer_representation.reason": _prose(
        "The answer in words",
        "The family reads this. Needed where you decline, wholly or in part.",
    ),
    "answer_representation.answer": Ask(
        "The answer",
        None,
        "radios",
        {
            "accepted": "Accepted: the plan will say so",
            "partly": "Accepted in part",
            "declined": "Declined",
        },
    ),
    "added_on": Ask("Day they added it"),
    "add_to_representation.text": _prose("What they added"),
    "taken_back_on": Ask("Day they took it back"),
    "offered_on": Ask("Day of the offer"),
    "meet_on": Ask("Day to meet"),
    "offer_meeting.way": Ask("How you would meet", None, "radios", MEETING_WAYS),
    "where": Ask("Time, and where or on which number", "For example: 10am at the school, room 4."),
    "offer_id": _chosen("Which offer"),
    "refused_on": Ask("Day they said so"),
    "record_offer_refused.said": _prose("What they said", None, SHORT),
    "held_on": Ask("Day of the meeting"),
    "record_meeting_held.way": Ask("How you met", None, "radios", MEETING_WAYS),
    "agreed": Ask(
        "What was agreed",
        "Point by point. Each is to be done or answered before the final plan goes. Recorded once more, this adds "
        "points to those before.",
        noun="point",
    ),
    "record_meeting_held.row.words": _prose("What was agreed", None, SHORT),
    "point": _chosen("Which point"),
    "settled": Ask(
        "What became of it",
        None,
        "radios",
        {"done": "It is done", "answered": "It is answered: why it is not done"},
    ),
    "settle_agreed_point.how": _prose("What was done, or the answer", "The family reads this."),
    "record_meeting_declined.declined_on": Ask("Day they said so"),
    "record_meeting_declined.said": _prose("What they said", None, SHORT),
    "setting_type": Ask("Or a type of setting", "Where no setting is named."),
    "can_meet_needs": Ask("Does the setting say it can meet the needs?", None, "radios", YES_NO),
    "grounds": Ask(
        "If not: on what ground",
        "Section 39(4) has no other. Where the setting named none, write down what it said.",
        "checkboxes",
        {ground.value: _upper(words) for ground, words in GROUNDS.items()},
    ),
    **{
        f"because_{ground.value}": _prose(f"If because of {words}: why", _FOR_THIS_CHILD, SHORT)
        for ground, words in GROUNDS.items()
    },
    "record_consultation_reply.needs": _prose("What the setting would need", None, SHORT),
    "starts_on": Ask("Day from which it offers a place"),
    "places": Ask("Places free in the year group", "As a number.", None, None, 1, "3"),
    "tried_on": Ask("Day of the attempt"),
    "what_came_of_it": _prose(
        "Whom you tried, where, and what came of it",
        "The number or address that was used goes here too: it is what proves the attempt.",
        SHORT,
    ),
    "found_on": Ask("Day"),
    "question": _prose("What the setting needs to know", None, SHORT),
    "signed_by": Ask("Signed by", missing="Enter the name of the officer who signs"),
    "facts": _prose("The facts"),
    "claim_exception.evidence": _prose("The evidence"),
    "why_impractical": _prose("Why they made the limit impractical"),
    "late_claim_reason": _prose(
        "If the limit has passed: why it is claimed only now",
        "A colleague who decides must then approve it before it counts.",
        SHORT,
    ),
    "settle_late_exception.reasons": _prose("Why it is approved or declined"),
    "findings": _prose("What was found, and what is done to finish as soon as practicable"),
    "what_was_done": _prose("What was done about it"),
    "new_authority": Ask("The new authority"),
    "author_name": Ask("Name of the person who signs"),
    "author_role": Ask("Their role"),
    "how_seen": _prose(
        "How and when the author saw the child or young person", "If they have not, say so.", SHORT
    ),
    "name_written": Ask(
        "Name of the child or young person, as it stands in the report",
        "It is compared with the case, so that a report about somebody else is not filed here.",
    ),
    "born_written": Ask("Their date of birth, as it stands there"),
    "same_child_because": Ask(
        "If they differ from the case: why it is the same child or young person",
        "For example, another spelling or a former name. It is kept with the advice.",
    ),
    "paragraphs": Ask("The advice", "One need, outcome or provision in each."),
    # after a decision
    "notice_id": _chosen("Which decision"),
    "mediation_id": _chosen("Which mediation"),
    "agreement_id": _chosen("Which agreement"),
    "appeal_id": _chosen("Which appeal"),
    "contacted_adviser_on": Ask("Day the family contacted the mediation adviser"),
    "authority_told_on": Ask(
        "Day the authority was told", "The 30 days to arrange mediation run from this day."
    ),
    **{
        f"{step}.authority_told_on": Ask(
            "If the authority took no part: day the health body told it"
        )
        for step in ("agree_assessment", "agree_plan", "agree_amendment", "agree_other")
    },
    "issues": Ask(
        "What the family wants to discuss",
        None,
        "radios",
        {
            "education_or_care": "Education or social care",
            "health": "Health alone",
            "both": "Both",
        },
    ),
    "told_on": Ask("Day the health body was told"),
    "ended": Ask(
        "How it ended",
        None,
        "radios",
        {
            "met": "The parties met and did not agree",
            "not_arranged": "The authority told the adviser that it cannot arrange it in 30 days",
            "family_withdrew": "The family gave it up",
        },
    ),
    "end_mediation.ended_on": Ask("Day it ended, or the adviser was told"),
    "issued_on": Ask("Date of the certificate"),
    "issue_certificate.declined_on": Ask(
        "If the family declined mediation: day it told the adviser"
    ),
    "terms": _prose("What was agreed", "As it stands in the written agreement."),
    "agreed_dates": Ask(
        "Days agreed in writing",
        "Only where the agreement sets another day for a limit, reg 42(5).",
        noun="day",
    ),
    "directed_dates": Ask(
        "Days the Tribunal directed",
        "Only where a direction sets another day for a limit, reg 44(1).",
        noun="day",
    ),
    "clock": Ask("Which limit", None, "select", LIMITS_WITH_A_DAY),
    "day": Ask("The day set"),
    "done_on": Ask("Day it was done"),
    "registered_on": Ask("Day the Tribunal registered the appeal"),
    "reply_due_on": Ask(
        "Day the response is due", "From the Tribunal’s letter. It is not worked out here."
    ),
    "placement_only": Ask("It is about the placement in section I alone"),
    "agree_amendment.placement_only": Ask("Only the placement in section I changes"),
    "tribunal_gave_leave": Ask("There is no certificate, and the Tribunal gave leave"),
    "responded_on": Ask("Day the response went"),
    "notified_tribunal_on": Ask("Day the Tribunal was told", "The limits of reg 45 run from it."),
    "made_on": Ask(
        "Date of the order", "The limits of reg 44 run from this date, not from its arrival."
    ),
    "order_to_amend.kind": Ask(
        "What was ordered",
        None,
        "radios",
        {
            "amend_contents": "Amend the contents, with or without the placement",
            "amend_placement": "Change section I alone",
            "continue_and_amend": "Continue the plan and amend it",
        },
    ),
    "started_on": Ask("Day drafting began"),
    "send_amended_plan.setting_id": Ask(
        "School or other setting, where section I changes", None, "select"
    ),
    "send_amended_plan.setting_type": Ask("Or a type of setting, where section I changes"),
    # yes and no
    "sent_after_five": Ask("It goes after 5pm"),
    "setting_told": Ask("The school or other setting is told too"),
    "health_body_told": Ask("The health body is told too"),
    "social_care_told": Ask("Social care’s officers for special educational needs are told too"),
    "capacity_finding": Ask(
        "Capacity for this decision was found lacking",
        "The contact then stands for the young person. Otherwise: the young person agreed to copies.",
    ),
    "author": Ask("The author", None, "radios", AGREES),
    "authority": Ask("The authority", None, "radios", AGREES),
    "family": Ask("The family", None, "radios", AGREES),
    # nested facts
    "closure-setting": Ask("Which setting closes"),
    "closure-first_closed_day": Ask("First day it is closed"),
    "closure-reopening_day": Ask("Day it reopens"),
    "absence-who": Ask("Who was away"),
    "absence-first_day": Ask("First day away"),
    "absence-last_day": Ask("Last day away"),
    "circumstance-who": Ask("Whose circumstances"),
    "circumstance-kind": Ask("What happened"),
    "circumstance-first_day": Ask("First day"),
    "circumstance-last_day": Ask("Last day"),
    "contact-kind": Ask("Who they are to the child", None, "radios", CONTACT_KINDS),
    "contact-name": Ask("Name"),
    "contact-email": Ask("E-mail address", None, "email"),
    "contact-phone": Ask("Telephone", None, None, None, 1, "20"),
    "contact-address": _prose("Postal address", None, SHORT),
    "contact-address_confirmed_on": Ask("Day the address was confirmed with them"),
    "contact-preferred_method": Ask("How they like to be written to", None, "radios", METHODS),
}


def ask_for(step: str, name: str) -> Ask:
    """The words of one field of one step."""
    if name.startswith("block-"):
        key = name.removeprefix("block-")
        missing = f"“{TITLES[key]}” is empty: the letter does not go without it"
        return Ask(TITLES[key], None, "textarea", lines=LONG, missing=missing)
    if found := ASKS.get(f"{step}.{name}") or ASKS.get(name):
        return found
    inner = name.rpartition("-")[2].replace("_", " ")
    return Ask(inner[:1].upper() + inner[1:])
