"""How advice is gathered: asked for, waited for, given, sent back and accepted."""

from __future__ import annotations

from datetime import date

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AdviceItem, Channel, ContactKind, ReplyKind
from ehc_workflow.domain.facts import RightHolder, Who
from ehc_workflow.simulate import words
from ehc_workflow.simulate.course import AdviceCourse
from ehc_workflow.simulate.psychology_service import within_psychology
from ehc_workflow.simulate.tale import Tale


def tell_advice(tale: Tale) -> None:
    """Everybody is asked and answers, until the advice is complete or the case goes on without some of it."""
    course = tale.course
    if course.held_psychology_on is not None:
        tale.do(course.held_psychology_on, _reuse(tale, course.held_psychology_on))
    if course.family_ask_on is not None:
        tale.do(course.family_ask_on, _family_ask(tale, course.family_ask_on))
    if course.asked_on is not None:
        _ask(tale, course.asked_on)
    for one in course.advice:
        _one_advice(tale, one)
    _leaver(tale)
    if course.completed_on is not None:
        done = c.CompleteAdvice(
            assessment_id=tale.case_id,
            completed_on=course.completed_on,
            why_without=course.why_without,
        )
        tale.do(course.completed_on, done, tale.decider() if course.why_without else None)


def _family_ask(tale: Tale, on: date) -> c.RecordFamilyAsk:
    return c.RecordFamilyAsk(
        assessment_id=tale.case_id,
        ask_id=tale.id_of("ask", "therapy"),
        asked_on=on,
        from_whom="An occupational therapist",
        why="Getting dressed and finding the way about take most of the morning.",
    )


def _reuse(tale: Tale, on: date) -> c.RecordReuse:
    return c.RecordReuse(
        assessment_id=tale.case_id,
        request_id=tale.id_of("advice", "psychology"),
        item=AdviceItem.PSYCHOLOGY,
        advice_written_on=date.fromordinal(on.toordinal() - 90),
        purpose="Written for the setting this term",
        author=True,
        authority=True,
        family=True,
    )


def _ask(tale: Tale, on: date) -> None:
    """One command for what reaches its body the same day, one for what takes longer to arrive."""
    for same_day in (True, False):
        asked = tuple(
            c.Asked(
                request_id=tale.id_of("advice", one.name),
                item=one.item,
                service_id=one.service_id,
                setting=one.setting,
                qualified_teacher_consulted=one.teacher_consulted,
            )
            for one in tale.course.advice
            if (one.reached_on == on) is same_day
        )
        if asked:
            command = c.RequestAdvice(
                assessment_id=tale.case_id,
                requested_on=on,
                received_by_body_on=on if same_day else None,
                asked=asked,
            )
            tale.do(on, command)


def _one_advice(tale: Tale, one: AdviceCourse) -> None:
    request_id = tale.id_of("advice", one.name)
    if one.reached_on is not None and one.reached_on != tale.course.asked_on:
        reached = c.RecordRequestReceived(
            assessment_id=tale.case_id,
            request_id=request_id,
            received_by_body_on=one.reached_on,
        )
        tale.do(one.reached_on, reached)
    _not_known(tale, one, request_id)
    for step in within_psychology(one, request_id, tale.case_id, tale.cast.psychologists):
        tale.do(*step)
    _waiting(tale, one, request_id)
    if one.signs_with is not None:
        return  # it is signed when the advice is given that it was written with
    if one.first_on is not None:
        _give(tale, one, request_id, one.first_on, version=1)
    if one.returned_on is not None and one.back_by is not None:
        back = c.ReturnAdvice(
            assessment_id=tale.case_id,
            request_id=request_id,
            returned_on=one.returned_on,
            return_due_on=one.back_by,
            gaps=tale.dice.one_of(words.GAPS),
        )
        tale.do(one.returned_on, back)
    if one.second_on is not None:
        _give(tale, one, request_id, one.second_on, version=2)
    _signed_too(tale, one)
    _accept(tale, one, request_id)


def _not_known(tale: Tale, one: AdviceCourse, request_id: str) -> None:
    if one.not_known_on is None:
        return
    reply = c.ReplyToRequest(
        assessment_id=tale.case_id,
        request_id=request_id,
        kind=ReplyKind.NOT_KNOWN,
        replied_on=one.not_known_on,
        note="Not known to this service.",
    )
    tale.do(one.not_known_on, reply, tale.contributor(one, one.not_known_on))
    if one.settled_on is not None:
        settled = c.SettleNotKnown(
            assessment_id=tale.case_id,
            request_id=request_id,
            settled_on=one.settled_on,
            service_id=one.settled_by_service_id,
            statement="Another service can advise on these needs and has been asked.",
        )
        by_dco = one.item is AdviceItem.HEALTH
        tale.do(one.settled_on, settled, tale.cast.dco if by_dco else None)


