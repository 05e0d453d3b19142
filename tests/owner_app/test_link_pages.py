"""The pages behind customers' links in headless Chromium, on a phone."""

import os
from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest
from playwright.async_api import Page, async_playwright, expect

from launcher.postgres import Postgres
from tests.owner_app.conftest import OwnerApp, running
from tests.owner_app.links import FRIDAY_AT_TWO, PUBLIC, Customers
from tests.owner_app.test_calendar_page import FLAGS, PHONE


@pytest.fixture(scope="module")
def app(postgres: Postgres, migrated_template: str) -> Iterator[OwnerApp]:
    with running(postgres, migrated_template, PLUMBLINE_PUBLIC_URL=PUBLIC) as app:
        yield app


@pytest.fixture
def customers(app: OwnerApp) -> Customers:
    with psycopg.connect(app.database_url) as connection:
        connection.execute("TRUNCATE visits, properties, customers, estimates, messages CASCADE")
    return Customers(app)


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=os.environ.get("PLUMBLINE_CHROMIUM"), args=FLAGS)
        yield await browser.new_page(viewport=PHONE)
        await browser.close()


async def fits(page: Page) -> None:
    """Nothing has to be scrolled sideways for, and what can be tapped is large enough (WCAG 2.2, 2.5.8)."""
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for button in await page.get_by_role("button").all():
        box = await button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44


async def test_a_visit_is_confirmed_moved_and_cancelled_by_tapping(customers: Customers, page: Page) -> None:
    await page.goto(customers.app.url + customers.visit())
    visit = page.get_by_test_id("visit")
    await expect(visit).to_contain_text("Friday, March 6")
    await expect(visit).to_contain_text("2:00 PM")
    await fits(page)

    await page.get_by_role("button", name="Confirm").click()
    await expect(page.get_by_role("heading", name="Thank you, John. See you then!")).to_be_visible()

    await page.get_by_role("button", name="Move to another time").click()
    await page.get_by_role("button", name="Monday, March 9").click()
    await page.get_by_role("button", name="9:30 AM").click()
    await fits(page)
    await expect(page.get_by_role("heading", name="Move to Monday, March 9, 9:30 AM?")).to_be_focused()
    await page.get_by_role("button", name="Yes, move it").click()
    await expect(visit).to_have_attribute("data-start", "2026-03-09T09:30:00-04:00")

    await page.get_by_role("button", name="Cancel the visit").click()
    await page.get_by_role("button", name="No, keep it").click()
    await expect(visit).to_have_attribute("data-status", "confirmed")
    await page.get_by_role("button", name="Cancel the visit").click()
    await page.get_by_role("button", name="Yes, cancel it").click()
    await expect(page.get_by_role("heading", name="Your visit is cancelled")).to_be_visible()
    await expect(page.get_by_role("button")).to_have_count(0)


async def test_a_time_that_somebody_else_took_is_said_and_others_are_shown(customers: Customers, page: Page) -> None:
    await page.goto(customers.app.url + customers.visit())
    await page.get_by_role("button", name="Move to another time").click()
    await page.get_by_role("button", name="Monday, March 9").click()
    await page.get_by_role("button", name="9:30 AM").click()
    customers.visit("2026-03-09T09:30:00-04:00", name="Jane Roe")
    await page.get_by_role("button", name="Yes, move it").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await page.get_by_role("button", name="Monday, March 9").click()
    await expect(page.get_by_role("button", name="9:30 AM")).to_have_count(0)
    await expect(page.get_by_test_id("visit")).to_have_attribute("data-start", FRIDAY_AT_TWO)


async def test_an_estimate_is_accepted_and_the_work_booked_by_tapping(customers: Customers, page: Page) -> None:
    await page.goto(customers.app.url + customers.estimate())
    await expect(page.get_by_test_id("estimate")).to_contain_text("$1,517.50")
    await fits(page)
    await page.get_by_role("button", name="Accept").click()
    await page.get_by_role("button", name="Yes, accept it").click()
    await page.get_by_role("button", name="Friday, March 6").click()
    await page.get_by_role("button", name="9:00 AM", exact=True).click()
    await expect(page.get_by_role("button", name="Book Friday, March 6, 9:00 AM")).to_be_disabled()
    await page.get_by_label("Where shall we come to?").fill("7 Oak Avenue, Albany, NY 12207")
    await fits(page)
    await page.get_by_role("button", name="Book Friday, March 6, 9:00 AM").click()
    await expect(page.get_by_test_id("booked")).to_contain_text("Friday, March 6, 9:00 AM")
    await page.get_by_role("link", name="See your visit").click()
    await expect(page.get_by_test_id("visit")).to_contain_text("7 Oak Avenue")


async def test_an_estimate_is_declined_after_a_question(customers: Customers, page: Page) -> None:
    await page.goto(customers.app.url + customers.estimate())
    await page.get_by_role("button", name="Decline").click()
    await page.get_by_role("button", name="Yes, decline it").click()
    await expect(page.get_by_role("heading", name="You declined this estimate")).to_be_visible()
    await expect(page.get_by_role("button")).to_have_count(0)


async def test_a_link_that_is_none_says_so_and_shows_no_login(app: OwnerApp, page: Page) -> None:
    await page.goto(app.url + "/v/nonsense")
    await expect(page.get_by_role("alert")).to_contain_text("doesn't lead anywhere")
    await expect(page.get_by_label("Password")).to_have_count(0)
