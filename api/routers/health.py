"""What a machine asks of a machine: is it alive, is it ready, how is it doing."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ehc_workflow.store import migrate
from ehc_workflow.store.engine import Database

router = APIRouter(tags=["health"])


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """Whether the program runs at all."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(request: Request) -> JSONResponse:
    """Whether it can do its work: the database answers and is at the schema this program was written for."""
    checks = {"database": False, "migrations": False}
    try:
        revision = _revision(request.app.state.database)
    except SQLAlchemyError:
        return _answer(checks)
    return _answer({"database": True, "migrations": revision == migrate.newest()})


def _revision(database: Database) -> str | None:
    with database.reading() as connection:
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def _answer(checks: dict[str, bool]) -> JSONResponse:
    ready = all(checks.values())
    status = "ready" if ready else "not ready"
    return JSONResponse({"status": status, "checks": checks}, 200 if ready else 503)


@router.get("/metrics", response_class=PlainTextResponse)
def metrics(request: Request) -> PlainTextResponse:
    """The measurements, as Prometheus reads them."""
    content = generate_latest(request.app.state.measures.registry)
    return PlainTextResponse(content, media_type=CONTENT_TYPE_LATEST)
