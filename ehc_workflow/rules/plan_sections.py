"""The sections of a plan, reg 12(1), as they are headed. K is what is attached, reg 12(4)."""

from __future__ import annotations

TITLES = {
    "A": "A. Views, interests and aspirations",
    "B": "B. Special educational needs",
    "C": "C. Health needs related to them",
    "D": "D. Social care needs related to them",
    "E": "E. Outcomes",
    "F": "F. Special educational provision",
    "G": "G. Health provision",
    "H1": "H1. Social care provision under the 1970 Act",
    "H2": "H2. Other social care provision",
    "I": "I. Placement",
    "J": "J. Direct payments",
}
