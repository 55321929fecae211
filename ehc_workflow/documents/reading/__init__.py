"""Reads files from outside in a process of its own: one that is broken, or made to do harm, ends that process alone.

`python -m ehc_workflow.documents.reading text MEDIA_TYPE PATH PAGE` writes what it reads as lines of JSON, page by
page, so that what was read before an end that nobody foresaw is not lost; `picture` instead of `text` writes a PNG.
"""
