"""What an authority may make of the words of a message, and what every wording says, built in or not."""

from __future__ import annotations

import re

import pytest

from ehc_workflow.domain.errors import ImpossibleFactsError
from ehc_workflow.service.mail_words import TEMPLATES, filled
from ehc_workflow.service.message_wording import LONGEST_SMS, SAMPLE, _check
from ehc_workflow.store.message_wording import OwnWords

ADDRESS = "https://ehc.example.gov.invalid"
NO_CHILD = frozenset({
    "reference", "assessment_id", "request_id", "ref", "consultation_id", "token", "code", "level", "duty", "reason",
    "back_by", "last_day", "road", "link", "alert_id", "on", "total", "law", "other", "near", "lines",
})  # fmt: skip
"""Every field there is: none of them can hold a child's data."""
LETTER = TEMPLATES["letter_waiting", 1]
ALERT = TEMPLATES["deadline_alert", 1]
GOOD = "Something about case {reference}: {level}, {duty}.\n\n{reason}\n\nRead it: {link}\n"


def words(body: str = GOOD, subject: str = "About {reference}", sms: str = "") -> OwnWords:
    return OwnWords(is_own=True, subject=subject, body=body, sms=sms)


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_built_in_wording_has_a_field_for_a_childs_data(template: tuple[str, int]) -> None:
    assert TEMPLATES[template].fields <= NO_CHILD
    assert set(re.findall(r"{(\w+)}", TEMPLATES[template].path)) <= NO_CHILD


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_built_in_wording_would_be_taken_from_an_authority(template: tuple[str, int]) -> None:
    """One link, the reason where there is one, plain characters, short enough to text."""
    built = TEMPLATES[template]
    _check(
        built, OwnWords(is_own=True, subject=built.subject, body=built.body, sms=built.sms), ADDRESS
    )


@pytest.mark.parametrize("template", [name for name, built in TEMPLATES.items() if built.sms])
def test_a_text_message_fits_and_names_nobody(template: tuple[str, int]) -> None:
    _, _, sms = filled(TEMPLATES[template], SAMPLE, ADDRESS)
    assert len(sms) <= 160
    assert sms.count("http") == 1
    assert sms.isascii()


@pytest.mark.parametrize("template", TEMPLATES)
def test_how_urgent_it_is_stands_in_words(template: tuple[str, int]) -> None:
    subject, body, _ = filled(TEMPLATES[template], SAMPLE, ADDRESS)
    if "level" in TEMPLATES[template].fields:
        assert "Late" in subject + body
    assert "_" not in (subject + body).replace(ADDRESS, "")
    assert max(len(sentence) for sentence in re.split(r"(?<=[.?!])\s", body)) < 250, "plain"


def test_words_that_say_what_they_must_are_taken() -> None:
    _check(ALERT, words(), ADDRESS)


@pytest.mark.parametrize(
    ("own", "pointer", "says"),
    [
        (
            words(body=GOOD + "{child}"),
            "/body",
            "no field {child} in this message. There are: {duty}, {level}",
        ),
        (words(body=GOOD + "{date_of_birth}"), "/body", "no field {date_of_birth}"),
        (words(body=GOOD + "{}"), "/body", "no field"),
        (words(body=GOOD + "{0}"), "/body", "no field {0}"),
        (words(body=GOOD + "{reference.__class__}"), "/body", "no field {reference.__class__}"),
        (words(body=GOOD + "{duty!r}"), "/body", "its name in braces and nothing else"),
        (words(body=GOOD + "{duty:>99999}"), "/body", "its name in braces and nothing else"),
        (words(body=GOOD + "{duty"), "/body", "A brace has no partner"),
        (words(body=GOOD.replace("{link}", "")), "/body", "Put {link} in it, once"),
        (words(body=GOOD + "{link}"), "/body", "Put {link} in it, once"),
        (words(body=GOOD + "https://example.org"), "/body", "Leave out other addresses"),
        (words(body=GOOD + "www.example.org"), "/body", "Leave out other addresses"),
        (words(body=GOOD.replace("{reason}", "")), "/body", "Say {reason} in it"),
        (words(body=GOOD.replace("{level}", "")), "/body", "Say {level} in it"),
        (words(subject=""), "/subject", "Enter a subject"),
        (words(subject="{child}"), "/subject", "no field {child}"),
        (words(subject="One\ntwo"), "/subject", "one line"),
        (words(subject="See {link}"), "/subject", "without the link"),
        (words(subject="x" * 151), "/subject", "150 characters"),
        (words(body=GOOD + "x" * 5000), "/body", "5000 characters"),
    ],
)
def test_words_that_cannot_be_are_refused_with_what_to_do(
    own: OwnWords, pointer: str, says: str
) -> None:
    with pytest.raises(ImpossibleFactsError) as refused:
        _check(ALERT, own, ADDRESS)
    assert {error.pointer for error in refused.value.errors} == {pointer}
    assert says in refused.value.message


@pytest.mark.parametrize(
    ("sms", "says"),
    [
        ("There is a letter for you.", "Put {link} in it, once"),
        ("A letter for {name}: {link}", "no field {name}"),
        ("A letter waits “for you”: {link}", "straight quotation marks"),
        ("x" * (LONGEST_SMS - 10) + " {link}", "characters: keep it to"),
    ],
)
def test_a_text_message_must_fit_too(sms: str, says: str) -> None:
    own = words("Read {reference}: {link}\n", sms=sms)
    with pytest.raises(ImpossibleFactsError, match=re.escape(says)):
        _check(LETTER, own, ADDRESS)
