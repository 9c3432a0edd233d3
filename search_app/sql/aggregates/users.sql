-- Who spent how much under which subject, year by year: one row a report and subject, from its table of expenditure, else of general
-- public expenditure; for economic subjects from its table of basic expenditure. `place` numbers the units of a subject, the one first
-- that spent most in the newest year of its own: a page of them is a few rows that lie together. Amounts in 元.
WITH spent AS (
  SELECT 'functional' AS scheme, functional AS code, * EXCLUDE (code)
  FROM facts
  WHERE table_kind IN ('expenditure', 'generalPublic') AND expenditure IS NULL AND functional IS NOT NULL
  UNION ALL
  SELECT 'economic', economic, * EXCLUDE (code)
  FROM facts
  WHERE table_kind = 'basicItems' AND economic IS NOT NULL
),
used AS (
  SELECT scheme, code, organization_iri, year, report, amount, "value" AS printed, unit, statement, source
  FROM spent JOIN report_units USING (report)
  WHERE phase = 'executed' AND amount IS NOT NULL AND balance IS NULL
  QUALIFY row_number() OVER (PARTITION BY scheme, code, report ORDER BY table_kind, table_number, row_index, column_index) = 1
),
ranked AS (
  SELECT scheme, code, organization_iri,
    row_number() OVER (PARTITION BY scheme, code ORDER BY arg_max(amount, year) DESC, organization_iri) AS place
  FROM used
  GROUP BY scheme, code, organization_iri
)
SELECT scheme, code, place, organization_iri, year, report, amount, printed, unit, statement, source
FROM used JOIN ranked USING (scheme, code, organization_iri)
ORDER BY scheme, code, place, year, report
