"""What a step's form offers to choose from, and what stands in it before anybody has typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from api.pages.questions import Question, questions_of
from api.pages.step_forms.asking import LETTERS, MARK, asks_for_a_day, form_of
from api.pages.step_forms.wording import (
    CONTACT_KINDS,
    FINDINGS_TO_CHOOSE,
    MEETING_WAYS,
    ROADS,
    TRIGGERS,
)
from api.words import day, short_day
from api.words import words as words_of_kind
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.advice_list import open_asks
from ehc_workflow.domain.case import (
    APPEALABLE_LETTERS,
    AdviceItem,
    AdviceRequest,
    Case,
    ClaimedException,
    Consultation,
    Finding,
    Letter,
    RefusalRoute,
    Representation,
    RepresentationKind,
)
from ehc_workflow.domain.deadlines import OPEN_STATUSES, Kind
from ehc_workflow.domain.facts import AgreementMatter
from ehc_workflow.domain.outlook import COMMANDS, addressees
from ehc_workflow.domain.plan_items import SECTIONS, labels
from ehc_workflow.domain.rechecks import findings_that_fit
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.reporting.case_words import ITEMS, MATTERS, RESTED_ON
from ehc_workflow.reporting.decided import reasons_told
from ehc_workflow.reporting.draft_talk import responses
from ehc_workflow.reporting.placement import placement_in_words
from ehc_workflow.reporting.telling import DECISIONS_SAID
from ehc_workflow.reporting.telling import LETTERS as LETTERS_SAID
from ehc_workflow.service.case_view import CaseView, Choices
from ehc_workflow.service.delay_letter import Delay
from ehc_workflow.service.exception_letter import claim_of
from ehc_workflow.service.family_letters import needs_other_form
from ehc_workflow.service.letters import draft_letter, writing_for
from ehc_workflow.store.organisation import ClosureOnFile
from ehc_workflow.store.queries.agendas import MeetingLine

Options = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Offer:
    """A case and what its authority's forms choose from. `others` are cases that may be the same child's.

    `closures` are those of the child's setting that are on file and not yet recorded here, `meetings` those of panels
    that can be put to use, `members` those of the panels whose agendas the case is on.
    """

    view: CaseView
    choices: Choices
    others: Options
    closures: Sequence[ClosureOnFile] = ()
    meetings: Sequence[MeetingLine] = ()
    members: Sequence[tuple[str, str]] = ()

    @property
    def case(self) -> Case:
        """The case."""
        return self.view.case


Chooser = Callable[[Offer], Options]


def _contacts(offer: Offer) -> Options:
    return [(one.id, _contact(offer.view, one.id)) for one in offer.case.contacts]


def _contact(view: CaseView, contact_id: str) -> str:
    contact = view.case.contact(contact_id)
    if contact is None:
        return view.names.contact(contact_id)
    confirmed = contact.address_confirmed_on
    address = f"address confirmed {day(confirmed)}" if confirmed else "address not confirmed"
    kind = CONTACT_KINDS[contact.kind.value].lower()
    return f"{view.names.contact(contact_id)} ({kind}), {address}"


def _addressees(offer: Offer) -> Options:
    """Those who hold the rights today first; the others say that they do not."""
    lawful = [one.id for one in addressees(offer.case, offer.view.known)]
    rest = [one.id for one in offer.case.contacts if one.id not in lawful]
    return [
        *((one, _contact(offer.view, one)) for one in lawful),
        *((one, f"{_contact(offer.view, one)}; does not hold the rights today") for one in rest),
    ]


def _requests(meets: Callable[[AdviceRequest], bool]) -> Chooser:
    def choose(offer: Offer) -> Options:
        return [(one.id, _request(offer.view, one)) for one in offer.case.advice if meets(one)]

    return choose


def _request(view: CaseView, request: AdviceRequest) -> str:
    whom = view.names.service(request.service_id) if request.service_id else ""
    due = next(
        (
            d.due_on
            for d, _ in view.deadlines
            if d.ref == request.id and d.code.startswith("advice_")
        ),
        None,
    )
    parts = [ITEMS[request.item], whom, f"due {short_day(due)}" if due else ""]
    return ", ".join(part for part in parts if part)


def _so_far(asked: Consultation) -> str:
    replied_on = asked.changed_on or asked.replied_on
    return f"replied {day(replied_on)}" if replied_on else f"consulted {day(asked.consulted_on)}"


def _on_which(offer: Offer, asked: Consultation) -> str:
    return "" if offer.case.counts(asked) else ", on an earlier draft"


def _settings(offer: Offer) -> Options:
    return offer.choices.of_kind(ServiceKind.SETTING)


def _other_services(offer: Offer) -> Options:
    kinds = [kind for kind in ServiceKind if kind is not ServiceKind.SETTING]
    return offer.choices.of_kind(*kinds)


def _limits_with_grounds(offer: Offer) -> Options:
    """Only grounds that the law lists for a limit and the recorded facts meet."""
    found: Options = []
    for clock in offer.view.clocks:
        pair = offer.view.deadline(clock.clock.value, clock.ref or "")
        if pair is None or pair[1].status not in OPEN_STATUSES or pair[0].disapplied_by:
            continue
        for ground in clock.rule.grounds or ():
            if ground.basis in (clock.exceptions or ()):
                value = MARK.join((clock.clock.value, clock.ref or "", ground.basis))
                found.append(
                    (
                        value,
                        f"{clock.rule.duty}, due {short_day(clock.due_on)}: {ground.says} ({ground.basis})",
                    )
                )
    return found


def _exceptions(meets: Callable[[ClaimedException], bool]) -> Chooser:
    def choose(offer: Offer) -> Options:
        return [
            (
                one.id,
                f"{_limit_name(offer.view, one.limit, one.ref)}: {one.ground}, claimed {day(one.decided_on)}",
            )
            for one in offer.case.exceptions
            if meets(one)
        ]

    return choose


def _open_limits(offer: Offer) -> Options:
    return [
        (
            deadline.code,
            f"{_limit_name(offer.view, deadline.code, deadline.ref)}, due {short_day(deadline.due_on)}",
        )
        for deadline, _ in offer.view.deadlines
        if deadline.kind is Kind.STATUTORY
        and not deadline.is_void
        and not deadline.code.startswith("advice_")
    ]


def _limit_name(view: CaseView, code: str, ref: str) -> str:
    return next(
        (one.rule.duty for one in view.clocks if (one.clock.value, one.ref or "") == (code, ref)),
        code,
    )


def _decisions(offer: Offer) -> Options:
    """The decisions that can be appealed and stand."""
    return [
        (one.id, f"{DECISIONS_SAID[one.kind]}, sent {day(one.sent_on)}")
        for one in offer.case.notices
        if one.kind in APPEALABLE_LETTERS and not one.set_aside
    ]


def _unopened(offer: Offer) -> Options:
    """Notices that nobody is known to have read, the newest first."""
    return [
        (one.id, f"Letter {LETTERS_SAID[one.kind]}, sent {day(one.sent_on)}")
        for one in reversed(offer.case.notices)
        if one.opened_on is None and one.reached_on is None
    ]


def _mediations(offer: Offer) -> Options:
    return [
        (
            one.id,
            f"{one.issues.value.replace('_', ' ').capitalize()}, told {day(one.authority_told_on)}",
        )
        for one in offer.case.mediations
        if one.is_running
    ]


def _appeals(offer: Offer) -> Options:
    return [
        (one.id, f"Registered {day(one.registered_on)}, response due {day(one.reply_due_on)}")
        for one in offer.case.appeals
        if one.is_running
    ]


def _agreements(offer: Offer) -> Options:
    return [
        (one.id, f"Agreed {day(one.agreed_on)}")
        for one in offer.case.agreements
        if one.matter is AgreementMatter.NOT_APPEALABLE and one.carried_out_on is None
    ]


def _rechecks(offer: Offer) -> Options:
    """Advice that came late and nobody has looked at, by what rested on what was there before."""
    return [
        (
            one.id,
            f"{_of(offer, one.request_id)}, came {day(one.raised_on)} after the {RESTED_ON[one.rests_on]}",
        )
        for one in offer.case.rechecks
        if one.is_open
    ]


def _of(offer: Offer, request_id: str) -> str:
    request = offer.case.advice_request(request_id)
    return ITEMS[request.item] if request else "Advice"


def _findings(offer: Offer) -> Options:
    """Only what may be found as the case stands."""
    fitting = findings_that_fit(offer.case)
    return [(one.value, FINDINGS_TO_CHOOSE[one]) for one in Finding if one in fitting]


def _documents(offer: Offer) -> Options:
    return [
        (one.id, f"{one.name}, {short_day(one.added_at.date())}")
        for one in offer.view.papers.documents
    ]


def _versions(offer: Offer) -> Options:
    """Every version of advice that came, by whose it is."""
    return [
        (
            given.id,
            f"{ITEMS[request.item]}, version {given.version}, {short_day(given.received_on)}",
        )
        for request in offer.case.advice
        for given in request.contributions
    ]


def _said(meets: Callable[[Representation], bool]) -> Chooser:
    def choose(offer: Offer) -> Options:
        words = {one.said.id: one.words for one in responses(offer.case, offer.view.entries)}
        return [
            (one.id, f"{words_of_kind(one.kind)}, {day(one.received_on)}{_start_of(words[one.id])}")
            for one in offer.case.representations
            if meets(one)
        ]

    return choose


def _start_of(words: str) -> str:
    """Enough of what was said to choose it by."""
    first = " ".join(words.split())
    return f": “{first if len(first) <= 80 else first[:79] + '…'}”" if first else ""


def _is_meeting(said: Representation) -> bool:
    asked = said.kind is RepresentationKind.MEETING_REQUEST and said.taken_back_on is None
    return asked and said.meeting.declined_on is None


def _offers(offer: Offer) -> Options:
    """Days offered for a meeting that the family has not refused."""
    return [
        (one.id, f"{day(one.meet_on)}, {MEETING_WAYS[one.way].lower()}")
        for said in offer.case.representations
        if _is_meeting(said)
        for one in said.meeting.offers
        if one.refused_on is None
    ]


def _points(offer: Offer) -> Options:
    return [
        (str(one.point.number), f"Point {one.point.number}: {one.words}")
        for response in responses(offer.case, offer.view.entries)
        for one in response.points
        if one.point.settled_on is None
    ]


def _items(offer: Offer) -> Options:
    """The items of the draft that the family had, by section and place: those of it that stand still."""
    draft = offer.case.served_draft
    served = frozenset(draft.items) if draft else frozenset()
    cited = labels(offer.case.plan_lines)
    return [
        (line.id, f"Item {cited[line.id]}") for line in offer.case.plan_lines if line.id in served
    ]


CHOOSERS: Mapping[str, Chooser] = {
    "contact_id": _contacts,
    "by_contact_id": _contacts,
    "addressee": _addressees,
    "copies": _contacts,
    "request_id": _requests(lambda one: one.is_owed),
    "submit_advice.request_id": _requests(
        lambda one: one.is_asked and one.item is not AdviceItem.FAMILY
    ),
    "accept_advice.request_id": _requests(lambda one: one.is_unread),
    "return_advice.request_id": _requests(lambda one: one.is_unread),
    "settle_recheck.recheck_id": _rechecks,
    "settle_recheck.finding": _findings,
    "settle_recheck.prompted_by": _said(lambda one: one.may_prompt),
    "route_request.request_id": _requests(lambda one: one.can_be_routed),
    "record_screening.request_id": _requests(
        lambda one: (
            one.item is AdviceItem.SOCIAL_CARE and one.was_not_known and not one.contributions
        )
    ),
    "settle_not_known.request_id": _requests(lambda one: one.not_known_open),
    "ask_id": lambda offer: [
        (ask.id, f"{offer.view.asked_of(ask.id)}, asked {day(ask.asked_on)}")
        for ask in open_asks(offer.case)
    ],
    "trigger_id": lambda offer: [
        (one.id, f"{TRIGGERS[one.kind.value]}, {day(one.received_on)}")
        for one in offer.case.triggers
    ],
    "item_id": lambda offer: [
        (one.id, f"{one.asked_of}, asked {day(one.asked_on)}")
        for one in offer.case.missing_items
        if one.received_on is None
    ],
    "representation_id": _said(lambda one: one.waits),
    **dict.fromkeys(
        (
            "offer_meeting.representation_id",
            "record_offer_refused.representation_id",
            "record_meeting_declined.representation_id",
        ),
        _said(lambda one: _is_meeting(one) and one.meeting.held_on is None),
    ),
    "record_meeting_held.representation_id": _said(lambda one: _is_meeting(one)),
    "settle_agreed_point.representation_id": _said(lambda one: bool(one.meeting.open_points)),
    "offer_id": _offers,
    "point": _points,
    "about_item": _items,
    "about_section": lambda offer: [(name, f"Section {name}") for name in SECTIONS],
    "consultation_id": lambda offer: [
        (
            one.id,
            f"{offer.view.names.service(one.setting_id)}, consulted {day(one.consulted_on)}"
            f"{_on_which(offer, one)}",
        )
        for one in offer.case.consultations
        if one.replied_on is None
    ],
    "document_id": _documents,
    "record_consultation_reply.consultation_id": lambda offer: [
        (
            one.id,
            f"{offer.view.names.service(one.setting_id)}, {_so_far(one)}{_on_which(offer, one)}",
        )
        for one in offer.case.consultations
    ],
    "message_id": lambda offer: [
        (one.id, f"{ROADS[one.road]}, {day(one.received_on)}")
        for one in offer.case.family_messages
        if one.settled_on is None
    ],
    "promise_id": lambda offer: [
        (one.id, f"{offer.view.promised(one.id) or 'Promised'}, by {day(one.promised_on)}")
        for one in offer.case.promises
        if one.is_open
    ],
    "meeting_id": lambda offer: [
        (one.id, f"{one.panel}, {day(one.meets_on)}") for one in offer.meetings
    ],
    "agenda_id": lambda offer: [
        (one.id, f"{MATTERS[one.matter].capitalize()}, meeting of {day(one.meets_on)}")
        for one in offer.case.agenda
        if one.is_open
    ],
    "member_id": lambda offer: list(offer.members),
    "documents_seen": _documents,
    "advice_seen": _versions,
    "record_family_reached.notice_id": lambda offer: _unopened(offer),
    "record_notice_failed.notice_id": lambda offer: _unopened(offer),
    "notice_id": _decisions,
    "mediation_id": _mediations,
    "appeal_id": _appeals,
    "agreement_id": _agreements,
    "setting_id": _settings,
    "service_id": _other_services,
    "caseworker_seat_id": lambda offer: offer.choices.seats_of("caseworker"),
    "plan_writer_seat_id": lambda offer: offer.choices.seats_of("plan_writer"),
    "lead_assessment_id": lambda offer: offer.others,
    "settle_late_exception.exception_id": _exceptions(lambda one: one.is_waiting),
    "tell_of_exception.exception_id": _exceptions(lambda one: one.stands),
    "review_exception.exception_id": _exceptions(lambda one: one.is_relied_on),
    "claim_exception.limit": _limits_with_grounds,
    "record_delay_cause.limit": _open_limits,
}

OF_THE_CASE = frozenset(
    {
        "recheck_id",
        "request_id",
        "ask_id",
        "item_id",
        "representation_id",
        "offer_id",
        "point",
        "consultation_id",
        "message_id",
        "promise_id",
        "document_id",
        "notice_id",
        "mediation_id",
        "appeal_id",
        "agreement_id",
        "exception_id",
        "agenda_id",
    }
)
"""Answers that are something on the case: without one, the step has nothing to be about."""

ON_FILE = frozenset({"documents_seen", "advice_seen"})
"""Answers that are ticked at first: what is on file was before whoever decides, unless they say otherwise."""

NO_TODAY = frozenset(
    {
        "review_on",
        "return_due_on",
        "advice_written_on",
        "add_trigger.received_on",
        "correct_received_date.received_on",
        "missed_on",
        "expected_on",
        "promised_on",
        "visit_on",
        "meet_on",
        "held_on",
        "contacted_adviser_on",
        "authority_told_on",
        "issued_on",
        *(
            f"{step}.agreed_on"
            for step in ("agree_assessment", "agree_plan", "agree_amendment", "agree_other")
        ),
        "registered_on",
        "reply_due_on",
        "made_on",
        "moved_on",
        "ended_on",
        "cause_ended_on",
        "withdrawn_on",
    }
)
"""Days that are seldom today, so that nobody saves a day without having thought of it."""


def choices_for(command: type[c.Command], offer: Offer) -> dict[str, Options]:
    """The answers of each question whose answers are rows."""
    found = {}
    asked = [one for each in questions_of(form_of(command)) for one in _with_rows(each)]
    for name in asked:
        chooser = CHOOSERS.get(f"{command.step}.{name}") or CHOOSERS.get(name)
        if chooser is not None:
            found[name] = chooser(offer)
    return found


def _with_rows(asked: Question) -> Iterable[str]:
    """A question, and those of each of its rows."""
    yield asked.name
    if asked.row is not None:
        yield from (inner.name for inner in questions_of(asked.row))


def has_something_to_be_about(trigger: str, view: CaseView) -> bool:
    """Whether the case holds what the step is about: an open request, something the family said."""
    command = COMMANDS.get(trigger)
    if command is None or trigger in BY_HAND:
        return command is not None
    offer = Offer(view, Choices((), ()), [])
    return all(
        bool((CHOOSERS.get(f"{trigger}.{name}") or CHOOSERS[name])(offer))
        for name in form_of(command).model_fields
        if name in OF_THE_CASE
    )


BY_HAND = frozenset(
    {
        "request_advice",
        "give_views",
        "record_views_not_obtained",
        "save_plan",
        "consult_on_placement",
        "consult_another",
        "settle_placement",
        "acknowledge_alert",
        "snooze_alert",
        "delegate_alert",
        "put_back_alert",
    }
)
"""Steps whose pages are drawn by hand: a list of advice, a plan, an alert."""


def values_for(command: type[c.Command], offer: Offer, given: Mapping[str, str]) -> dict[str, Any]:
    """What stands in the form at first: today, the right-holder, the letter's draft, and what the link said."""
    form = form_of(command)
    values: dict[str, Any] = {
        name: offer.view.today
        for name in form.model_fields
        if asks_for_a_day(form, name)
        and not {name, f"{command.step}.{name}"} & NO_TODAY
        and "-" not in name
    }
    if issubclass(command, c.Sending):
        values |= _letter_values(command, offer, given)
    if command is c.UpdateFamily:
        values |= _delay_values(offer)
    if command is c.RecordClosure and offer.closures:
        values |= _closure_values(offer)
    for name in ON_FILE & set(form.model_fields):
        values[name] = tuple(one for one, _ in CHOOSERS[name](offer))
    if "signed_by" in form.model_fields:
        values["signed_by"] = offer.view.actor.name
    values |= {name: value for name, value in given.items() if name in form.model_fields}
    return _with_only_choice(values, choices_for(command, offer))


