"""The JSON API and the machine's own addresses: each module here has `router`."""
