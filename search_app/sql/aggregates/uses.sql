-- Who spent how much under which subject, year by year: one row a report and subject, from its table of expenditure, else of general
-- public expenditure; for economic subjects from its table of basic expenditure. Amounts in 元.
WITH spent AS (
  SELECT 'functional' AS scheme, functional AS code, * EXCLUDE (code)
  FROM facts
  WHERE table_kind IN ('expenditure', 'generalPublic') AND expenditure IS NULL AND functional IS NOT NULL
  UNION ALL
  SELECT 'economic', economic, * EXCLUDE (code)
  FROM facts
  WHERE table_kind = 'basicItems' AND economic IS NOT NULL
)
SELECT scheme, code, organization_iri, year, report, amount, "value" AS printed, unit, statement, source
FROM spent JOIN report_units USING (report)
WHERE phase = 'executed' AND amount IS NOT NULL AND balance IS NULL
QUALIFY row_number() OVER (PARTITION BY scheme, code, report ORDER BY table_kind, table_number, row_index, column_index) = 1
ORDER BY scheme, code, organization_iri, year, report
