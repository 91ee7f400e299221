"""Footnote: answers from a folder of documents, with the exact words and where they stand."""
