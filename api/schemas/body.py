"""What every request as JSON has in common."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, model_validator

from api.unseen_signs import all_without_unseen


class Body(BaseModel):
    """The body of a request, read without the signs that nobody sees."""

    @model_validator(mode="before")
    @classmethod
    def _with_what_is_seen(cls, data: Any) -> Any:
        return all_without_unseen(data)
