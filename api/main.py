"""Where everything is joined, and nowhere else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

import structlog
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

import api.pages
import api.routers
from api.job_measures import JobMeasures
from api.pages.forms import AnotherRowError
from api.pages.page import Link
from api.pages.refusals import another_row, page_problem
from api.problems import json_problem, problem_of
from api.security import (
    BodyLimit,
    Headers,
    content_security_policy,
    guard,
    is_for_programs,
    is_https,
)
from api.watching import Measures, Watch
from api.words import FILTERS
from ehc_workflow.clock import Clock, clock_for
from ehc_workflow.domain.errors import EhcError
from ehc_workflow.service.accounts import Accounts, accounts_for
from ehc_workflow.service.documents import documents_for
from ehc_workflow.service.press import press_for
from ehc_workflow.settings import Settings
from ehc_workflow.store.engine import Database, open_database

HERE = Path(__file__).resolve().parent
KEEP = "public, max-age=31536000, immutable"
log = structlog.get_logger("ehc.web")


def create_app(
    settings: Settings,
    *,
    database: Database | None = None,
    clock: Clock | None = None,
    accounts: Accounts | None = None,
) -> FastAPI:
    """The web program of one installation."""
    app = FastAPI(
        title="EHC workflow",
        version=version("ehc-workflow"),
        description="Case workflow for education, health and care needs assessments in England.",
        docs_url=None,
        redoc_url=None,
        telemetry={"tracing": False},
        dependencies=[Depends(guard)],
    )
    app.state.settings = settings
    app.state.database = database or open_database(settings.database_url)
    app.state.clock = clock or clock_for(settings.today)
    app.state.accounts = accounts or accounts_for(settings, app.state.database)
    app.state.documents = documents_for(settings, app.state.database)
    app.state.press = press_for(settings, app.state.documents)
    app.state.templates = templates_for()
    app.state.measures = Measures()
    app.state.measures.registry.register(JobMeasures(app.state))
    _add_routes(app)
    _add_layers(app, settings)
    for kind in (
        EhcError,
        RequestValidationError,
        HTTPException,
        OperationalError,
        PoolTimeoutError,
    ):
        app.add_exception_handler(kind, _refuse)
    app.add_exception_handler(AnotherRowError, another_row)
    return app


def _add_routes(app: FastAPI) -> None:
    navigation: list[Link] = []
    for module in modules_of(api.routers):
        if router := getattr(module, "router", None):
            app.include_router(router)
    for module in modules_of(api.pages):
        if pages := getattr(module, "pages", None):
            app.include_router(pages, include_in_schema=False)
        navigation += getattr(module, "navigation", ())
    app.state.navigation = tuple(navigation)
    app.mount("/static", Static(directory=HERE / "static"), name="static")


def modules_of(package: ModuleType) -> Iterator[ModuleType]:
    """A package's modules, so that a new page is a new file and no second list."""
    for found in iter_modules(package.__path__):
        yield import_module(f"{package.__name__}.{found.name}")


def _add_layers(app: FastAPI, settings: Settings) -> None:
    """Each layer goes around those added before it: the watch is outermost."""
    app.add_middleware(BodyLimit, most=settings.max_upload_bytes)
    app.add_middleware(
        Headers, policy=content_security_policy(app.state.templates), https=is_https(settings)
    )
    app.add_middleware(
        Watch, measures=app.state.measures, tell_all=settings.is_demo, unexpected=_refuse
    )


async def _refuse(request: Request, error: Exception) -> Response:
    """The one way out for errors, expected or not: a problem document or a page."""
    problem = problem_of(error, request.state.reference)
    if problem.kind.status >= 500 and isinstance(error, EhcError):
        log.error("our fault", error=type(error).__name__, says=error.message)
    if is_for_programs(request):
        return json_problem(request, problem)
    return await page_problem(request, error, problem)


@cache
def templates_for() -> Environment:
    """Jinja with the GOV.UK macros beside our own; StrictUndefined would break theirs.

    Made once for a process, because compiling the macros takes a quarter of a second.
    """
    macros = {"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}
    templates = Environment(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=ChoiceLoader([FileSystemLoader(HERE / "templates"), PrefixLoader(macros)]),
    )
    templates.filters |= FILTERS
    templates.globals["static"] = _static_address()
    return templates


class Static(StaticFiles):
    """Our own files. An address with its content's hash may be kept for a year; without it, asked for again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve one file."""
        response = await super().get_response(path, scope)
        dated = scope["query_string"]
        response.headers["Cache-Control"] = KEEP if dated else "no-cache"
        return response


def _static_address() -> Callable[[str], str]:
    made: dict[str, str] = {}

    def static(name: str) -> str:
        if name not in made:
            digest = hashlib.sha256((HERE / "static" / name).read_bytes()).hexdigest()
            made[name] = f"/static/{name}?{digest[:12]}"
        return made[name]

    return static
