"""The conformance kit: facts in, dates out, in the format of the EHC clock vectors, for this system or another.

document = read(text)
compute(document) -> {vector id: answer}
check(document) -> Report, with the differences of each vector and a score by topic
"""

from __future__ import annotations

from ehc_workflow.conformance.answers import compute
from ehc_workflow.conformance.document import Document, DocumentError, Vector, read
from ehc_workflow.conformance.report import Report, check

__all__ = ["Document", "DocumentError", "Report", "Vector", "check", "compute", "read"]
