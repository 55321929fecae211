"""S04 Write to the right person at a confirmed address."""

from __future__ import annotations

from datetime import date

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import ContactKind, Letter, State
from ehc_workflow.domain.errors import TransitionRefusedError
from ehc_workflow.domain.facts import Method, TriggerKind
from ehc_workflow.domain.outlook import addressees
from tests.builders import Journey, fixed_id
from tests.scenarios.looking import letters, rows
from tests.unit.domain.course import known_on

REFUSED = date(2026, 2, 16)
YOUNG_PERSON, PARENT = fixed_id("the young person"), fixed_id("the parent at the old address")


@pytest.fixture
def moved_in_with_a_relative(journey: Journey) -> Journey:
    """A young person of 17 asked; the record still has a parent at the old address first."""
    contacts = (
        c.ContactDetails(
            id=PARENT,
            kind=ContactKind.PARENT,
            name="Sam Example",
            address="1 Old Lane, Invented Town",
            address_confirmed_on=date(2025, 3, 1),
        ),
        c.ContactDetails(
            id=YOUNG_PERSON,
            kind=ContactKind.YOUNG_PERSON,
            name="Robin Example",
            address="2 New Street, Invented Town",
            address_confirmed_on=date(2025, 9, 1),
        ),
    )
    journey.receive(
        date_of_birth=date(2008, 10, 5), kind=TriggerKind.YOUNG_PERSON_REQUEST, contacts=contacts
    )
    journey.do(c.ConsultFamily(assessment_id=journey.case_id, consulted_on=journey.today))
    journey.do(
        c.TellFamilyConsidering(
            **journey.sending(Letter.CONSIDERING, addressee=YOUNG_PERSON)  # type: ignore[arg-type]
        )
    )
    return journey.at(REFUSED).decide_to_refuse()


def confirm(journey: Journey, contact: str = YOUNG_PERSON) -> None:
    journey.do(
        c.ConfirmAddress(
            assessment_id=journey.case_id, contact_id=contact, confirmed_on=journey.today
        )
    )


def unmet(error: pytest.ExceptionInfo[TransitionRefusedError]) -> list[str]:
    return [guard.guard for guard in error.value.unmet]


def test_the_addressee_defaults_to_the_young_person(moved_in_with_a_relative: Journey) -> None:
    offered = addressees(moved_in_with_a_relative.now, known_on(REFUSED))
    assert [contact.id for contact in offered] == [YOUNG_PERSON]
    confirm(moved_in_with_a_relative)
    confirm(moved_in_with_a_relative, PARENT)
    with pytest.raises(TransitionRefusedError) as refused:
        moved_in_with_a_relative.tell_refusal(addressee=PARENT)
    assert unmet(refused) == ["right_holder_addressed"]


def test_the_parent_gets_a_copy_only_if_the_young_person_agreed(
    moved_in_with_a_relative: Journey,
) -> None:
    confirm(moved_in_with_a_relative)
    with pytest.raises(TransitionRefusedError) as refused:
        moved_in_with_a_relative.tell_refusal(addressee=YOUNG_PERSON, copies=(PARENT,))
    assert unmet(refused) == ["copies_allowed"]
    moved_in_with_a_relative.do(
        c.AgreeCopies(
            assessment_id=moved_in_with_a_relative.case_id, contact_id=PARENT, agreed_on=REFUSED
        )
    )
    moved_in_with_a_relative.tell_refusal(addressee=YOUNG_PERSON, copies=(PARENT,))
    assert moved_in_with_a_relative.now.state is State.REFUSED_TO_ASSESS


def test_a_finding_on_capacity_makes_the_parent_the_representative(
    moved_in_with_a_relative: Journey,
) -> None:
    moved_in_with_a_relative.do(
        c.AgreeCopies(
            assessment_id=moved_in_with_a_relative.case_id,
            contact_id=PARENT,
            agreed_on=REFUSED,
            capacity_finding=True,
        )
    )
    confirm(moved_in_with_a_relative, PARENT)
    moved_in_with_a_relative.tell_refusal(addressee=PARENT)
    assert letters(moved_in_with_a_relative)[-1].addressee == PARENT


def test_an_address_not_confirmed_lately_is_confirmed_before_appeal_time_starts(
    moved_in_with_a_relative: Journey,
) -> None:
    with pytest.raises(TransitionRefusedError) as refused:
        moved_in_with_a_relative.tell_refusal(addressee=YOUNG_PERSON)
    assert unmet(refused) == ["address_confirmed"]
    confirm(moved_in_with_a_relative)
    moved_in_with_a_relative.tell_refusal(addressee=YOUNG_PERSON)


def test_the_record_shows_to_whom_where_how_and_when(moved_in_with_a_relative: Journey) -> None:
    confirm(moved_in_with_a_relative)
    moved_in_with_a_relative.tell_refusal(addressee=YOUNG_PERSON, method=Method.FIRST_CLASS_POST)
    (sent,) = rows(
        moved_in_with_a_relative,
        "SELECT n.kind, n.method, n.sent_on, c.name, c.address FROM notice n "
        "JOIN contact c ON c.id = n.addressee "
        "WHERE n.assessment_id = :id AND n.kind = 'refusal_to_assess'",
    )
    assert (sent.method, str(sent.sent_on)) == ("first_class_post", str(REFUSED))
    assert (sent.name, sent.address) == ("Robin Example", "2 New Street, Invented Town")


def test_rights_pass_mid_case_and_the_young_person_can_be_added_then(journey: Journey) -> None:
    """Born in August, a child becomes a young person at 15, at the end of June."""
    journey.at(date(2026, 6, 8)).receive(date_of_birth=date(2010, 8, 20))
    journey.consider().at(date(2026, 7, 1)).decide_to_assess()
    with pytest.raises(TransitionRefusedError, match="who holds the rights on the day it goes"):
        journey.tell_assessing()
    journey.do(
        c.AddContact(
            assessment_id=journey.case_id,
            contact=c.ContactDetails(
                id=YOUNG_PERSON,
                kind=ContactKind.YOUNG_PERSON,
                name="Robin Example",
                address_confirmed_on=journey.today,
            ),
        )
    )
    journey.do(
        c.NotifyAssessment(
            **journey.sending(Letter.WILL_ASSESS, addressee=YOUNG_PERSON)  # type: ignore[arg-type]
        )
    )
    assert journey.now.state is State.ASSESSING
