-- Findings (勾稽问题) of reports with the first place of each, errors first.
-- $1: files of the reports
SELECT report, rule, severity, "where", stated, expected, message, source
FROM report_findings SEMI JOIN (SELECT unnest($1::VARCHAR[]) AS report) USING (report)
ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, report, source, rule
