-- What the checks of a release came to (勾稽结果): the findings in the order of the ledger, and how often each rule had each outcome.
SELECT * EXCLUDE (line) FROM judged ORDER BY line, rule, outcome
