"""Makes docs/research.ipynb: five research questions asked of the sample reports, executed.

`python -m benchmarks.notebook [DATA]` loads the sample reports (or takes a data folder that holds them), serves them and runs the cells.
The file holds no times, paths or addresses of the machine it was made on.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from flask import Flask
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from werkzeug.serving import make_server

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docs" / "research.ipynb"
SITE = "http://127.0.0.1:8000"
_SECONDS = 120

# Markdown and code in turn.
CELLS = (
    """# 五个研究问题

用pandas从决算图谱取数。数据是随附的样例报告（虚构地名），所以数字只作演示；把`SITE`换成自己的服务器，同样的格子就能用于真实报告。
查询库的每个查询都可以直接读成表：`/queries/名称?format=csv`；自己写的SPARQL用`sparql_dataframe`。先运行`juesuan demo`。""",
    f"""import os
from urllib.parse import urlencode

import matplotlib.pyplot as plt
import pandas as pd
import sparql_dataframe

SITE = os.environ.get("JUESUAN_SITE", "{SITE}")
plt.rcParams.update({{"font.sans-serif": ["Noto Sans CJK SC", "Noto Sans CJK JP", "SimHei", "DejaVu Sans"],
                     "axes.unicode_minus": False, "figure.dpi": 60, "figure.figsize": (7, 3.2)}})


def ask(name, **parameters):
    \"\"\"A query of the library as a DataFrame.\"\"\"
    return pd.read_csv(f"{{SITE}}/queries/{{name}}?{{urlencode(dict(parameters, format='csv'))}}")


facts = sparql_dataframe.get(f"{{SITE}}/sparql", \"\"\"
PREFIX fa: <https://w3id.org/juesuan/ontology#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?type ?year (COUNT(DISTINCT ?report) AS ?reports) (COUNT(?fact) AS ?amounts) WHERE {{
  VALUES (?class ?type) {{ (fa:DepartmentAccount "部门决算") (fa:UnitAccount "单位决算") (fa:SelfEvaluationReport "绩效自评报告") }}
  ?report a ?class ; fa:year ?year .
  OPTIONAL {{ ?fact a fa:BudgetFact ; qb:dataSet/dct:isPartOf ?report }}
}} GROUP BY ?type ?year ORDER BY ?type ?year\"\"\", post=True)
facts""",
    """## 1. “三公”经费：决算比预算少多少？

每个单位和年度取合计行。金额一律为元，作图换成万元。""",
    """three = ask("three-public").query("part == '合计'").dropna(subset=["budget_yuan", "final_yuan"])
short = three.unit_name.str.replace(r".*[市县区](?=.)", "", regex=True)
three = three.set_index(short + " " + three.year.astype(str)).rename_axis(None)
ax = (three[["budget_yuan", "final_yuan"]] / 10_000).rename(columns={"budget_yuan": "预算", "final_yuan": "决算"}).plot.barh()
ax.set_xlabel("万元"), ax.set_ylabel("")
plt.tight_layout(), plt.show()
(1 - three.final_yuan.sum() / three.budget_yuan.sum()).round(4)""",
    "## 2. 钱花在哪些功能科目？\n\n2024年一般公共预算财政拨款支出，按类，由各表的末级数相加。",
    """subjects = ask("spending-by-functional-subject", level="class", year=2024)
by_subject = subjects.groupby("subject_name").amount_yuan.sum().sort_values() / 10_000
ax = by_subject.plot.barh()
ax.set_xlabel("万元"), ax.set_ylabel("")
plt.tight_layout(), plt.show()
by_subject.round(2).to_frame("万元").iloc[::-1]""",
    "## 3. 预算执行率低的项目，自评得分也低吗？",
    """scores = ask("evaluation-scores", scope="项目").dropna(subset=["execution_rate", "score"])
ax = scores.plot.scatter("execution_rate", "score")
ax.set_xlabel("预算执行率（%）"), ax.set_ylabel("自评得分")
plt.tight_layout(), plt.show()
f"{len(scores)}个项目，秩相关系数{scores.execution_rate.rank().corr(scores.score.rank()):.2f}\"""",
    "## 4. 哪一类绩效指标最容易失分？",
    """levels = ask("indicators-by-level").dropna(subset=["score_percent"]).set_index("level2").sort_values("score_percent")
ax = levels.score_percent.plot.barh()
ax.set_xlabel("得分率（%）"), ax.set_ylabel("")
plt.tight_layout(), plt.show()
levels[["indicators", "weight", "score", "score_percent"]]""",
    "## 5. 同一单位的支出逐年怎样变化？",
    """years = ask("expenditure-over-years")
wide = years.pivot_table(index="unit_name", columns="year", values="expenditure_yuan").dropna(thresh=2).dropna(axis=1, how="all") / 10_000
ax = wide.T.plot(marker="o")
ax.set_xticks(wide.columns), ax.set_xlabel(""), ax.set_ylabel("万元"), ax.legend(fontsize=7, title="")
plt.tight_layout(), plt.show()
wide.round(2)""",
)


def notebook() -> NotebookNode:
    """The notebook, not executed; ids are the places of the cells."""
    made = new_notebook()  # type: ignore[no-untyped-call]
    for place, text in enumerate(CELLS):
        cell = (new_code_cell if place % 2 else new_markdown_cell)(text)  # type: ignore[no-untyped-call]
        cell["id"] = f"cell-{place}"
        made.cells.append(cell)
    made.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made.metadata["language_info"] = {"name": "python"}
    assert isinstance(made, NotebookNode)  # noqa: S101
    return made


def executed(site: str) -> NotebookNode:
    """The notebook with the outputs that the server at `site` gives; raises where a cell fails."""
    made = notebook()
    before = f'os.environ.setdefault("JUESUAN_SITE", "{site}")'
    first = made.cells[1]
    first["source"] = first["source"].replace("import os\n", f"import os\n{before}\n", 1)
    NotebookClient(made, timeout=_SECONDS, record_timing=False).execute()
    first["source"] = CELLS[1]
    made.metadata["language_info"] = {"name": "python"}
    return made


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of the application while it is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def main(data: str | None = None) -> None:
    """Write the file."""
    from ingest.loading import Plan, load
    from ingest.sources import find_files
    from kg import settings
    from kg.folder import DataFolder
    from search_app import create_app
    from search_app.builders import builders

    with tempfile.TemporaryDirectory() as made:
        folder = DataFolder(Path(data or made) / ("" if data else "data"))
        if not data:
            load(folder, find_files([ROOT / "ingest" / "samples" / "reports"]), Plan(builders=builders()))
        app = create_app(settings.load(data=folder.path, environment={}))
        try:
            with served(app) as site:
                nbformat.write(executed(site), FILE)  # type: ignore[no-untyped-call]
        finally:
            app.extensions["pool"].close()


if __name__ == "__main__":
    main(*sys.argv[1:])
