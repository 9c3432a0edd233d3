-- The money of one report that its unit's page draws, in the order of print; amounts in 元.
-- $1: file of the report
SELECT table_kind, code, name, level, kind, fund, balance, character, amount, source
FROM money
WHERE report = $1
ORDER BY table_number, row_index, column_index
