"""`juesuan doctor`: what this installation, its data and this machine lack, and how to mend each."""

from search_app.doctor.line import FAIL, OK, WARN, Line
from search_app.doctor.visit import examine

__all__ = ["FAIL", "OK", "WARN", "Line", "examine"]
