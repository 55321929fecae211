"""What a machine asks of a machine: is it alive, is it ready, how is it doing."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import State as AppState

from api.job_measures import jobs_now
from ehc_workflow.store import health, migrate

SEEN_OF_LATE = timedelta(minutes=5)
"""A worker says three times a minute that it is alive."""

router = APIRouter(tags=["health"])


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """Whether the program runs at all."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(request: Request) -> JSONResponse:
    """Whether it can do its work: the database answers and is at the schema this program was written for.

    Whether the scheduler was seen of late and no job is overdue is told as well, but does not make this process
    unready: taking every page away would not bring the scheduler back.
    """
    checks = {"database": False, "migrations": False, "scheduler": False, "jobs": False}
    with suppress(SQLAlchemyError):
        checks |= _checks(request.app.state)
    ready = checks["database"] and checks["migrations"]
    status = "ready" if ready else "not ready"
    return JSONResponse({"status": status, "checks": checks}, 200 if ready else 503)


def _checks(app: AppState) -> dict[str, bool]:
    with app.database.reading() as connection:
        if health.schema_revision(connection) != migrate.newest():
            return {"database": True}
        seen_at = health.scheduler_seen_at(connection)
    seen_of_late = seen_at is not None and app.clock.now() - seen_at < SEEN_OF_LATE
    jobs = jobs_now(app.database, app.clock, app.settings)
    in_time = not jobs.is_overdue and jobs.set_back is None
    return {"database": True, "migrations": True, "scheduler": seen_of_late, "jobs": in_time}


@router.get("/metrics", response_class=PlainTextResponse)
def metrics(request: Request) -> PlainTextResponse:
    """The measurements, as Prometheus reads them."""
    content = generate_latest(request.app.state.measures.registry)
    return PlainTextResponse(content, media_type=CONTENT_TYPE_LATEST)
