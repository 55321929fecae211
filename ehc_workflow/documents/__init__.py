"""Files on cases: kept under the SHA-256 of their content, taken only when they are what they say they are."""
