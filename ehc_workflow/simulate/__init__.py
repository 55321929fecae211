"""A synthetic authority: invented people whose cases are lived through by the real commands. Nothing here is real."""
