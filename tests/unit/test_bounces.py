"""Delivery reports as mail servers write them: which message of ours, and what became of it."""

from __future__ import annotations

import pytest

from ehc_workflow.notify.bounces import NotAReportError, read_report

KEY = "0b9f6a52-6d0e-4c1e-9c55-0a8c5d0d7c11"
ORIGINAL = f"Message-ID: <{KEY}@authority.invalid>\nFrom: sen@authority.invalid\nSubject: Request for advice\n"


def report(
    *,
    action: str = "failed",
    status: str = "5.1.1",
    returned: str = "message/rfc822",
    original: str = ORIGINAL,
    head: str = "",
) -> bytes:
    """A report as Postfix writes one."""
    fields = f"Final-Recipient: rfc822; gone@example.invalid\nAction: {action}\nStatus: {status}\n"
    return (
        "From: MAILER-DAEMON@mail.invalid\nTo: bounces@authority.invalid\n"
        f"Subject: Undelivered Mail Returned to Sender\n{head}MIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\n\n'
        "--B\nContent-Type: text/plain\n\nI'm sorry to have to inform you.\n"
        "--B\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mail.invalid\nArrival-Date: Mon, 16 Mar 2026 06:00:00 +0000\n\n{fields}\n"
        f"--B\nContent-Type: {returned}\n\n{original}\n"
        "--B--\n"
    ).encode()


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_message_that_came_back_is_found_by_its_id(returned: str) -> None:
    found = read_report(report(returned=returned))
    assert (found.key, found.action, found.status) == (KEY, "failed", "5.1.1")
    assert found.came_back
    assert not found.was_delivered


def test_one_that_was_delivered_and_one_that_is_delayed() -> None:
    assert read_report(report(action="delivered", status="2.0.0")).was_delivered
    late = read_report(report(action="delayed", status="4.4.1"))
    assert not late.came_back
    assert not late.was_delivered


def test_a_report_that_only_refers_to_our_message_is_enough() -> None:
    found = read_report(
        report(original="Subject: x\n", head=f"References: <{KEY}@authority.invalid>\n")
    )
    assert found.key == KEY


def test_an_odd_status_is_not_taken_over() -> None:
    assert read_report(report(status="gone@example.invalid")).status == "unknown"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no delivery report"),
        (b"Subject: I am on holiday\n\nBack on Monday.\n", "no delivery report"),
        (b"\xff\xfe\x00 no mail at all", "no delivery report"),
        (report(original="Message-ID: <1234@another.invalid>\n"), "names no message that was sent"),
    ],
)
def test_any_other_mail_is_refused_in_a_sentence(content: bytes, says: str) -> None:
    with pytest.raises(NotAReportError, match=says):
        read_report(content)
