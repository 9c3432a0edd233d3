-- The totals of some reports.
-- $1: files of the reports
SELECT report, measure, value, printed, unit, statement, row_index, column_index, source
FROM totals SEMI JOIN (SELECT unnest($1::VARCHAR[]) AS report) USING (report)
ORDER BY report, measure
