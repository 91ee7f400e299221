"""Records → cards: pure functions from what the core returns to what Discord shows."""
