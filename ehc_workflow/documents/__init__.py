"""Files on cases: kept in a folder or a bucket under the SHA-256 of their content, and read in a process of its own."""
