"""Numbers → pictures. The only importer of matplotlib, which is an extra."""

from bot.charts.drawing import Drawing, open_charts

__all__ = ["Drawing", "open_charts"]
