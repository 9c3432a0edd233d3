-- Every number that has a name of the graph and stands in no cell, with its unit and year, in the order in which questions read them.
SELECT year, part, field, thing, organization_iri, organization, report_iri, report, what, "name", printed, unit, amount, qualifier, heading,
  section, moment, source
FROM stated JOIN report_units USING (report)
ORDER BY year, part, field, thing, report, source
