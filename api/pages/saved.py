"""What a page makes for somebody to save."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Response

from api.pages.page import PageContext
from ehc_workflow.rendering.document import Printable
from ehc_workflow.service.press import FORMS, Form, Press


def as_attachment(name: str) -> dict[str, str]:
    """The header with which a browser saves what it is sent, and never shows it within our pages."""
    return {"Content-Disposition": f"attachment; filename*=utf-8''{quote(name)}"}


def saved(made: bytes, media_type: str, name: str) -> Response:
    """Bytes to be saved; the name says nothing of anybody."""
    return Response(made, media_type=media_type, headers=as_attachment(name))


def printed(page: PageContext, document: Printable, form: Form, name: str) -> Response:
    """A document printed in one of its forms, to be saved under `name` and the form's ending."""
    press: Press = page.request.app.state.press
    media_type, ending = FORMS[form]
    return saved(press.typeset(form, document), media_type, f"{name}.{ending}")
