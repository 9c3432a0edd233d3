-- The totals of some reports.
-- $1: files of the reports; $2: the measures, none for all of them
SELECT report, measure, value, printed, unit, statement, row_index, column_index, source
FROM totals SEMI JOIN (SELECT unnest($1::VARCHAR[]) AS report) USING (report)
WHERE len($2::VARCHAR[]) = 0 OR list_contains($2::VARCHAR[], measure)
ORDER BY report, measure
