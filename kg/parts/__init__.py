"""Parts: what one report alone gives to a release, made once a bundle and in any process.

Most of a release is the reports one after the other: their statements, what is derived of their cells, what their checks found, their
rows in the tables. A part holds these ready to be put together; the release adds what needs more than one report. Parts lie in
`DIR/parts` and can be deleted: what is missing is made again from the bundles.
"""

from kg.parts.cache import Parts, of_one_report, parts, parts_of
from kg.parts.making import csv_of, part_of, part_of_things
from kg.parts.part import Part, own_of, pack
from kg.parts.texts import Texts
from kg.parts.years import Years

__all__ = ["Part", "Parts", "Texts", "Years", "csv_of", "of_one_report", "own_of", "pack", "part_of", "part_of_things", "parts", "parts_of"]
