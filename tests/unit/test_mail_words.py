"""The words of every message: a reason and one link, and nothing of a child's."""

from __future__ import annotations

import ast
import inspect
import re
from string import Formatter

import pytest

from ehc_workflow.jobs import digest
from ehc_workflow.service import alert_words, channel_faults, invitations, messages
from ehc_workflow.service.mail_words import RETIRED, TEMPLATES, NoWordsError, words_of

PARAMS = {
    "reference": "EHC-ABCDE-12345",
    "assessment_id": "case-1",
    "request_id": "request-1",
    "ref": "request-1",
    "code": "advice_health",
    "rung": "overdue",
    "level": "late",
    "duty": "Give health advice",
    "reason": "Give health advice: was due on Monday 6 April 2026 (reg 8(1)). It is 1 day late and still owed.",
    "back_by": "2026-04-20",
    "consultation_id": "consultation-1",
    "last_day": "2026-05-04",
    "token": "made-up",
    "alert_id": "alert-1",
    "on": "Monday 6 April 2026",
    "total": 12,
    "law": 3,
    "other": 4,
    "near": 5,
    "lines": "EHC-ABCDE-12345: Give health advice: was due on Monday 6 April 2026 (reg 8(1)).",
    "road": "GOV.UK Notify",
}
ADDRESS = "https://ehc.example.invalid"


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_message_has_words_one_link_and_no_field_left_open(template: tuple[str, int]) -> None:
    subject, body = words_of(*template, PARAMS, ADDRESS)
    assert subject
    assert "{" not in subject + body
    assert body.count("http") == body.count(ADDRESS) == 1
    assert "\n" not in subject


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_message_has_room_for_a_childs_data(template: tuple[str, int]) -> None:
    found = TEMPLATES[template]
    fields = {
        field
        for words in (found.subject, found.body, found.path)
        for _, field, _, _ in Formatter().parse(words)
        if field
    }
    assert fields <= {*PARAMS, "link"}


def test_an_alert_says_why_and_under_which_provision() -> None:
    subject, body = words_of("deadline_alert", 1, PARAMS, ADDRESS)
    assert subject == "Late: Give health advice (EHC-ABCDE-12345)"
    assert "reg 8(1)" in body
    assert f"{ADDRESS}/assessments/case-1" in body


def test_an_automatic_reminder_says_that_it_is_one() -> None:
    subject, body = words_of("advice_reminder", 1, PARAMS, ADDRESS)
    assert "utomatic reminder" in subject
    assert "automatic reminder" in body


def test_a_day_is_written_out() -> None:
    assert "Monday 20 April 2026" in words_of("advice_returned", 1, PARAMS, ADDRESS)[1]


def test_an_unknown_template_is_named() -> None:
    with pytest.raises(NoWordsError, match="'letter', version 7"):
        words_of("letter", 7, PARAMS, ADDRESS)


def test_every_message_that_is_ever_written_has_words() -> None:
    known = {name for name, _ in TEMPLATES}
    tree = ast.parse(inspect.getsource(messages))
    said = {
        call.args[3].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") == "_message"
        and isinstance(call.args[3], ast.Constant)
    }
    assert said
    by_links = re.findall(r'template="(\w+)"', inspect.getsource(invitations))
    assert by_links
    of_the_day = re.findall(r'template="(\w+)"', inspect.getsource(digest))
    assert of_the_day
    of_roads = re.findall(r'template="(\w+)"', inspect.getsource(channel_faults))
    assert of_roads
    of_alerts = {*alert_words._TEMPLATES.values(), *alert_words._OF_THE_LIMIT.values()}
    by_others = {*of_alerts, *by_links, *of_the_day, *of_roads}
    assert said | by_others == known - RETIRED
