"""Bringing in the open caseload that an authority keeps in a spreadsheet today: every row, or none and why."""
