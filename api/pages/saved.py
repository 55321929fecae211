"""Bytes that a page makes for somebody to save."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Response


def saved(made: bytes, media_type: str, name: str) -> Response:
    """Bytes to be saved and never shown within our pages; the name says nothing of anybody."""
    disposition = f"attachment; filename*=utf-8''{quote(name)}"
    return Response(made, media_type=media_type, headers={"Content-Disposition": disposition})
