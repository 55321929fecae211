"""What a printed document says, before anybody decides how it looks: values of text, and no markup of any kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from typing import Any

from ehc_workflow.domain.errors import EhcError

LANGUAGE = "en-GB"
PLAIN_COLOUR = "#1d3c5c"


class RenderingError(EhcError):
    """The document could not be made, so nothing was sent and nothing was changed. Try again, or tell your IT."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How an authority's documents look: its name and address at the head, its colour, a logo as PNG or JPEG.

    `word` is the authority's own template of Word, which gives a Word document its styles, margins, head and foot.
    """

    name: str
    address: tuple[str, ...] = ()
    colour: str = PLAIN_COLOUR
    logo: bytes = b""
    word: bytes = b""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading beneath the title, which is level 1. No level is left out on the way down."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `quiet` is small print, such as where words come from. Line ends within it stay."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, with bullets or numbered."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a row of headings; `widths` are shares of the line, equal where none are given."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """Parts that stand apart from the rest, such as what a letter says in short."""

    parts: tuple[Heading | Paragraph | Listing, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a page of its own."""


Part = Heading | Paragraph | Listing | Table | Box | PageBreak


@dataclass(frozen=True, slots=True, kw_only=True)
class Printable:
    """A whole document. `to` is the addressee, by line; `mark` stands on every page of what is no final copy."""

    title: str
    parts: tuple[Part, ...]
    look: Look
    dated_on: date
    to: tuple[str, ...] = ()
    reference: str = ""
    footer: str = ""
    mark: str = ""
    language: str = field(default=LANGUAGE)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Typed text as paragraphs: a blank line parts them, as people write."""
    parts = plain(text).split("\n\n")
    return tuple(Paragraph(part.strip("\n")) for part in parts if part.strip())


def plain(text: str) -> str:
    """Typed text without what no page can hold: control signs, half characters, and signs that turn words round."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_LEFT_OUT)


def with_texts(value: Any, change: Callable[[str], str]) -> Any:
    """The same value with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(with_texts(each, change) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        now = {each.name: with_texts(getattr(value, each.name), change) for each in fields(value)}
        return replace(value, **now)
    return value


def texts_in(value: Any) -> Iterator[str]:
    """Every text in it, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts_in(each)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from texts_in(getattr(value, each.name))


_KEPT_CONTROLS = frozenset("\t\n")
_TURNS_ROUND = (0x202D, 0x202E)
_LEFT_OUT: dict[int, str | None] = {
    **{
        code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in _KEPT_CONTROLS
    },
    **dict.fromkeys(range(0xD800, 0xE000)),
    **dict.fromkeys((*_TURNS_ROUND, 0xFFFE, 0xFFFF)),
    0x0B: "\n",
    0x2028: "\n",
    0x2029: "\n\n",
}
