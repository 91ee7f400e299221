"""File → Document: one module a format, and the walk over the folder."""
