"""A file's bytes to text: the encodings in which spreadsheets save a CSV, and what is no text at all."""

from __future__ import annotations

import codecs
import re

from ehc_workflow.importing.faults import UnreadableFileError, unreadable

MOST_BYTES = 100 * 1024 * 1024
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LETTER_IN_UTF_8 = re.compile(rb"[\xc2-\xc5][\x80-\xbf]|\xe2\x80[\x80-\xbf]")
"""An accented letter or a quotation mark in UTF-8; in Windows' own encoding these bytes are pairs that nobody types."""


def text_of(content: bytes) -> str:
    """The file's text: UTF-8, UTF-16 with its mark, else what spreadsheets on Windows write in England."""
    if len(content) > MOST_BYTES:
        raise unreadable("the file is larger than 100 MB; split it")
    if content.startswith(_WORKBOOKS):
        raise unreadable(
            "this is a workbook whatever its name ends in; open it and save it as CSV UTF-8"
        )
    text = _decoded(content)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise unreadable(
            "a byte is zero here, so this is no text; save the file as CSV UTF-8", row=line
        )
    return text


def _decoded(content: bytes) -> str:
    if content.startswith(_UTF_16):
        return _strictly(content, "utf-16")
    if content.startswith(codecs.BOM_UTF8):
        return _strictly(content, "utf-8-sig")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if _LETTER_IN_UTF_8.search(content):
            raise _unknown(content, error.start) from None
    return _strictly(content, "cp1252")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unknown(content, error.start) from None


def _unknown(content: bytes, place: int) -> UnreadableFileError:
    return unreadable(
        "this line holds a letter in an encoding that is not the rest of the file's; save it as CSV UTF-8",
        row=content.count(b"\n", 0, place) + 1,
    )
