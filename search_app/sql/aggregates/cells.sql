-- Every cell with an amount, with its unit and year, in the order in which questions about all units read them: year, kind of table, row.
SELECT year, table_kind, phase, coalesce("row", '') AS "row", organization_iri, organization, report_iri, report, statement, side,
  coalesce("column", '') AS "column", level, functional,
  economic, fund, expenditure, "character", balance, "value" AS printed, unit, amount, qualifier, row_index, column_index, source
FROM facts JOIN report_units USING (report)
WHERE amount IS NOT NULL
ORDER BY year, table_kind, phase, 4, report, table_number, row_index, column_index, source
