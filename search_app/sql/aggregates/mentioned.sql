-- Who speaks of what: one row a passage and thing that it names, by name, and the name as questions are compared with it.
SELECT text AS named, lower(translate(text, '“”‘’「」『』《》〈〉"'' ', '')) AS folded, organization AS unit_name, year,
  organization_iri AS unit, report_iri AS report, report AS file, source AS place
FROM mentions JOIN report_units USING (report)
ORDER BY named, unit_name, year, place
