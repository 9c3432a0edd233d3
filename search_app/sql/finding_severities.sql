-- How many findings (勾稽问题) there are of each severity.
SELECT severity, count(*) AS findings
FROM findings
WHERE severity IS NOT NULL
GROUP BY severity
ORDER BY severity
