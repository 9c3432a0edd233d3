-- What units spent under a subject year by year, the unit first that spent most in the newest year of its own. Amounts in 元.
-- $1: functional or economic; $2: code of the subject; $3: how many units to pass over; $4: how many units
WITH used AS (SELECT * FROM uses WHERE scheme = $1 AND code = $2),
ranked AS (
  SELECT organization_iri, row_number() OVER (ORDER BY arg_max(amount, year) DESC, organization_iri) AS place
  FROM used
  GROUP BY organization_iri
)
SELECT report, year, amount, printed, unit, statement, source
FROM used JOIN ranked USING (organization_iri)
WHERE place > $3 AND place <= $3 + $4
ORDER BY place, year, report
