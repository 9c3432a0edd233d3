"""The pictures of the README, from the sample reports: docs/images/search.png and docs/images/report.png.

python -m benchmarks.screenshots
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright
from werkzeug.serving import make_server

from ingest.loading import Plan, load
from ingest.sources import find_files
from kg import settings
from kg.folder import DataFolder
from search_app import create_app
from search_app.builders import builders

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
QUESTION = "松岭县农业农村局2024年三公经费是多少"
SIZE = ViewportSize(width=1120, height=760)
LARGEST = 300_000


@contextmanager
def served() -> Iterator[str]:
    """The address of a server with the sample reports."""
    with tempfile.TemporaryDirectory() as folder:
        load(DataFolder(Path(folder) / "data"), find_files([ROOT / "ingest" / "samples" / "reports"]), Plan(builders=builders()))
        app = create_app(settings.load(data=Path(folder) / "data", environment={}))
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
        server.server_close()
        app.extensions["pool"].close()


def main() -> None:
    """Make both pictures; the second shows the cell that the answer of the first leads to."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with served() as host, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
        page.goto(f"{host}/search?q={QUESTION}")
        page.screenshot(path=IMAGES / "search.png")
        page.locator(".answer .srcs a").first.click()
        page.wait_for_url("**/report/**")
        page.screenshot(path=IMAGES / "report.png")
        chromium.close()
    for name in ("search.png", "report.png"):
        size = (IMAGES / name).stat().st_size
        print(f"{name}: {size:,} bytes{' (too large)' if size > LARGEST else ''}")


if __name__ == "__main__":
    main()
