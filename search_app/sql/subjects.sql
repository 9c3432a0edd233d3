-- Subjects of a code in all years, those right below it, and those right above it.
-- $1: functional or economic; $2: code
SELECT year, code, name, broader, source
FROM subjects
WHERE scheme = $1
  AND (code = $2 OR broader = $2 OR code IN (SELECT broader FROM subjects WHERE scheme = $1 AND code = $2))
ORDER BY code, year
