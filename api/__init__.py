"""The HTTP shell: JSON under /api/v1 and the pages, on the same commands."""
