"""The tables, one module per aggregate. `metadata` is complete because every module here is imported."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from ehc_workflow.store.tables.types import Base

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

metadata = Base.metadata

__all__ = ["Base", "metadata"]
