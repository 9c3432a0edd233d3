-- How many units spent under a subject, and from which year to which; no years where none did.
-- $1: functional or economic; $2: code of the subject
SELECT coalesce(max(place), 0) AS units, min(year) AS "first", max(year) AS "last"
FROM users
WHERE scheme = $1 AND code = $2
