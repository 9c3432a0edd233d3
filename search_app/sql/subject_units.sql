-- How many units spent under a subject, and from which year to which; no years where none did.
-- $1: functional or economic; $2: code of the subject
SELECT count(DISTINCT organization_iri) AS units, min(year) AS "first", max(year) AS "last"
FROM uses
WHERE scheme = $1 AND code = $2
