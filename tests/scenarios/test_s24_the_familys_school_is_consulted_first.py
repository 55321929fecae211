"""S24 The family's school is consulted before another is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import (
    AdviceItem,
    Channel,
    Letter,
    NotNamedGround,
    PlacementGround,
    State,
)
from ehc_workflow.domain.errors import ImpossibleFactsError, NotFoundError, TransitionRefusedError
from ehc_workflow.domain.facts import Method
from ehc_workflow.reporting.placement import placement_in_words
from ehc_workflow.service.consultations import consultation_file, enclosed_with
from ehc_workflow.store.queries.case_page import names
from ehc_workflow.store.queries.timeline import timeline
from tests.builders import OTHER_SCHOOL, SCHOOL, SENCO, Journey, blocks
from tests.scenarios.looking import WEEK_20, limit
from tests.support.plans import items_for

SCHOOL_Q, SCHOOL_R = SCHOOL, OTHER_SCHOOL
FINAL = Letter.FINAL_PLAN
ASKED_ON, DAY = date(2026, 3, 10), timedelta(days=1)
AFTER_15_DAYS = ASKED_ON + timedelta(days=16)


@pytest.fixture
def with_family(journey: Journey) -> Journey:
    """A draft is with the family, which asks for School Q on 10 March 2026."""
    journey.receive().consider().at(date(2026, 1, 26)).decide_to_assess().tell_assessing().ask()
    journey.at(date(2026, 2, 20)).complete_advice()
    journey.decide_plan().save_plan().agree_health()
    return journey.at(date(2026, 3, 2)).serve_draft().at(ASKED_ON).ask_for_setting(SCHOOL_Q)


def passed_over(ground: NotNamedGround, because: str = "Invented reasons.") -> c.SettingNotNamed:
    return c.SettingNotNamed(setting_id=SCHOOL_Q, ground=ground, because=because)


def attempt(journey: Journey, on: date) -> None:
    journey.at(on).do(
        c.RecordConsultationAttempt(
            assessment_id=journey.case_id,
            consultation_id=journey.now.consultations[-1].id,
            tried_on=on,
            channel=Channel.PHONE,
            what_came_of_it="The office rang out.",
        )
    )


def not_reached(journey: Journey) -> None:
    journey.do(
        c.RecordSettingNotReached(
            assessment_id=journey.case_id,
            consultation_id=journey.now.consultations[-1].id,
            found_on=journey.today,
        )
    )


def test_naming_r_is_held_until_q_has_been_consulted(with_family: Journey) -> None:
    with_family.consult(SCHOOL_R).at(AFTER_15_DAYS)
    against = (passed_over(NotNamedGround.UNSUITABLE),)
    with pytest.raises(TransitionRefusedError, match=r"consulted before another.*s39\(2\)"):
        with_family.place(SCHOOL_R, not_named=against)
    assert with_family.now.state is State.PLACING
    with_family.consult(SCHOOL_Q).at(AFTER_15_DAYS + 16 * DAY).place(SCHOOL_R, not_named=against)
    assert with_family.now.placement is not None
    assert with_family.now.placement.setting_id == SCHOOL_R


def test_even_then_the_ground_and_the_reasons_are_given(with_family: Journey) -> None:
    with_family.consult(SCHOOL_Q, SCHOOL_R).at(AFTER_15_DAYS)
    for given in ((), (passed_over(NotNamedGround.UNSUITABLE, " "),)):
        with pytest.raises(
            TransitionRefusedError, match=r"ground and the reasons.*s39\(3\), \(4\)"
        ):
            with_family.place(SCHOOL_R, not_named=given)
    with pytest.raises(TransitionRefusedError, match="ground and the reasons"):
        with_family.place(None, setting_type="a mainstream primary school")


def test_a_legal_reason_stands_without_and_goes_into_the_letter(with_family: Journey) -> None:
    with_family.consult(SCHOOL_R).at(AFTER_15_DAYS)
    reason = passed_over(NotNamedGround.NOT_OF_A_KIND, "It is an independent school outside s41.")
    with_family.place(SCHOOL_R, not_named=(reason,)).answer_all().confirm_address()
    with pytest.raises(TransitionRefusedError, match="The letter says of each setting"):
        with_family.send_final()
    said = draft_words(with_family)
    assert "You asked for Larkrise School. It is not named" in said
    assert "outside s41" in said
    with_family.send_final(blocks=letter_with(said))
    assert with_family.now.state is State.PLAN_ISSUED


def letter_with(said: str) -> tuple[tuple[str, str], ...]:
    return tuple((key, said if key == "final_plan" else text) for key, text in blocks(FINAL))


def test_the_letter_gives_the_ground_and_the_reasons_that_were_decided(
    with_family: Journey,
) -> None:
    """s39(4): whoever edits the letter may word them better, and can leave none of them out."""
    with_family.consult(SCHOOL_Q, SCHOOL_R).at(AFTER_15_DAYS)
    because = (
        "All of its classrooms are up two flights of stairs. A lift cannot be put in before 2028."
    )
    against = (passed_over(NotNamedGround.UNSUITABLE, because),)
    with_family.place(SCHOOL_R, not_named=against).answer_all().confirm_address()
    drafted = draft_words(with_family)
    one_reason_less = drafted.replace(" A lift cannot be put in before 2028.", "")
    ground_left_out = drafted.replace(
        "it is unsuitable for the age, ability, aptitude or special educational needs", "of this"
    )
    name_alone = "You asked for Larkrise School. It is not named."
    for letter in (one_reason_less, ground_left_out, name_alone):
        with pytest.raises(TransitionRefusedError, match=r"every sentence.*s39\(3\), \(4\)"):
            with_family.send_final(blocks=letter_with(letter))
    reworded = drafted.replace(
        "All of its classrooms are up two flights of stairs.",
        "We looked round it with you:\nall of its classrooms are up stairs, and Robin uses a chair.",
    )
    with_family.send_final(blocks=letter_with(reworded))
    assert with_family.now.state is State.PLAN_ISSUED


def draft_words(journey: Journey) -> str:
    """The placement as the draft of the letter has it."""
    with journey.database.reading() as connection:
        case = journey.now
        return placement_in_words(case, timeline(connection, case.id), names(connection, case))


def test_each_consultation_shows_when_where_with_what_and_by_when(with_family: Journey) -> None:
    with_family.consult(SCHOOL_Q, SCHOOL_R)
    draft = with_family.now.current_draft
    assert draft is not None
    accepted = {x.id: x.version for one in with_family.now.advice for x in one.written_from}
    for asked in with_family.now.consultations:
        assert (asked.consulted_on, asked.method) == (ASKED_ON, Method.EMAIL)
        assert asked.sent_to == "office@example.invalid"
        assert asked.plan_version == draft.plan_version
        assert {one.contribution_id: one.version for one in asked.advice} == accepted
        due = limit(with_family, "school_reply", asked.id)
        assert (due.due_on, due.provision) == (ASKED_ON + timedelta(days=15), "Code 9.83")
    with_family.hear(
        SCHOOL_Q,
        can_meet_needs=False,
        grounds=(PlacementGround.UNSUITABLE,),
        because_unsuitable="The stairs.",
    )
    answered = with_family.now.consultations[0]
    assert (answered.replied_on, answered.can_meet_needs) == (ASKED_ON, False)


def test_what_came_after_sending_does_not_change_what_was_sent(with_family: Journey) -> None:
    with_family.consult(SCHOOL_Q)
    (asked,) = with_family.now.consultations
    with_family.at(ASKED_ON + DAY).give(AdviceItem.EDUCATION)
    with with_family.database.reading() as connection:
        found = consultation_file(connection, with_family.case_id, asked.id, SENCO)
        sent = enclosed_with(connection, with_family.now, asked)
    assert {one.id for one in found.enclosed.advice} == {x.contribution_id for x in asked.advice}
    assert found.enclosed == sent
    newest = next(r for r in with_family.now.advice if r.item is AdviceItem.EDUCATION).latest
    assert newest is not None
    assert newest.id not in {one.id for one in sent.advice}


def test_a_setting_is_told_nothing_of_anothers_consultation(with_family: Journey) -> None:
    with_family.consult(SCHOOL_Q, SCHOOL_R)
    theirs = with_family.now.consultations[1]
    with with_family.database.reading() as connection, pytest.raises(NotFoundError):
        consultation_file(connection, with_family.case_id, theirs.id, SENCO)
    with pytest.raises(NotFoundError):
        with_family.do(
            c.RecordConsultationReply(
                assessment_id=with_family.case_id,
                consultation_id=theirs.id,
                replied_on=with_family.today,
                can_meet_needs=True,
            ),
            SENCO,
        )


def test_could_not_be_reached_needs_the_attempts_that_prove_it(with_family: Journey) -> None:
    with_family.consult(SCHOOL_Q)
    attempt(with_family, ASKED_ON + 6 * DAY)
    attempt(with_family, ASKED_ON + 6 * DAY)
    with pytest.raises(TransitionRefusedError, match="tried by a person on the days"):
        not_reached(with_family)
    attempt(with_family, ASKED_ON + 8 * DAY)
    not_reached(with_family)
    (asked,) = with_family.now.consultations
    assert asked.not_reached_on == ASKED_ON + 8 * DAY
    assert [one.tried_on for one in asked.attempts][-1] == asked.not_reached_on


def test_silence_does_not_stop_the_council_deciding_by_week_20(with_family: Journey) -> None:
    with_family.consult(SCHOOL_Q).answer_all()
    with pytest.raises(TransitionRefusedError, match=r"15 days have passed.*Code 9\.83"):
        with_family.at(AFTER_15_DAYS - DAY).place(SCHOOL_Q)
    with_family.at(AFTER_15_DAYS).place(SCHOOL_Q).confirm_address().send_final()
    assert with_family.now.notices[-1].sent_on < WEEK_20


def test_a_later_reply_is_a_new_fact_and_the_first_stays(with_family: Journey) -> None:
    with_family.consult(SCHOOL_Q).at(ASKED_ON + DAY).hear(SCHOOL_Q)
    with_family.at(ASKED_ON + 3 * DAY).hear(
        SCHOOL_Q, can_meet_needs=False, reply="Our group is full."
    )
    (asked,) = with_family.now.consultations
    assert (asked.replied_on, asked.changed_on) == (ASKED_ON + DAY, ASKED_ON + 3 * DAY)
    assert asked.can_meet_needs is False
    assert limit(with_family, "school_reply", asked.id).met_on == ASKED_ON + DAY


def test_settings_are_asked_all_or_none_and_a_double_click_asks_once(with_family: Journey) -> None:
    twice = tuple(
        c.SettingToConsult(consultation_id=f"of {number}", setting_id=SCHOOL_Q)
        for number in range(2)
    )
    with pytest.raises(ImpossibleFactsError) as refused:
        with_family.consult(settings=twice)
    assert [one.pointer for one in refused.value.errors] == ["/settings/1/setting_id"]
    assert [one.id for one in with_family.now.consultations] == []
    command = c.ConsultOnPlacement(
        assessment_id=with_family.case_id,
        settings=(twice[0], c.SettingToConsult(consultation_id="of R", setting_id=SCHOOL_R)),
        consulted_on=with_family.today,
    )
    for _ in range(2):
        with_family.do(command, key="one click")
    assert [one.setting_id for one in with_family.now.consultations] == [SCHOOL_Q, SCHOOL_R]


def test_by_post_it_goes_to_an_address_that_is_said(with_family: Journey) -> None:
    asked = c.SettingToConsult(consultation_id="by post", setting_id=SCHOOL_Q)
    with pytest.raises(ImpossibleFactsError, match="to which address"):
        with_family.consult(settings=(asked,), method=Method.FIRST_CLASS_POST)
    whither = "1 Invented Street, Larkrise"
    to = c.SettingToConsult(consultation_id="by post", setting_id=SCHOOL_Q, sent_to=whither)
    with_family.consult(settings=(to,), method=Method.FIRST_CLASS_POST)
    assert with_family.now.consultations[0].sent_to == whither


def test_what_was_said_of_a_replaced_draft_names_nobody(with_family: Journey) -> None:
    """A fresh draft is another plan to answer for: both are asked again, and silence counts from then."""
    with_family.consult(SCHOOL_Q, SCHOOL_R).hear(SCHOOL_Q)
    fresh_on = ASKED_ON + 2 * DAY
    with_family.at(fresh_on).fresh_draft()
    assert list(with_family.now.settings_to_consult_again) == [SCHOOL_Q, SCHOOL_R]
    with_family.at(fresh_on + 5 * DAY).consult(SCHOOL_R).at(fresh_on + 21 * DAY)
    with pytest.raises(TransitionRefusedError, match=r"named was consulted first.*s40\(3\)"):
        with_family.place(SCHOOL_Q)
    against = (passed_over(NotNamedGround.UNSUITABLE),)
    with pytest.raises(TransitionRefusedError, match=r"consulted before another.*s39\(2\)"):
        with_family.place(SCHOOL_R, not_named=against)
    asked_again_on = fresh_on + 22 * DAY
    with_family.at(asked_again_on).consult(SCHOOL_Q)
    assert with_family.now.settings_to_consult_again == ()
    with pytest.raises(TransitionRefusedError, match="15 days have passed"):
        with_family.at(asked_again_on + 15 * DAY).place(SCHOOL_Q)
    with_family.at(asked_again_on + 16 * DAY).place(SCHOOL_Q)
    assert with_family.now.state is State.FINALISING


def test_a_reply_to_a_replaced_draft_stays_with_that_draft_and_silence_to_it_is_over(
    with_family: Journey,
) -> None:
    with_family.consult(SCHOOL_Q, SCHOOL_R).hear(SCHOOL_Q, can_meet_needs=False, reply="The stairs")
    with_family.at(ASKED_ON + 2 * DAY).fresh_draft().at(ASKED_ON + 3 * DAY)
    with_family.consult(SCHOOL_Q).hear(SCHOOL_Q)
    of_q, of_r, again = with_family.now.consultations
    assert (of_q.plan_version, of_q.can_meet_needs) == (1, False)
    assert (again.plan_version, again.can_meet_needs) == (2, True)
    assert limit(with_family, "school_reply", of_r.id).is_void
    with with_family.database.reading() as connection:
        senco = consultation_file(connection, with_family.case_id, of_q.id, SENCO)
        newer = consultation_file(connection, with_family.case_id, again.id, SENCO)
    assert (senco.may_answer, senco.asked_again) == (False, again)
    assert (newer.may_answer, newer.asked_again) == (True, None)


def test_a_consultation_whose_draft_is_not_known_goes_on_counting(with_family: Journey) -> None:
    with_family.consult(SCHOOL_Q).at(ASKED_ON + 2 * DAY).fresh_draft()
    (asked,) = with_family.now.consultations
    brought_in = replace(with_family.now, consultations=(replace(asked, plan_version=None),))
    assert brought_in.has_consulted(SCHOOL_Q)
    assert brought_in.settings_to_consult_again == ()


def test_a_change_that_the_family_prompted_is_no_fresh_draft(with_family: Journey) -> None:
    with_family.consult(SCHOOL_Q).hear(SCHOOL_Q)
    with_family.do(
        c.SavePlan(
            assessment_id=with_family.case_id,
            saved_on=with_family.today,
            items=items_for(with_family.now, F="30 minutes, three times a week."),
            prompted_by=with_family.now.representations[0].id,
        )
    )
    assert with_family.now.plan_text is not None
    assert with_family.now.plan_text.version == 2
    with_family.at(date(2026, 3, 17)).place(SCHOOL_Q)
    assert with_family.now.state is State.FINALISING


def test_where_nobody_asked_for_a_setting_a_type_may_be_named(journey: Journey) -> None:
    """s40: no request, and the only setting that was thought of is silent."""
    journey.receive().consider().at(date(2026, 1, 26)).decide_to_assess().tell_assessing().ask()
    journey.at(date(2026, 2, 20)).complete_advice()
    journey.decide_plan().save_plan().agree_health()
    journey.at(date(2026, 3, 2)).serve_draft().at(date(2026, 3, 17)).consult(SCHOOL_R)
    with pytest.raises(TransitionRefusedError, match="named was consulted first"):
        journey.at(date(2026, 4, 2)).place(SCHOOL_Q)
    journey.place(None, setting_type="a mainstream primary school")
    assert journey.now.placement is not None
    assert journey.now.placement.setting_type == "a mainstream primary school"