def _waiting(tale: Tale, one: AdviceCourse, request_id: str) -> None:
    """What happens before the advice comes: an appointment not kept, chases, another way."""
    if one.missed_on is not None:
        missed = c.RecordMissedAppointment(
            assessment_id=tale.case_id,
            request_id=request_id,
            purpose=one.missed_purpose,
            missed_on=one.missed_on,
            what_would_help="An appointment at the setting, in the morning",
        )
        tale.do(one.missed_on, missed, tale.contributor(one, one.missed_on))
    for day in one.chased_on:
        chase = c.RecordChase(
            assessment_id=tale.case_id,
            request_id=request_id,
            chased_on=day,
            channel=tale.dice.one_of((Channel.PHONE, Channel.EMAIL, Channel.EMAIL)),
            to_whom="The service's administrator",
            reply=tale.dice.one_of(("", "", "They will come back with a date.")),
        )
        by_dco = one.item is AdviceItem.HEALTH and tale.dice.chance(0.4)
        tale.do(day, chase, tale.cast.dco if by_dco else None)
    if one.other_way_on is not None:
        other = c.RecordAlternative(
            assessment_id=tale.case_id,
            request_id=request_id,
            recorded_on=one.other_way_on,
            another_way=tale.dice.chance(0.3),
            reasons="A locum was asked for a date; the service itself has given none.",
        )
        tale.do(one.other_way_on, other)


def _give(tale: Tale, one: AdviceCourse, request_id: str, on: date, *, version: int) -> None:
    if one.item is AdviceItem.FAMILY:
        _give_views(tale, request_id, on, version=version)
        return
    who = tale.contributor(one, on)
    contribution_id = tale.id_of("contribution", one.name, version)
    vague = version == 1 and one.returned_on is not None
    name = tale.child.details.given_name
    given = c.SubmitAdvice(
        assessment_id=tale.case_id,
        request_id=request_id,
        contribution_id=contribution_id,
        received_on=on,
        author_name=who.name,
        author_role=words.ROLES[one.item],
        how_seen=words.how_seen(one.item, vague=vague),
        paragraphs=words.advice(one.item, name, tale.child.need, vague=vague, dice=tale.dice),
        written_with=tuple(tale.id_of("advice", each.name) for each in _written_with(tale, one))
        if on == one.last_received_on
        else (),
    )
    tale.do(on, given, who)


def _written_with(tale: Tale, one: AdviceCourse) -> list[AdviceCourse]:
    """Who wrote this advice too."""
    return [each for each in tale.course.advice if each.signs_with == one.name]


def _signed_too(tale: Tale, one: AdviceCourse) -> None:
    """Each service that wrote the last version too signs it the same day, before anybody reads it."""
    if one.last_received_on is None:
        return
    words_in = tale.id_of("contribution", one.name, 2 if one.second_on else 1)
    for each in _written_with(tale, one):
        who = tale.contributor(each, one.last_received_on)
        signed = c.JoinAdvice(
            assessment_id=tale.case_id,
            request_id=tale.id_of("advice", each.name),
            contribution_id=tale.id_of("contribution", each.name, 1),
            joint_with=words_in,
            received_on=one.last_received_on,
            author_name=who.name,
            author_role=words.ROLES[each.item],
        )
        tale.do(one.last_received_on, signed, who)


def _give_views(tale: Tale, request_id: str, on: date, *, version: int) -> None:
    """Parent and child apart; a young person for themself."""
    young = tale.child.holder_on(on) is RightHolder.YOUNG_PERSON
    details = tale.child.details
    own = f"{details.given_name} {details.family_name}"
    parent = next((x.name for x in tale.contacts if x.kind is ContactKind.PARENT), own)
    voices = [(Who.YOUNG_PERSON, own)] if young else [(Who.PARENT, parent), (Who.CHILD, own)]
    for voice, name in voices:
        contribution_id = tale.id_of("contribution", "family", version, voice.value)
        given = c.GiveViews(
            assessment_id=tale.case_id,
            request_id=request_id,
            contribution_id=contribution_id,
            voice=voice,
            received_on=on,
            author_name=name,
            **words.views(voice, details.given_name, tale.child.need, tale.dice),
        )
        tale.do(on, given, tale.worker(on))
        tale.views_id = contribution_id


def _accept(tale: Tale, one: AdviceCourse, request_id: str) -> None:
    if one.accepted_on is None:
        return
    completed = tale.course.completed_on
    day = min(one.accepted_on, completed) if completed else one.accepted_on
    accepted = c.AcceptAdvice(assessment_id=tale.case_id, request_id=request_id, accepted_on=day)
    tale.do(day, accepted)


def _leaver(tale: Tale) -> None:
    leaves = tale.course.caseworker_leaves_on
    if leaves is not None and tale.next_caseworker is not None:
        passed_on = c.Assign(
            assessment_id=tale.case_id,
            caseworker_seat_id=tale.next_caseworker.seats[0].id,
        )
        tale.do(leaves, passed_on, tale.team.manager)


def accepted(tale: Tale) -> list[words.Given]:
    """What the plan is written from, request by request."""
    return [given(tale, one) for one in tale.course.advice if one.signs_with is None]


def given(tale: Tale, one: AdviceCourse) -> words.Given:
    """The version that was accepted, or the request where the case went on without it."""
    if one.accepted_on is None:
        return words.Given(one.item, tale.id_of("advice", one.name), has_words=False)
    if one.item is AdviceItem.FAMILY:
        return words.Given(one.item, tale.views_id)
    version = 2 if one.second_on else 1
    return words.Given(one.item, tale.id_of("contribution", one.name, version))
