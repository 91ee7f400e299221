"""Numbers → pictures. The only importer of matplotlib, which is an extra."""

from bot.charts.drawing import HOW_TO_INSTALL, Drawing, open_charts

__all__ = ["HOW_TO_INSTALL", "Drawing", "open_charts"]
