"""The statutory process, as pure functions over frozen values."""
