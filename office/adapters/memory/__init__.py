"""FAKES for tests: records and calendars kept in memory, held to the same contract suites as the real ones.

Never chosen by default and never fallen back to: a test asks for them by name.
"""

from office.adapters.memory.calendar import MemoryCalendar
from office.adapters.memory.recordings import MemoryRecordings
from office.adapters.memory.records import MemoryRecords, MemoryWork

__all__ = ["MemoryCalendar", "MemoryRecordings", "MemoryRecords", "MemoryWork"]
