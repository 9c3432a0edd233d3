-- What does not hold (勾稽问题) in each report, errors first, with the first place of each.
SELECT report, rule, severity, "where", stated, expected, message, source
FROM findings
WHERE outcome = 'failed'
ORDER BY report, CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, source, rule
