"""The Calendar page in headless Chromium: the whole way to our own double of Google and back."""

import os
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.doubles.google_calendar import GoogleDouble
from tests.owner_app.conftest import OwnerApp

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
OWN_BOOK = "Your calendar is kept in Plumbline's own book"


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        path = os.environ.get("PLUMBLINE_CHROMIUM")
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield await browser.new_page(viewport=PHONE)
        await browser.close()


async def open_calendar(page: Page, app: OwnerApp) -> None:
    await page.goto(app.url + "/calendar-link")
    await page.get_by_label("User").fill("owner")
    await page.get_by_label("Password", exact=True).fill(app.password)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Calendar", exact=True)).to_be_visible()


async def test_without_a_client_id_it_says_so_and_how_to_get_one(owner_app: OwnerApp, page: Page) -> None:
    await open_calendar(page, owner_app)
    await expect(page.get_by_role("heading", name=OWN_BOOK)).to_be_visible()
    await expect(page.get_by_text("docs/google-calendar.md")).to_be_visible()
    await expect(page.get_by_role("button", name="Connect")).to_have_count(0)


async def test_an_account_is_connected_linked_taken_back_connected_again_and_let_go(
    app: OwnerApp, google: GoogleDouble, page: Page
) -> None:
    await open_calendar(page, app)
    await page.get_by_role("button", name="Connect Google Calendar").click()
    await page.get_by_role("link", name="Allow").click()
    await expect(page.get_by_text("Google Calendar is connected.")).to_be_visible()
    await expect(page.get_by_text("owner@example.com")).to_be_visible()
    await expect(page.get_by_role("heading", name=OWN_BOOK)).to_be_visible()

    await page.get_by_label("Sam").select_option("sam@example.com")
    await expect(page.get_by_role("heading", name="kept in Plumbline and in Google")).to_be_visible()
    await expect(page.get_by_text("Not read yet.")).to_be_visible()

    google.login.revoke_all()
    await page.reload()
    await expect(page.get_by_role("heading", name="Google lets Plumbline in no more")).to_be_visible()
    await page.get_by_role("button", name="Connect again").click()
    await page.get_by_role("link", name="Allow").click()
    await expect(page.get_by_role("heading", name="kept in Plumbline and in Google")).to_be_visible()

    await page.get_by_role("button", name="Disconnect").click()
    await page.get_by_role("button", name="Disconnect").click()
    await expect(page.get_by_role("heading", name=OWN_BOOK)).to_be_visible()
    assert len(google.login.revoked) == 1


async def test_a_no_at_google_is_said_plainly(app: OwnerApp, page: Page) -> None:
    await open_calendar(page, app)
    await page.get_by_role("button", name="Connect Google Calendar").click()
    await page.get_by_role("link", name="Deny").click()
    await expect(page.get_by_role("alert")).to_contain_text("Nothing was connected")


async def test_what_is_to_settle_is_shown_with_its_visit(app: OwnerApp, page: Page) -> None:
    app.add_conflict()
    await open_calendar(page, app)
    conflict = page.get_by_test_id("conflict")
    await expect(conflict).to_contain_text("Something else is in the calendar at the time of this visit.")
    await expect(conflict).to_contain_text("Friday, March 6")
    await expect(conflict).to_contain_text("John Doe")
