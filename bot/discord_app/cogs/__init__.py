"""The commands. Each parses, checks, calls one function of the core and renders."""
