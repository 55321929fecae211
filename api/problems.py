"""The error family, as the web tells it: one table for JSON (RFC 9457) and for pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ehc_workflow.documents.storage import StorageAwayError
from ehc_workflow.domain.errors import (
    EhcError,
    ImpossibleFactsError,
    NotFoundError,
    NotPermittedError,
    NotSignedInError,
    RuleBookError,
    StaleCaseError,
    TransitionRefusedError,
)
from ehc_workflow.rendering.document import RenderingError
from ehc_workflow.service.accounts import TooManyTriesError
from ehc_workflow.settings import SettingsError
from ehc_workflow.store.migrate import SchemaError


class CrossSiteError(EhcError):
    """This form is from another site or from an earlier visit. Go back, reload the page and send it again."""


class TooLargeError(EhcError):
    """What you sent is too large."""


class BusyError(EhcError):
    """The database is busy or away. Nothing was changed: try again in a minute."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of error is on the web: its status, the last part of its `type`, and its title."""

    status: int
    name: str
    title: str

    @property
    def type(self) -> str:
        """The address that names this kind of problem."""
        return f"/problems/{self.name}"


KINDS: dict[type[EhcError], Kind] = {
    NotSignedInError: Kind(401, "not-signed-in", "You are not signed in"),
    NotPermittedError: Kind(403, "not-permitted", "You may not do this"),
    CrossSiteError: Kind(403, "not-from-this-site", "This form cannot be taken"),
    NotFoundError: Kind(404, "not-found", "Not found"),
    TransitionRefusedError: Kind(409, "transition-refused", "This step is not open now"),
    StaleCaseError: Kind(409, "stale-case", "Someone changed this case first"),
    TooLargeError: Kind(413, "too-large", "Too large"),
    ImpossibleFactsError: Kind(422, "impossible-facts", "These facts cannot be true together"),
    TooManyTriesError: Kind(429, "too-many-tries", "Too many tries"),
    RuleBookError: Kind(500, "rule-book", "The rule book cannot answer"),
    SettingsError: Kind(500, "set-up", "The service is not set up rightly"),
    SchemaError: Kind(500, "set-up", "The service is not set up rightly"),
    BusyError: Kind(503, "busy", "The service is busy"),
    StorageAwayError: Kind(503, "busy", "The service is busy"),
    RenderingError: Kind(503, "no-document", "The document could not be made"),
}
INVALID_REQUEST = "invalid-request"
UNEXPECTED = Kind(500, "unexpected", "Something went wrong")
SORRY = "Something went wrong on our side. What was saved before is still there. If you tell us of it, give the number."


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal, ready to be told: `members` is what RFC 9457 calls extensions."""

    kind: Kind
    detail: str
    members: dict[str, Any]

    def as_json(self, request: Request) -> dict[str, Any]:
        """The members of the problem document, ours after the standard's."""
        return {
            "type": self.kind.type,
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
            "instance": request.url.path,
            **self.members,
        }


def problem_of(error: Exception, reference: str) -> Problem:
    """Tell any error. One that is our fault tells a number to quote and nothing of the inside."""
    match error:
        case EhcError():
            kind = kind_of(type(error))
            if kind.status == HTTPStatus.INTERNAL_SERVER_ERROR:
                return Problem(kind, SORRY, {"reference": reference})
            return Problem(kind, error.message, _members(error))
        case RequestValidationError():
            return _invalid(error)
        case HTTPException():
            return _of_status(error)
        case OperationalError() | PoolTimeoutError():
            return problem_of(BusyError(), reference)
    return Problem(UNEXPECTED, SORRY, {"reference": reference})


def kind_of(cls: type[EhcError]) -> Kind:
    """The nearest class in the table; every error of the family has one."""
    return next((KINDS[parent] for parent in cls.__mro__ if parent in KINDS), UNEXPECTED)


def _members(error: EhcError) -> dict[str, Any]:
    match error:
        case TransitionRefusedError():
            unmet = [{"says": each.says, "citation": each.citation} for each in error.unmet]
            return {"unmet": unmet, "allowed": list(error.allowed)}
        case StaleCaseError():
            return {"version": error.version}
        case ImpossibleFactsError():
            return {"errors": [asdict(each) for each in error.errors]}
    return {}


def _invalid(error: RequestValidationError) -> Problem:
    found = error.errors()
    if any(each["loc"][0] == "path" for each in found):
        return Problem(KINDS[NotFoundError], NotFoundError().message, {})
    unreadable = any(each["type"] == "json_invalid" for each in found)
    kind = Kind(400 if unreadable else 422, INVALID_REQUEST, "The request cannot be read")
    errors = [{"pointer": _pointer(each["loc"]), "detail": each["msg"]} for each in found]
    return Problem(
        kind, "What was sent does not have the shape that is asked for.", {"errors": errors}
    )


def _pointer(loc: Sequence[int | str]) -> str:
    """Where in the body, as a JSON pointer; where in the address or headers, as a name."""
    if loc[0] == "body":
        return "".join(f"/{part}" for part in loc[1:])
    return "/".join(str(part) for part in loc)


def _of_status(error: HTTPException) -> Problem:
    """What the framework itself refuses: no such page, no such method, a body it cannot read."""
    if error.status_code == HTTPStatus.NOT_FOUND:
        return Problem(KINDS[NotFoundError], "There is nothing at this address.", {})
    phrase = HTTPStatus(error.status_code).phrase
    return Problem(Kind(error.status_code, INVALID_REQUEST, phrase), f"{phrase}.", {})


def json_problem(
    request: Request, problem: Problem, headers: dict[str, str] | None = None
) -> Response:
    """The answer to a program."""
    return JSONResponse(
        jsonable_encoder(problem.as_json(request)),
        problem.kind.status,
        headers=headers,
        media_type="application/problem+json",
    )


class ProblemOut(BaseModel):
    """A refusal, as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
    instance: str


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route may answer besides its result, for its OpenAPI description."""
    return {
        status: {
            "description": "; ".join(kind.title for kind in KINDS.values() if kind.status == status)
            or HTTPStatus(status).phrase,
            "content": {"application/problem+json": {"schema": ProblemOut.model_json_schema()}},
        }
        for status in statuses
    }
