-- The uses of an indicator, of the newest year first.
-- $1: IRI of the indicator; $2: how many to pass over; $3: how many
SELECT report, source
FROM indicator_uses
WHERE indicator = $1 AND place > $2 AND place <= $2 + $3
ORDER BY place
