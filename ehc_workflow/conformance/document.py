"""A document of vectors, YAML or JSON. A document that cannot be read is refused whole; a bad vector only by itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import yaml

from ehc_workflow.conformance.expecting import check_expect
from ehc_workflow.conformance.given import read_facts
from ehc_workflow.conformance.words import VectorError, an_object, only, shown
from ehc_workflow.domain.facts import Facts

FORMAT = "ehc-clock-vectors"
VERSION = 1
_ID = re.compile(r"[A-Z]{2}-[0-9]{2,6}", re.ASCII)
_VECTOR_KEYS = frozenset({"id", "title", "given", "expect", "why", "note"})


class DocumentError(Exception):
    """The document cannot be read as clock vectors at all."""


@dataclass(frozen=True, slots=True)
class Vector:
    """One example: its facts and, unless it only asks, what must come out. `problem`: why it could not be read."""

    id: str
    title: str = ""
    facts: Facts | None = None
    expect: dict[str, Any] | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The vectors of one document, in its order."""

    vectors: tuple[Vector, ...]

    def find(self, vector_id: str) -> Vector | None:
        """The vector of this id, if there is one."""
        return next((vector for vector in self.vectors if vector.id == vector_id), None)


def read(content: str | bytes) -> Document:
    """Read a document. JSON is told from YAML by its first character, being much quicker to read as what it is."""
    raw = _parse(_text(content))
    if not isinstance(raw, dict):
        raise DocumentError(f"The document is not a list of clock vectors: it holds {shown(raw)}.")
    for name in raw:
        if name not in ("format", "version", "vectors"):
            raise DocumentError(
                f"'{name}' is not a word of the format; known are format, version, vectors."
            )
    if raw.get("format") != FORMAT:
        raise DocumentError(f"format is {shown(raw.get('format'))}, not {FORMAT}.")
    if raw.get("version") != VERSION or isinstance(raw.get("version"), bool):
        raise DocumentError(f"version is {shown(raw.get('version'))}, not {VERSION}.")
    vectors = raw.get("vectors")
    if not isinstance(vectors, list) or not vectors:
        raise DocumentError("vectors must be a list of at least one.")
    return Document(tuple(_distinct(vectors)))


def _distinct(vectors: list[object]) -> Iterator[Vector]:
    """Each vector, the second of one id under a name of its own so that neither is lost."""
    seen: set[str] = set()
    for place, raw in enumerate(vectors):
        vector = _vector(raw, place)
        if vector.id in seen:
            vector = Vector(
                f"{vector.id} (vectors[{place}])", problem=f"the id {vector.id} is used twice"
            )
        seen.add(vector.id)
        yield vector


def _vector(raw: object, place: int) -> Vector:
    name = f"vectors[{place}]"
    if not isinstance(raw, dict):
        return Vector(name, problem=f"a vector is expected, not {shown(raw)}")
    vector_id = raw.get("id")
    if not isinstance(vector_id, str) or not _ID.fullmatch(vector_id):
        return Vector(
            name,
            problem=f"id: two capitals, a dash and a number are expected, not {shown(vector_id)}",
        )
    try:
        return _read_vector(vector_id, raw)
    except VectorError as error:
        return Vector(vector_id, title=str(raw.get("title", "")), problem=str(error))


def _read_vector(vector_id: str, raw: dict[str, Any]) -> Vector:
    only(an_object(raw, ""), _VECTOR_KEYS, "vector")
    if "given" not in raw:
        raise VectorError("given", "is missing")
    facts = read_facts(raw["given"], "given")
    expect = None
    if "expect" in raw:
        expect = an_object(raw["expect"], "expect")
        check_expect(expect)
    return Vector(vector_id, title=str(raw.get("title", "")), facts=facts, expect=expect)


def _text(content: str | bytes) -> str:
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"The document is not UTF-8 text: {error.reason} at byte {error.start}."
        ) from None


def _parse(text: str) -> object:
    if text.lstrip()[:1] == "{":
        try:
            return json.loads(text, object_pairs_hook=_no_doubles)
        except json.JSONDecodeError as error:
            if not _looks_like_flow_yaml(text):
                raise DocumentError(f"The document is not JSON: {error}.") from None
        except RecursionError:
            raise DocumentError("The document is nested too deeply.") from None
    return _parse_yaml(text)


def _looks_like_flow_yaml(text: str) -> bool:
    return not text.lstrip()[1:].lstrip().startswith('"')


def _no_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise DocumentError(f"'{double}' stands twice in one object.")
    return made


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # a class chosen at import
    """YAML with plain words kept as words: no dates, no sexagesimal times, no yes and no, no key twice."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Refuse a key that stands twice, which YAML would let win without a word."""
        seen: set[str] = set()
        for key_node, _ in node.value:
            name = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            if name in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"'{name}' stands twice", key_node.start_mark
                )
            seen.add(name)
        made: dict[Any, Any] = super().construct_mapping(node, deep)
        return made


for _tag, _words, _first in (
    ("tag:yaml.org,2002:bool", r"(?:true|True|TRUE|false|False|FALSE)", "tTfF"),
    ("tag:yaml.org,2002:int", r"-?(?:0|[1-9][0-9]*)", "-0123456789"),
    ("tag:yaml.org,2002:null", r"(?:~|null|Null|NULL|)", ["~", "n", "N", ""]),
):
    _Loader.add_implicit_resolver(_tag, re.compile(f"^{_words}$"), list(_first))


def _parse_yaml(text: str) -> object:
    try:
        return yaml.load(text, Loader=_Loader)  # a safe loader, made stricter
    except yaml.MarkedYAMLError as error:
        where = f" (line {error.problem_mark.line + 1})" if error.problem_mark else ""
        raise DocumentError(
            f"The document is not YAML: {error.problem or error.context}{where}."
        ) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise DocumentError(f"The document is not YAML: {error}.") from None
