"""An administrator words the authority's letters and chooses how they look; what was sent stays as it went."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import docx
import pytest
from sqlalchemy import text

from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.rendering import word
from ehc_workflow.store.ids import new_id
from tests.contract.test_pages_printed_letters import pdf_text, refused, send_refusal, sent, step
from tests.support.casework import answer, filled
from tests.support.clamd import MARK, clamd
from tests.support.web import SIGN_IN, Web, hidden, open_web, summary, words
from tests.unit.test_word_template import template

PART = "/letter-words/refusal_to_assess/right_of_appeal"
OPENING = "/letter-words/refusal_to_assess/opening"
OURS = "We know this is not what you hoped for.\n\n{built_in}"
SAID = "We know this is not what you hoped for."


def picture(width: int = 2, height: int = 2) -> bytes:
    """A PNG of so many dots."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        made = kind + content
        return struct.pack(">I", len(content)) + made + struct.pack(">I", zlib.crc32(made))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    lines = b"".join(b"\x00" + b"\x1d\x3c\x5c" * width for _ in range(height))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )


def worded(browser: Any, path: str, said: str, reason: str = "Kinder") -> Any:
    """Look at the words, and keep them."""
    shown = answer(browser, path, words=said, reason=reason)
    assert shown.status_code == 200, summary(shown.text)
    carried = {name: value for name, value in filled(shown.text).items() if name[0] != "_"}
    return browser.post(path, data={**hidden(shown.text), **carried, "_send": "yes"})


def look(browser: Any, *, files: dict[str, Any] | None = None, **answers: Any) -> Any:
    page = browser.get("/document-look")
    values = {**hidden(page.text), **filled(page.text), "reason": "Our house style", **answers}
    return browser.post("/document-look", data=values, files=files or {})


# --- words ------------------------------------------------------------------------------------------------------------


def test_words_are_looked_at_kept_used_in_the_next_letter_and_taken_back(web: Web) -> None:
    journey = refused(web)
    browser = web.signed_in(Role.ADMINISTRATOR)
    shown = answer(browser, PART, words=OURS, reason="Kinder")
    assert SAID in words(shown.text)
    assert SAID not in words(browser.get(PART).text), "nothing is kept yet"
    done = worded(browser, PART, OURS)
    assert done.status_code == 303, summary(done.text)
    assert SAID in words(browser.get(PART).text)
    assert "Your own in 1 part" in words(browser.get("/letter-words").text)
    draft = filled(web.signed_in(Role.CASEWORKER).get(step(journey)).text)
    assert draft["block-right_of_appeal"].startswith(SAID)
    assert "First-tier Tribunal" in draft["block-right_of_appeal"]
    gone = send_refusal(web, journey)
    assert gone.status_code == 303, summary(gone.text)
    back = answer(browser, f"{PART}/undo", reason="Simpler")
    assert back.status_code == 303, summary(back.text)
    assert "Built in" in words(browser.get("/letter-words").text)
    assert dict(sent(web, journey).blocks)["right_of_appeal"].startswith(SAID)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("We know best.", "Put {built_in} in it, once"),
        ("{built_in} {school}", "There is no field {school}"),
        ("{built_in} {", "A brace has no partner"),
        ("{built_in} " + "x" * 4_000, "4,000 characters"),
    ],
)
def test_words_that_cannot_be_used_come_back_with_what_to_do(
    web: Web, said: str, says: str
) -> None:
    browser = web.signed_in(Role.ADMINISTRATOR)
    answered = answer(browser, PART, words=said, reason="Kinder")
    assert answered.status_code == 422
    assert says in summary(answered.text)
    assert filled(answered.text)["words"] == said


def test_script_and_signs_of_word_are_words(web: Web) -> None:
    browser = web.signed_in(Role.ADMINISTRATOR)
    pasted = "<script>alert(1)</script> <o:p>&nbsp;</o:p> ورد 👩‍👧"
    done = worded(browser, OPENING, pasted)
    assert done.status_code == 303, summary(done.text)
    html = browser.get(OPENING).text
    assert "<script>alert" not in html
    assert filled(html)["words"] == pasted


def test_what_holds_already_no_reason_and_what_there_is_not(web: Web) -> None:
    browser = web.signed_in(Role.ADMINISTRATOR)
    assert worded(browser, PART, OURS).status_code == 303
    again = worded(browser, PART, OURS)
    assert "These are the words that hold already." in summary(again.text)
    unsaid = answer(browser, PART, words=f"{OURS} More.", reason=" ", _send="yes")
    assert unsaid.status_code == 422
    assert browser.get("/letter-words/no_plan/no_such").status_code == 404
    assert browser.get("/letter-words/no_such").status_code == 404
    nothing = browser.get("/letter-words/no_plan/opening/undo")
    assert "There is nothing to take back." in words(nothing.text)


@pytest.mark.parametrize("path", [PART, "/letter-words", "/document-look"])
def test_nobody_but_an_administrator_has_it_and_only_for_their_own(web: Web, path: str) -> None:
    for role in set(SIGN_IN) - {Role.ADMINISTRATOR}:
        assert web.signed_in(role).get(path).status_code == 403, role
    assert web.signed_in(Role.ADMINISTRATOR).get(f"{path}?authority=another").status_code == 404


# --- look -------------------------------------------------------------------------------------------------------------