def _closure_values(offer: Offer) -> dict[str, Any]:
    """The first closure on file that the case does not hold yet."""
    closure = offer.closures[0]
    return {
        "closure-setting": offer.case.setting_kind.value,
        "closure-first_closed_day": closure.first_closed_day,
        "closure-reopening_day": closure.reopening_day,
    }


def _with_only_choice(values: dict[str, Any], choices: Mapping[str, Options]) -> dict[str, Any]:
    """Where there is one thing it can be about, it is chosen."""
    only = {
        name: options[0][0]
        for name, options in choices.items()
        if name in OF_THE_CASE and len(options) == 1
    }
    return only | values


def _letter_values(
    command: type[c.Sending], offer: Offer, given: Mapping[str, str]
) -> dict[str, Any]:
    to = next(iter(addressees(offer.case, offer.view.known)), None)
    known = offer.view.names.contacts.get(to.id) if to else None
    values: dict[str, Any] = {}
    if to is not None and known is not None:
        values = {"addressee": to.id, "method": known.preferred_method}
        about = given.get("exception_id", "")
        for block in letter_blocks(command, offer, to.id, known.name, about=about):
            values[f"block-{block[0]}"] = block[1]
    return values


def letter_blocks(
    command: type[c.Sending], offer: Offer, addressee_id: str, addressee: str, *, about: str = ""
) -> Iterable[tuple[str, str]]:
    """The draft words of the letter that this step sends."""
    view, letter = offer.view, letter_to_send(command, offer.case)
    of_a_plan = letter in (Letter.NO_PLAN, Letter.PLAN_WILL_BE_MADE)
    decision = offer.case.plan_decision if of_a_plan else offer.case.assess_decision
    words = view.words_with("plan_decided" if of_a_plan else "assessment_decided")
    writing = replace(
        writing_for(view.file, addressee_id, addressee),
        reasons=reasons_told(decision, words),
        placement=placement_in_words(view.case, view.entries, view.names),
        delay=delay_of(view) if letter is Letter.DELAY_UPDATE else None,
        done=view.words_of("delay_cause_recorded", "what_was_done"),
        caseworker=view.file.caseworker or "",
        claim=claim_of(view, about) if letter is Letter.EXCEPTION else None,
    )
    return [(block.key, block.text) for block in draft_letter(letter, writing)]


def delay_of(view: CaseView) -> Delay:
    """The case as a letter about its delay sees it today."""
    owed = [deadline for deadline, _ in view.deadlines]
    return Delay(case=view.case, owed=owed, today=view.today, policy=view.policy)


def _delay_values(offer: Offer) -> dict[str, Any]:
    """The day that the forecast gives, and whether the family needs it in another language or format."""
    child, found = offer.view.file.child, delay_of(offer.view).expected
    values: dict[str, Any] = {"other_form": needs_other_form(child)}
    if found is not None:
        values |= {"expected_on": found.expected_on, "sure": found.sure}
    return values


def letter_to_send(command: type[c.Sending], case: Case) -> Letter:
    """The letter of this sending: a refusal is one of two, by its determination."""
    decision = case.assess_decision
    if command is c.NotifyRefusal and decision and decision.route is RefusalRoute.THRESHOLD:
        return Letter.THRESHOLD_REFUSAL
    return LETTERS[command]
