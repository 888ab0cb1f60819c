"""Text and its publication date into the times it tells: dates, durations, deadlines, beginnings, frequencies."""

from regraph.extract.times.find import find_times, year_of
from regraph.extract.times.spans import Kind, Time, edtf

__all__ = ["Kind", "Time", "edtf", "find_times", "year_of"]
