"""Answer → card, and everything else that Discord sees. The only importer of discord."""
