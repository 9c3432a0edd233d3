-- The numbers of one report's tables in the order of print.
-- $1: file of the report
SELECT statement, title, side, "row", code, "column", "value", unit, source
FROM facts
WHERE report = $1
ORDER BY table_number, row_index, column_index, source
