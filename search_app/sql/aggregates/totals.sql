-- Totals of all reports (合计): one row a report and measure, from the first cell or sentence that prints it. `value` in 元, persons or
-- percent.
WITH cells AS (
  SELECT report, table_number, row_index, column_index, statement, coalesce(amount, number) AS value, "value" AS printed, unit, source,
    phase = 'revised' AS is_revised,
    CASE
      WHEN table_kind = 'incomeExpenditure' AND level = 'total' AND balance IS NULL AND character = 'revenue' THEN
        CASE WHEN phase = 'executed' THEN 'income' ELSE 'incomeBudget' END
      WHEN table_kind = 'incomeExpenditure' AND level = 'total' AND balance IS NULL AND character = 'expenditure' THEN
        CASE WHEN phase = 'executed' THEN 'expenditure' ELSE 'expenditureBudget' END
      WHEN table_kind = 'incomeExpenditure' AND balance = 'opening' AND phase = 'executed' AND level IS NULL THEN 'opening'
      WHEN table_kind = 'incomeExpenditure' AND balance = 'closing' AND phase = 'executed' AND level IS NULL THEN 'closing'
      WHEN table_kind = 'expenditure' AND level = 'total' AND expenditure IN ('basic', 'project') AND phase = 'executed' THEN expenditure
      WHEN table_kind = 'generalPublic' AND level = 'total' AND expenditure IS NULL AND balance IS NULL AND phase = 'executed' THEN 'fiscal'
      WHEN table_kind = 'basicItems' AND level = 'total' AND expenditure = 'personnel' AND phase = 'executed' THEN 'personnel'
      WHEN table_kind = 'basicItems' AND level = 'total' AND expenditure = 'running' AND phase = 'executed' THEN 'running'
      WHEN table_kind = 'threePublic' THEN
        CASE
          WHEN regexp_full_match("column", '([^/]+/)?合计') OR "row" = '合计' THEN 'threePublic'
          WHEN contains("column" || coalesce("row", ''), '因公出国') THEN 'abroad'
          WHEN contains("column" || coalesce("row", ''), '公务接待') THEN 'reception'
          WHEN regexp_matches("column" || coalesce("row", ''), '公务用车购置及运行[^/]*(/小计)?$') THEN 'vehicles'
        END || CASE WHEN phase = 'executed' THEN '' ELSE 'Budget' END
    END AS measure
  FROM facts
  WHERE table_kind IN ('incomeExpenditure', 'expenditure', 'generalPublic', 'basicItems', 'threePublic')
),
said AS (
  SELECT report, NULL AS table_number, NULL AS row_index, NULL AS column_index, NULL AS statement,
    try_cast("value" AS DECIMAL(18, 4)) * CASE unit WHEN '万元' THEN 10000 WHEN '亿元' THEN 100000000 ELSE 1 END AS value,
    "value" AS printed, unit, source, false AS is_revised,
    CASE measure WHEN 'fiscalExpenditureBudget' THEN 'fiscalBudget' ELSE measure END AS measure
  FROM statements
  WHERE measure IN ('fiscalExpenditureBudget', 'procurement', 'agencyRunningCosts', 'agencyRunningCostsBudget')
  UNION ALL
  SELECT report, NULL, NULL, CASE what WHEN '实有人数' THEN 1 WHEN '在职人数' THEN 2 END, NULL,
    try_cast("value" AS DECIMAL(18, 4)), "value", '人', source, false, 'staff'
  FROM staffing
  WHERE what IN ('实有人数', '在职人数')
  UNION ALL
  SELECT report, NULL, NULL, NULL, '绩效自评表', try_cast(execution_rate AS DECIMAL(18, 4)), execution_rate, '%', source, false, 'executionRate'
  FROM evaluations
  WHERE scope = '整体支出'
  UNION ALL
  SELECT report, NULL, NULL, NULL, '绩效自评表', try_cast(score AS DECIMAL(18, 4)), score, '分', source, false, 'score'
  FROM evaluations
  WHERE scope = '整体支出'
)
SELECT report, measure, value, printed, unit, statement, row_index, column_index, source
FROM (SELECT * FROM cells UNION ALL SELECT * FROM said)
WHERE measure IS NOT NULL AND value IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY report, measure ORDER BY is_revised DESC, table_number, row_index, column_index, source) = 1
ORDER BY report, measure
