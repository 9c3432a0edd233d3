-- What reports cover: consolidated (汇总下级单位) or single (本级).
-- $1: files of the reports
SELECT report, scope
FROM report_units SEMI JOIN (SELECT unnest($1::VARCHAR[]) AS report) USING (report)
ORDER BY report
