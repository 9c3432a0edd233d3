"""The columnar copy of the tidy tables in every release: Parquet files that DuckDB writes and reads.

`ColumnarBuilder` makes `tables/` of a release; `Tables` reads it with SQL whose parameters are bound. What the tables hold is said by
the queries in `queries/tables` and `queries/columnar` alone.
"""

from kg.columnar.builder import FOLDER, ColumnarBuilder
from kg.columnar.columns import Column, Table, tables
from kg.columnar.reader import Tables

__all__ = ["FOLDER", "Column", "ColumnarBuilder", "Table", "Tables", "tables"]
