-- What some reports can be asked about: the measures that they print, and whether they name projects, duties, indicators.
-- $1: files of the reports
WITH asked AS (SELECT unnest($1::VARCHAR[]) AS report)
SELECT report, measure AS topic FROM totals SEMI JOIN asked USING (report)
UNION SELECT report, 'projects' FROM projects SEMI JOIN asked USING (report)
UNION SELECT report, 'duties' FROM duties SEMI JOIN asked USING (report)
UNION SELECT report, 'indicators' FROM indicators SEMI JOIN asked USING (report)
ORDER BY report, topic
