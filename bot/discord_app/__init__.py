"""Answer → card. The only importer of discord."""
