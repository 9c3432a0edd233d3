-- The units that spent most under a subject in the newest year of each, and what they spent year by year; with how many units there
-- are (`units`) and from which year to which (`first`, `last`). Amounts in 元.
-- $1: functional or economic; $2: code of the subject; $3: how many units
WITH ranked AS (
  SELECT *, first_value(amount) OVER (PARTITION BY organization_iri ORDER BY year DESC, report) AS newest
  FROM uses
  WHERE scheme = $1 AND code = $2
),
placed AS (
  SELECT *, dense_rank() OVER (ORDER BY newest DESC, organization_iri) AS place, min(year) OVER () AS "first", max(year) OVER () AS "last"
  FROM ranked
)
SELECT report, year, amount, printed, unit, statement, source, "first", "last", (SELECT max(place) FROM placed) AS units
FROM placed
WHERE place <= $3
ORDER BY place, year, report
