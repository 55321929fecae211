"""Reading documents: what the format allows, and each slip named with the vector and the key."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ehc_workflow.conformance import DocumentError, compute, read
from ehc_workflow.conformance.report import check

REQUEST: dict[str, Any] = {"triggers": [{"kind": "parental_request", "received_on": "2026-03-02"}]}


def document(*vectors: object, **other: object) -> str:
    return json.dumps(
        {"format": "ehc-clock-vectors", "version": 1, "vectors": list(vectors), **other}
    )


def problem(given: object, **other: object) -> str:
    (vector,) = read(document({"id": "XX-01", "given": given, **other})).vectors
    assert vector.problem is not None
    return vector.problem


def test_yaml_and_json_are_the_same_to_it() -> None:
    as_yaml = """
format: ehc-clock-vectors
version: 1
vectors:
- id: XX-01
  title: 2026
  given:
    triggers: [{kind: parental_request, received_on: 2026-03-02}]
    drafts: [{sent_on: '2026-04-20', method: email, time: 17:40}]
    advice_requests: [{contributor: education, setting: none, requested_on: '2026-04-01'}]
"""
    given = {
        **REQUEST,
        "drafts": [{"sent_on": "2026-04-20", "method": "email", "time": "17:40"}],
        "advice_requests": [
            {"contributor": "education", "setting": "none", "requested_on": "2026-04-01"}
        ],
    }
    as_json = document({"id": "XX-01", "title": "2026", "given": given})
    assert (
        read(as_yaml)
        == read(as_json)
        == read(as_yaml.encode())
        == read(b"\xef\xbb\xbf" + as_json.encode())
    )


def test_a_vector_that_only_asks_is_answered_and_not_compared() -> None:
    asking = read(document({"id": "XX-01", "given": REQUEST}))
    assert compute(asking)["XX-01"]["clock_start"] == "2026-03-02"
    (result,) = check(asking).results
    assert not result.compared
    assert check(asking).all_agree


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "not a list of clock vectors"),
        ("[]", "not a list of clock vectors"),
        ("just words", "not a list of clock vectors"),
        ("{", "not YAML"),
        ('{"format": "ehc-clock-vectors",', "not JSON"),
        ("format: [\n", "not YAML"),
        (b"\xff\xfe\x00", "not UTF-8"),
        ("format: something\nversion: 1\nvectors: [{}]", "format is 'something'"),
        ("format: ehc-clock-vectors\nversion: 2\nvectors: [{}]", "version is 2"),
        ("format: ehc-clock-vectors\nversion: true\nvectors: [{}]", "version is True"),
        ("format: ehc-clock-vectors\nversion: 1\nvectors: []", "at least one"),
        ("format: ehc-clock-vectors\nversion: 1", "at least one"),
        ("format: ehc-clock-vectors\nversion: 1\nvectors: [{}]\nextra: 1", "'extra'"),
        ("format: ehc-clock-vectors\nformat: ehc-clock-vectors", "'format' stands twice"),
        ('{"format": "ehc-clock-vectors", "format": "x"}', "'format' stands twice"),
        ("a: !!python/object:os.system x", "not YAML"),
        ("[" * 5000, "not"),
    ],
)
def test_a_document_that_cannot_be_read_is_refused_whole(content: str | bytes, says: str) -> None:
    with pytest.raises(DocumentError, match=says):
        read(content)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "given: at least one fact"),
        ([], "given: names with values"),
        ({"trigger": []}, "given.trigger: not a word of the format"),
        ({"triggers": []}, "given.triggers: a list of at least one"),
        ({"triggers": {}}, "given.triggers: a list of at least one"),
        ({"triggers": [7]}, "given.triggers[0]: names with values"),
        (
            {"triggers": [{"kind": "phone_call", "received_on": "2026-03-02"}]},
            "given.triggers[0].kind: 'phone_call'",
        ),
        ({"triggers": [{"received_on": "2026-03-02"}]}, "given.triggers[0]: 'kind' is missing"),
        ({"triggers": [{"kind": "parental_request"}]}, "given.triggers[0]: exactly one of"),
        (
            {
                "triggers": [
                    {
                        "kind": "parental_request",
                        "received_on": "2026-03-02",
                        "posted_on": "2026-03-01",
                    }
                ]
            },
            "given.triggers[0]: exactly one of",
        ),
        (
            {"triggers": [{"kind": "parental_request", "received_on": "2026-02-31"}]},
            "given.triggers[0].received_on: there is no day 2026-02-31",
        ),
        (
            {"triggers": [{"kind": "parental_request", "received_on": "02/03/2026"}]},
            "given.triggers[0].received_on: a date such as",
        ),
        ({"triggers": [{"kind": "parental_request", "received_on": "2026-3-2"}]}, "a date such as"),
        ({"triggers": [{"kind": "parental_request", "received_on": "20260302"}]}, "a date such as"),
        (
            {"triggers": [{"kind": "parental_request", "received_on": "２０２６-03-02"}]},
            "a date such as",
        ),
        ({"triggers": [{"kind": "parental_request", "received_on": None}]}, "a date such as"),
        (
            {"triggers": [{"kind": "parental_request", "received_at": "2026-03-02T09:00:00"}]},
            "a moment such as",
        ),
        (
            {"triggers": [{"kind": "parental_request", "received_at": "2026-03-02T24:00:00Z"}]},
            "a moment such as",
        ),
        (
            {"triggers": [{"kind": "parental_request", "received_at": "2026-02-30T10:00:00Z"}]},
            "there is no moment",
        ),
        (
            {
                "triggers": [
                    {"kind": "parental_request", "received_at": "2026-03-02T09:00:00+15:00"}
                ]
            },
            "a moment such",
        ),
        (
            {"advice_requests": [{"contributor": "education", "requested_on": "2026-03-02"}]},
            "given.advice_requests[0]: 'setting' is missing",
        ),
        (
            {
                "advice_requests": [
                    {"contributor": "health", "setting": "school", "requested_on": "2026-03-02"}
                ]
            },
            "given.advice_requests[0].setting: only education",
        ),
        (
            {"advice_requests": [{"contributor": "health", "answered_on": "2026-03-02"}]},
            "one of requested_on, received_by_body_on is missing",
        ),
        (
            {
                "advice_requests": [
                    {"contributor": "health", "s31_body": "yes", "requested_on": "2026-03-02"}
                ]
            },
            "s31_body: true or false",
        ),
        (
            {
                "advice_requests": [
                    {"contributor": "health", "ref": "h1", "requested_on": "2026-03-02"}
                ]
            },
            "ref: a name such as N1",
        ),
        (
            {
                "closures": [
                    {
                        "setting": "none",
                        "first_closed_day": "2026-07-22",
                        "reopening_day": "2026-09-02",
                    }
                ]
            },
            "given.closures[0].setting: 'none' is not one of",
        ),
        (
            {"closures": [{"setting": "school", "first_closed_day": "2026-07-22"}]},
            "given.closures[0]: 'reopening_day' is missing",
        ),
        (
            {
                "closures": [
                    {
                        "setting": "school",
                        "first_closed_day": "2026-09-02",
                        "reopening_day": "2026-07-22",
                    }
                ]
            },
            "given.closures[0].reopening_day: 2026-07-22 is not after first_closed_day",
        ),
        (
            {
                "closures": [
                    {
                        "setting": "school",
                        "first_closed_day": "2026-09-02",
                        "reopening_day": "2026-09-02",
                    }
                ]
            },
            "is not after first_closed_day",
        ),
        (
            {"absences": [{"who": "child", "first_day": "2026-09-02", "last_day": "2026-09-01"}]},
            "given.absences[0].last_day: 2026-09-01 is not after first_day",
        ),
        ({"drafts": [{"sent_on": "2026-09-02"}]}, "given.drafts[0]: 'method' is missing"),
        (
            {"drafts": [{"sent_on": "2026-09-02", "method": "email", "time": "5 pm"}]},
            "given.drafts[0].time: a time such as '17:00'",
        ),
        (
            {"drafts": [{"sent_on": "2026-09-02", "method": "email", "time": "24:00"}]},
            "given.drafts[0].time: a time such as '17:00'",
        ),
        (
            {"notices": [{"kind": "maybe", "sent_on": "2026-09-02", "method": "email"}]},
            "'maybe' is not one of",
        ),
        ({"mediations": [{"issues": "health"}]}, "one of authority_told_on"),
        ({"mediations": [{"authority_told_on": "2026-09-02"}]}, "'issues' is missing"),
        (
            {"orders": [{"kind": "assess", "made_on": "2026-09-02", "directed_dates": {}}]},
            "directed_dates: at least one date",
        ),
        (
            {
                "orders": [
                    {
                        "kind": "assess",
                        "made_on": "2026-09-02",
                        "directed_dates": {"plan": "2026-10-01"},
                    }
                ]
            },
            "directed_dates: 'plan' is not one of",
        ),
        (
            {"mediation_agreements": [{"matter": "reconsider", "agreed_on": "2026-09-02"}]},
            "given.mediation_agreements[0].matter: 'reconsider'",
        ),
        (
            {"unopposed_appeals": [{"matter": "reconsider", "notified_tribunal_on": "2026-09-02"}]},
            "'reconsider'",
        ),
        (
            {"reassessment": {"last_assessed_on": "2026-09-02"}},
            "one of received_on, own_initiative_on",
        ),
        ({"transfer": {"moved_on": "2026-09-02"}}, "'old_authority_aware_on' is missing"),
        ({"right_holder_on": ["2026-09-02"]}, "'date_of_birth' is missing"),
        (
            {"date_of_birth": "2010-01-01", "right_holder_on": ["2026-09-02", "2026-09-02"]},
            "the same day is asked for twice",
        ),
    ],
)
def test_a_slip_in_given_is_named_with_its_key(given: object, says: str) -> None:
    assert says in problem(given)


@pytest.mark.parametrize(
    ("expect", "says"),
    [
        ({}, "expect: at least one expectation"),
        ({"clock": []}, "expect.clock: not a word of the format"),
        ({"clocks": []}, "expect.clocks: a list of at least one"),
        ({"clocks": [{"due": "2026-04-13"}]}, "expect.clocks[0]: 'clock' is missing"),
        (
            {"clocks": [{"clock": "final_plan", "strats": "2026-04-13"}]},
            "expect.clocks[0].strats: not a word",
        ),
        (
            {"clocks": [{"clock": "final_plan", "basis": "reg 99"}]},
            "expect.clocks[0].basis: 'reg 99' is not one of",
        ),
        (
            {"clocks": [{"clock": "final_plan", "exceptions": ["reg 5"]}]},
            "exceptions[0]: 'reg 5' is not one of",
        ),
        (
            {
                "clocks": [
                    {"clock": "final_plan", "confirm": ["closure_boundary", "closure_boundary"]}
                ]
            },
            "a list without doubles",
        ),
        ({"clocks": [{"clock": "final_plan", "days_late": True}]}, "days_late: a whole number"),
        (
            {"clocks": [{"clock": "final_plan", "unadjusted": "2026-04-13"}]},
            "final_plan has no unadjusted",
        ),
        (
            {"clocks": [{"clock": "appeal", "act_by": "2026-04-13"}]},
            "appeal is the family's own time",
        ),
        ({"no_clocks": ["final"]}, "expect.no_clocks[0]: 'final'"),
        ({"right_holder": [{"day": "2026-04-13"}]}, "'holder' is missing"),
    ],
)
def test_a_slip_in_expect_is_named_with_its_key(expect: object, says: str) -> None:
    assert says in problem(REQUEST, expect=expect)


@pytest.mark.parametrize(
    ("vector", "says"),
    [
        (7, "a vector is expected"),
        ({"given": REQUEST}, "id: two capitals"),
        ({"id": "cv-1", "given": REQUEST}, "id: two capitals"),
        ({"id": "XX-01"}, "given: is missing"),
        ({"id": "XX-01", "given": REQUEST, "topic": "x"}, "vector.topic: not a word"),
    ],
)
def test_a_bad_vector_is_refused_by_itself_and_the_others_go_on(vector: object, says: str) -> None:
    read_ = read(document(vector, {"id": "XX-02", "given": REQUEST}))
    assert says in (read_.vectors[0].problem or "")
    answers = compute(read_)
    assert answers["XX-02"]["clock_start"] == "2026-03-02"
    assert "error" in answers[read_.vectors[0].id]


def test_an_id_used_twice_loses_neither_vector() -> None:
    twice = read(document({"id": "XX-01", "given": REQUEST}, {"id": "XX-01", "given": REQUEST}))
    assert list(compute(twice)) == ["XX-01", "XX-01 (vectors[1])"]
    assert "used twice" in compute(twice)["XX-01 (vectors[1])"]["error"]


@pytest.mark.parametrize("day", ["2014-08-31", "0001-01-01", "9999-12-30"])
def test_days_that_the_law_or_the_calendar_does_not_reach_are_told_of(day: str) -> None:
    given = {"triggers": [{"kind": "parental_request", "received_on": day}]}
    answers = compute(
        read(document({"id": "XX-01", "given": given}, {"id": "XX-02", "given": REQUEST}))
    )
    assert "error" in answers["XX-01"]
    assert answers["XX-02"]["clock_start"] == "2026-03-02"


def test_thousands_of_vectors_are_read_and_answered() -> None:
    vectors = [{"id": f"XX-{n:06}", "given": REQUEST} for n in range(3000)]
    assert len(compute(read(document(*vectors)))) == 3000
