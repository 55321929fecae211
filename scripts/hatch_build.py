"""Put the migrations into the wheel. An editable install reads those of the checkout and needs no copy."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class MigrationsHook(BuildHookInterface[Any]):
    """Adds the folder beside the packages."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Say where the folder goes; `version` is the kind of build."""
        if version != "editable":
            build_data["force_include"]["migrations"] = "ehc_workflow/migrations"
