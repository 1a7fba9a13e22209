"""What the tests of this folder fail for, without asking for it."""

import re
from pathlib import Path

from playwright.sync_api import Page, Route

from tests.browser.conftest import Problems
from tests.browser.steps import intercept


def test_a_fault_of_the_server_is_a_problem_wherever_it_comes(
    page: Page, problems: Problems
) -> None:
    def failed(route: Route) -> None:
        body = "<img src='/picture.webp'>" if "page" in route.request.url else ""
        route.fulfill(status=503, body=body, content_type="text/html")

    intercept(page, "**/*", failed)
    page.goto("/page/")
    page.evaluate("fetch('/data.json')")
    page.evaluate("fetch('/gone.json', { keepalive: true, method: 'POST' })")
    page.evaluate("fetch('http://elsewhere.invalid/').catch(() => {})")
    for told in ("/page/", "/picture.webp", "/data.json", "/gone.json"):
        problems.forgive(f"{told})")
    problems.forgive("asked another host: http://elsewhere.invalid/")
    problems.clear()


def test_requests_are_intercepted_by_the_step_that_is_sure_of_it() -> None:
    tests = Path(__file__).parent.glob("*.py")
    assert [it.name for it in tests if re.search(r"\.route\(", it.read_text())] == [
        "steps.py"
    ]
