-- The money of each report that its unit's page draws, in the order of print; amounts in 元: what came in and what was left
-- (收入支出决算总表), expenditure by functional subject (支出决算表, 一般公共预算财政拨款支出决算表), basic expenditure by economic class
-- (基本支出决算明细表). Of two tables of a kind the first; nothing that is “其中” of another row.
SELECT report, table_number, row_index, column_index, table_kind, coalesce(functional, economic) AS code, "row" AS name, level,
  coalesce(expenditure, '') AS kind, coalesce(fund, '') AS fund, coalesce(balance, '') AS balance, coalesce(character, '') AS character,
  amount, source
FROM facts
WHERE phase = 'executed' AND amount > 0 AND level IS DISTINCT FROM 'ofWhich'
  AND (
    (table_kind = 'incomeExpenditure' AND (balance IS NOT NULL OR character = 'revenue'))
    OR (table_kind IN ('expenditure', 'generalPublic') AND balance IS NULL AND (functional IS NOT NULL OR level = 'total'))
    OR (table_kind = 'basicItems' AND level IN ('class', 'total'))
  )
QUALIFY table_number = min(table_number) OVER (PARTITION BY report, table_kind)
ORDER BY report, table_number, row_index, column_index
