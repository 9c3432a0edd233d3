-- How often an indicator was met, missed, and cannot be told (no value).
-- $1: IRI of the indicator
SELECT met, count(*) AS uses
FROM indicator_uses
WHERE indicator = $1
GROUP BY met
