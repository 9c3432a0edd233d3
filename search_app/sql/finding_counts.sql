-- Errors found (错误) in each report that has any.
SELECT report, count(*) AS errors
FROM report_findings
WHERE severity = 'error'
GROUP BY report
ORDER BY report
