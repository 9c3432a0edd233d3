-- What units spent under a subject year by year, the unit first that spent most in the newest year of its own. Amounts in 元.
-- $1: functional or economic; $2: code of the subject; $3: how many units to pass over; $4: how many units
SELECT report, year, amount, printed, unit, statement, source
FROM users
WHERE scheme = $1 AND code = $2 AND place > $3 AND place <= $3 + $4
ORDER BY place, year, report
