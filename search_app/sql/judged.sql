-- What the checks of a release came to (勾稽结果): a row a finding, `line` telling their order, and of all else how often each rule had
-- each outcome. `obligations`: how many the row stands for. The ledger has a row for every obligation, a hundred times as many.
SELECT if(is_finding, line, 0) AS line, rule, outcome, count(*) AS obligations,
  if(is_finding, report, NULL) AS report, if(is_finding, severity, NULL) AS severity, if(is_finding, "where", NULL) AS "where",
  if(is_finding, stated, NULL) AS stated, if(is_finding, expected, NULL) AS expected, if(is_finding, difference, NULL) AS difference,
  if(is_finding, tolerance, NULL) AS tolerance, if(is_finding, "group", NULL) AS "group", if(is_finding, culprit, NULL) AS culprit,
  if(is_finding, "at", NULL) AS "at", if(is_finding, message, NULL) AS message
FROM (SELECT *, row_number() OVER () AS line, outcome IN ('failed', 'parseError', 'executionError') AS is_finding FROM obligations)
GROUP BY ALL
ORDER BY 1, rule, outcome