def test_a_look_is_tried_kept_used_and_taken_back(web: Web) -> None:
    journey = refused(web)
    browser = web.signed_in(Role.ADMINISTRATOR)
    files = {
        "logo": ("logo.png", picture(), "image/png"),
        "word": ("ours.docx", template(), word.MEDIA_TYPE),
    }
    chosen = {"colour": "#7a1f5c", "address": "County Hall\nInventford"}
    tried = look(browser, files=files, _sample="word", **chosen)
    assert tried.headers["content-type"] == word.MEDIA_TYPE, summary(tried.text)
    assert docx.Document(io.BytesIO(tried.content)).styles["Normal"].font.name == "Georgia"
    assert "There is no logo." in words(browser.get("/document-look").text), "nothing is kept yet"
    done = look(browser, files=files, **chosen)
    assert done.status_code == 303, summary(done.text)
    shown = words(browser.get("/document-look").text)
    assert "There is a logo." in shown
    assert "There is a template of Word." in shown
    sample = pdf_text(browser.get("/document-look/sample/pdf").content)
    assert "CountyHallInventford" in sample
    assert "Sample:thisletterisaboutaninventedcase" in sample
    send_refusal(web, journey)
    letter = f"/assessments/{journey.case_id}/letters/{sent(web, journey).seq}"
    caseworker = web.signed_in(Role.CASEWORKER)
    went = caseworker.get(f"{letter}/word").content
    assert docx.Document(io.BytesIO(went)).styles["Normal"].font.name == "Georgia"
    back = answer(browser, "/document-look/undo", reason="Back to plain")
    assert back.status_code == 303, summary(back.text)
    assert "There is no logo." in words(browser.get("/document-look").text)
    assert caseworker.get(f"{letter}/word").content == went, "what was sent stays as it went"


def test_files_stay_until_they_are_taken_away(web: Web) -> None:
    browser = web.signed_in(Role.ADMINISTRATOR)
    assert look(browser, files={"logo": ("l.png", picture(), "image/png")}).status_code == 303
    assert look(browser, colour="#1d3c5c").status_code == 303
    assert "There is a logo." in words(browser.get("/document-look").text)
    assert look(browser, no_logo="yes").status_code == 303
    assert "There is no logo." in words(browser.get("/document-look").text)


@pytest.mark.parametrize(
    ("answers", "files", "says"),
    [
        ({"colour": "blue"}, {}, "such as #1d3c5c"),
        ({"colour": "#eeeeee"}, {}, "too pale"),
        ({"address": "a" * 600}, {}, "500 characters"),
        ({}, {"logo": b"GIF89a nothing"}, "PNG or JPEG"),
        ({}, {"logo": b"%PDF-1.7"}, "no picture that can be read"),
        ({}, {"logo": picture(5_000, 1)}, "too wide or high"),
        ({}, {"logo": b"\x89PNG" + b"0" * 300_000}, "too large"),
        ({}, {"word": b"PK half"}, "no Word document"),
        ({}, {"word": b"0" * 2_100_000}, "too large"),
    ],
)
def test_what_cannot_be_used_is_named_and_the_rest_comes_back(
    web: Web, answers: dict[str, str], files: dict[str, bytes], says: str
) -> None:
    browser = web.signed_in(Role.ADMINISTRATOR)
    named = {name: (f"{name}.bin", content, "image/png") for name, content in files.items()}
    answered = look(browser, files=named, **{"address": "County Hall", **answers})
    assert answered.status_code == 422
    assert says in summary(answered.text)
    assert filled(answered.text)["address"].startswith(answers.get("address", "County Hall"))
    assert filled(answered.text)["reason"] == "Our house style"


def test_a_file_with_a_virus_goes_out_with_no_letter(sqlite_url: str, tmp_path: Path) -> None:
    with clamd(tmp_path) as fake, open_web(sqlite_url, virus_scanner=fake.address) as web:
        browser = web.signed_in(Role.ADMINISTRATOR)
        infected = {"logo": ("l.png", picture() + MARK, "image/png")}
        assert "holds a virus" in summary(look(browser, files=infected).text)
        assert "There is no logo." in words(browser.get("/document-look").text)
        assert look(browser, files={"logo": ("l.png", picture(), "image/png")}).status_code == 303


def test_no_file_is_kept_while_the_scanner_is_away(sqlite_url: str, tmp_path: Path) -> None:
    with open_web(sqlite_url, virus_scanner=f"unix:{tmp_path}/nowhere") as web:
        browser = web.signed_in(Role.ADMINISTRATOR)
        told = summary(look(browser, files={"word": ("w.docx", template(), word.MEDIA_TYPE)}).text)
        assert "scanner does not answer" in told
        assert look(browser, colour="#7a1f5c").status_code == 303, "a colour needs no scanner"


def test_an_authority_does_not_open_anothers_files(web: Web) -> None:
    browser = web.signed_in(Role.ADMINISTRATOR)
    look(browser, files={"logo": ("l.png", picture(), "image/png")})
    with web.database.writing() as connection:
        connection.execute(
            text(
                "INSERT INTO authority (id, name, dfe_number, settings) "
                "SELECT 'other', 'Other', '998', settings FROM authority LIMIT 1"
            )
        )
    seat = Seat(id=new_id(), role=Role.ADMINISTRATOR, authority_id="other")
    other = web.signed_in(Role.ADMINISTRATOR, seat=seat)
    sample = other.get("/document-look/sample/word?authority=other").content
    assert not docx.Document(io.BytesIO(sample)).inline_shapes
    mine = browser.get("/document-look/sample/word").content
    assert len(docx.Document(io.BytesIO(mine)).inline_shapes) == 1
