-- Who spent how much under a subject, year by year: one row a report, from its table of expenditure, else of general public expenditure;
-- for economic subjects from its table of basic expenditure. Amounts in 元.
-- $1: functional or economic; $2: code of the subject
SELECT report, organization, organization_iri, year, amount, "value" AS printed, unit, statement, source
FROM wide
WHERE CASE $1 WHEN 'functional' THEN functional = $2 AND table_kind IN ('expenditure', 'generalPublic')
              ELSE economic = $2 AND table_kind = 'basicItems' END
  AND phase = 'executed' AND amount IS NOT NULL AND balance IS NULL
  AND ($1 = 'economic' OR expenditure IS NULL)
QUALIFY row_number() OVER (PARTITION BY report ORDER BY table_kind, table_number, row_index, column_index) = 1
ORDER BY organization, year, report
