"""Read models: plain queries that give small frozen values, each list in a counted number of statements."""
