"""Panels on their pages: set up, met, put to use for a case, and never waited for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import Case, PanelAdvised, State
from ehc_workflow.store.queries import agendas
from ehc_workflow.store.queries.case_page import case_file
from tests.builders import Journey
from tests.support.casework import answer, assessing, considered, on
from tests.support.panels import AssessmentPanel, advise, assessment_panel, put_on
from tests.support.web import Web, hidden, summary, words

TUESDAY, AFTER = date(2026, 2, 17), date(2026, 2, 18)


@dataclass
class Met:
    """A case that is being considered, a panel, and its meeting on 17 February."""

    web: Web
    journey: Journey
    panel: AssessmentPanel
    meeting: str

    @property
    def here(self) -> str:
        return f"/panels/meetings/{self.meeting}"

    @property
    def case(self) -> Case:
        with self.web.database.reading() as connection:
            return case_file(connection, self.journey.case_id).case


@pytest.fixture
def met(web: Web) -> Met:
    journey = considered(web)
    panel = assessment_panel(web.database, journey.today)
    on(web, journey.today)
    return Met(web, journey, panel, panel.meets(TUESDAY, planned_on=journey.today))


def press(browser: TestClient, page: str, path: str, form: str = "", **answers: Any) -> Any:
    """Send one of the forms of a page to where it goes."""
    unseen = hidden(browser.get(page).text)
    return browser.post(path, data={**unseen, "_form": form, **answers})


def test_a_panel_is_set_up_given_members_and_meetings(web: Web) -> None:
    manager = web.signed_in(Role.MANAGER)
    made = answer(
        manager, "/panels/new", name="Placement panel", advises_on=["placement"], quorum="2"
    )
    assert made.status_code == 303, summary(made.text)
    here = made.headers["location"]
    assert "cannot advise yet" in words(manager.get(here).text)
    for name in ("Invented Nurse", "Invented Head"):
        added = press(manager, here, f"{here}/members", "MemberForm", name=name, body="Health")
        assert added.status_code == 303, summary(added.text)
    planned = press(
        manager,
        here,
        f"{here}/meetings",
        "MeetingForm",
        meets_on="17 2 2026",
        papers_by="12 2 2026",
        every_weeks="2",
        until="31 3 2026",
    )
    assert planned.status_code == 303, summary(planned.text)
    page = words(manager.get(here).text)
    assert "cannot advise yet" not in page
    for day in ("17 February 2026", "3 March 2026", "17 March 2026", "31 March 2026"):
        assert day in page
    assert "Meeting planned for 17 February 2026 and 3 meetings more" in page


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(met: Met) -> None:
    manager = met.web.signed_in(Role.MANAGER)
    taken = answer(
        manager, "/panels/new", name="Assessment panel", advises_on=["assess"], quorum="3"
    )
    assert taken.status_code == 422
    assert "There is a panel Assessment panel already" in summary(taken.text)
    assert 'value="Assessment panel"' in taken.text
    here = f"/panels/{met.panel.id}"
    late = press(
        manager,
        here,
        f"{here}/meetings",
        "MeetingForm",
        meets_on="3 3 2026",
        papers_by="4 3 2026",
    )
    assert late.status_code == 422
    assert "on or before the day of the meeting" in summary(late.text)


def test_a_case_goes_on_an_agenda_is_advised_on_and_an_officer_decides(met: Met) -> None:
    caseworker = met.web.signed_in(Role.CASEWORKER)
    steps = f"/assessments/{met.journey.case_id}/steps"
    done = answer(caseworker, f"{steps}/put_on_agenda", matter="assess", meeting_id=met.meeting)
    assert done.status_code == 303, summary(done.text)
    agenda = words(caseworker.get(met.here).text)
    assert met.journey.now.reference in agenda
    assert "Mon 23 Feb" in agenda
    item = met.case.agenda[0]
    pack = f"{met.here}/items/{met.journey.case_id}/{item.id}"
    assert "Nobody has opened it before you" in words(caseworker.get(pack).text)
    assert "Who opened this pack" in words(caseworker.get(pack).text)
    assert "Nobody has opened it" not in words(caseworker.get(pack).text)

    on(met.web, AFTER)
    early = answer(
        met.web.signed_in(Role.CASEWORKER),
        f"{steps}/record_panel_advice",
        agenda_id=item.id,
        advised="no",
        said="Against it",
    )
    assert "who was there is written down" in summary(early.text)
    manager = met.web.signed_in(Role.MANAGER)
    there = press(
        manager,
        met.here,
        f"{met.here}/attendance",
        "AttendanceForm",
        attended=list(met.panel.members.values()),
        chair_id=met.panel.members["Education"],
    )
    assert there.status_code == 303, summary(there.text)
    advised = answer(
        met.web.signed_in(Role.CASEWORKER),
        f"{steps}/record_panel_advice",
        agenda_id=item.id,
        advised="no",
        said="The support is new.",
        **{"dissent-0-member_id": met.panel.members["Health"], "dissent-0-said": "It is needed."},
    )
    assert advised.status_code == 303, summary(advised.text)
    assert met.case.state is State.CONSIDERING
    page = words(
        met.web.signed_in(Role.DECISION_MAKER).get(f"/assessments/{met.journey.case_id}").text
    )
    assert "against it, with dissent from Health" in page


def test_a_case_whose_limit_falls_before_the_next_meeting_is_shown_as_that(met: Met) -> None:
    met.panel.meets(date(2026, 3, 3), planned_on=met.journey.today)
    on(met.web, AFTER)
    officer = met.web.signed_in(Role.DECISION_MAKER)
    assert "To be decided without a panel" in words(officer.get("/panels").text)
    case_page = words(officer.get(f"/assessments/{met.journey.case_id}").text)
    assert "the next panel that could advise meets on 3 March 2026" in case_page
    work = words(officer.get("/worklist?whose=team").text)
    assert "To be decided without a panel: the next one meets on Tue 3 Mar" in work


def test_an_agenda_says_where_it_can_no_longer_be_waited_for(met: Met) -> None:
    put_on(met.journey, met.meeting)
    manager = met.web.signed_in(Role.MANAGER)
    off = press(manager, met.here, f"{met.here}/call-off")
    assert off.status_code == 303
    assert "Called off" in words(manager.get(met.here).text)
    assert press(manager, met.here, f"{met.here}/hold").status_code == 303
    assert "Called off" not in words(manager.get(met.here).text)


def test_without_a_quorum_the_pages_say_that_there_is_no_advice(met: Met) -> None:
    agenda_id = put_on(met.journey, met.meeting)
    on(met.web, AFTER)
    met.panel.was_held(met.meeting, AFTER, ("Education", "Health"))
    caseworker = met.web.signed_in(Role.CASEWORKER)
    assert "Too few were there" in words(caseworker.get(met.here).text)
    pack = words(caseworker.get(f"{met.here}/items/{met.journey.case_id}/{agenda_id}").text)
    assert "the panel can give no advice" in pack
    assert "Record what the panel advised" not in pack


def test_the_decision_shows_the_panel_and_why_it_is_not_what_it_advised(met: Met) -> None:
    agenda_id = put_on(met.journey, met.meeting)
    met.journey.at(AFTER)
    met.panel.was_held(met.meeting, AFTER)
    advise(met.journey, agenda_id, PanelAdvised.YES)
    met.journey.decide_to_refuse(differs_because="The school has shown that it is enough.")
    on(met.web, AFTER)
    page = words(met.web.signed_in(Role.AUDITOR).get(f"/assessments/{met.journey.case_id}").text)
    assert "A panel advised on 17 February 2026: for it. 4 members counted." in page
    assert "The school has shown that it is enough." in page
    assert "was before the panel" in page


@pytest.mark.parametrize("role", [Role.DCO, Role.SETTING, Role.FAMILY, Role.PLAN_WRITER])
def test_nobody_else_sees_panels(met: Met, role: Role) -> None:
    assert met.web.signed_in(role).get("/panels").status_code == 403


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.AUDITOR])
def test_who_sees_panels_need_not_keep_them(met: Met, role: Role) -> None:
    browser, here = met.web.signed_in(role), f"/panels/{met.panel.id}"
    assert browser.get(here).status_code == 200
    refused = press(browser, here, f"{here}/close")
    assert refused.status_code == 403


def test_empty_panels_say_what_that_means(web: Web) -> None:
    page = words(web.signed_in(Role.DECISION_MAKER).get("/panels").text)
    assert "No panel is set up" in page
    assert "a named officer decides" in page


def test_of_many_meetings_those_to_come_and_the_last_held_are_shown(
    met: Met, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agendas, "MOST", 1)
    last = met.panel.meets(date(2026, 3, 17), planned_on=AFTER)
    to_come = met.panel.meets(date(2026, 4, 14), planned_on=AFTER)
    on(met.web, date(2026, 3, 18))
    shown = met.web.signed_in(Role.MANAGER).get(f"/panels/{met.panel.id}").text
    assert f"/panels/meetings/{to_come}" in shown
    assert f"/panels/meetings/{last}" in shown
    assert met.here not in shown


def test_another_matter_has_another_limit(web: Web) -> None:
    journey = assessing(web)
    panel = assessment_panel(web.database, journey.today)
    panel.meets(date(2026, 5, 5), planned_on=journey.today)
    on(web, journey.today)
    page = words(web.signed_in(Role.DECISION_MAKER).get("/panels").text)
    assert "Whether to make a plan" in page


def test_programs_read_agendas_without_a_childs_name(met: Met) -> None:
    put_on(met.journey, met.meeting)
    program = met.web.program(Role.MANAGER)
    listed = program.get("/api/v1/panels/meetings").json()["items"]
    assert [one["id"] for one in listed] == [met.meeting]
    agenda = program.get(f"/api/v1/panels/meetings/{met.meeting}").json()["agenda"]
    assert [one["reference"] for one in agenda] == [met.journey.now.reference]
    assert set(agenda[0]) >= {"due_on", "provision", "matter"}
    assert not {"name", "given_name"} & set(agenda[0])
    made = program.post(
        "/api/v1/panels", json={"name": "Other", "advises_on": ["issue"], "quorum": 2}
    )
    assert made.status_code == 201, made.text
    refused = met.web.program(Role.CASEWORKER).post(
        "/api/v1/panels", json={"name": "Third", "advises_on": ["issue"], "quorum": 2}
    )
    assert refused.status_code == 403
