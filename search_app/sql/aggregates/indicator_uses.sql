-- Where each indicator (绩效指标) is used and whether its target was met: `place` numbers the uses of an indicator, of the newest year
-- first: a page of them is a few rows that lie together.
SELECT indicator, row_number() OVER (PARTITION BY indicator ORDER BY year DESC, organization_iri, source) AS place, met, report, source
FROM indicator_results JOIN report_units USING (report)
ORDER BY indicator, place
