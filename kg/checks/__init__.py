"""勾稽: what a published report must satisfy. Rules are data (`queries/checks`), the engine is here.

statements  what a report states as plain texts
reading     a report's statements as cells, figures, budget lines, evaluations (`cells`, `figures`)
catalogue   the rules: YAML identities over named places or numbers of a form, SPARQL, Python where words are held against numbers
selection   which cells and figures a name of an identity means
formula     identities: 合计 = Σ各项, 执行率 = 执行数 ÷ 全年预算数, 05表 ≤ 03表
identities, forms, sparql, words   the four forms of rules: they fill the names of an identity
judging     an obligation (one identity at one place) → outcome, difference, tolerance, sentence
grouping    findings with one root cause
engine      all rules on one report
"""
