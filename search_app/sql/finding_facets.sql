-- How many findings (勾稽问题) each value of a filter would leave, the other filters staying as they are.
-- $1: severities, $2: rules, $3: years, $4: units, by name too, $5: codes of regions, $6: types, $7: outcomes; an empty list lets all through
WITH found AS (
  SELECT coalesce(severity, '') AS severity, rule, CAST(year AS VARCHAR) AS year, split_part(organization_iri, '/unit/', 2) AS unit,
    organization, region_code AS region, type, outcome
  FROM findings JOIN report_units USING (report)
),
marked AS MATERIALIZED (
  SELECT *,
    CAST(len($1::VARCHAR[]) > 0 AND NOT list_contains($1::VARCHAR[], severity) AS INT) AS not_severity,
    CAST(len($2::VARCHAR[]) > 0 AND NOT list_contains($2::VARCHAR[], rule) AS INT) AS not_rule,
    CAST(len($3::VARCHAR[]) > 0 AND NOT list_contains($3::VARCHAR[], year) AS INT) AS not_year,
    CAST(len($4::VARCHAR[]) > 0 AND NOT list_has_any($4::VARCHAR[], [unit, organization]) AS INT) AS not_unit,
    CAST(len($5::VARCHAR[]) > 0 AND NOT list_contains($5::VARCHAR[], region) AS INT) AS not_region,
    CAST(len($6::VARCHAR[]) > 0 AND NOT list_contains($6::VARCHAR[], type) AS INT) AS not_type,
    CAST(len($7::VARCHAR[]) > 0 AND NOT list_contains($7::VARCHAR[], outcome) AS INT) AS not_outcome,
    not_severity + not_rule + not_year + not_unit + not_region + not_type + not_outcome AS misses
  FROM found
)
SELECT 'severity' AS filter, severity AS value, count(*) AS findings FROM marked WHERE misses = not_severity GROUP BY ALL
UNION ALL SELECT 'rule', rule, count(*) FROM marked WHERE misses = not_rule GROUP BY ALL
UNION ALL SELECT 'year', year, count(*) FROM marked WHERE misses = not_year GROUP BY ALL
UNION ALL SELECT 'unit', unit, count(*) FROM marked WHERE misses = not_unit GROUP BY ALL
UNION ALL SELECT 'region', region, count(*) FROM marked WHERE misses = not_region GROUP BY ALL
UNION ALL SELECT 'type', type, count(*) FROM marked WHERE misses = not_type GROUP BY ALL
UNION ALL SELECT 'outcome', outcome, count(*) FROM marked WHERE misses = not_outcome GROUP BY ALL
