"""The owner app in headless Chromium, with a fake microphone that plays synthesised speech into it."""

import os
import re
import wave
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.async_api import Browser, Page, async_playwright, expect
from talk import RATE_HZ

CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
PHONE = {"width": 390, "height": 844}
# Everything that is looked for is waited for; Playwright's own five seconds are little for a busy machine.
ANSWER_MS = 60_000
expect.set_options(timeout=ANSWER_MS)
# Chromium plays the file from the moment the microphone opens, round and round. This notes the moment, no more.
NOTE_WHEN_THE_MICROPHONE_OPENS = """
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
        const stream = await open(wanted);
        window.microphoneOpenedAt = performance.now();
        return stream;
    };
"""


class Tape:
    """Sentences one after the other on the fake microphone's endless tape, each with silence around it."""

    SILENCE_S = 2.5

    def __init__(self, sentences: list[np.ndarray]) -> None:
        silence = np.zeros(int(self.SILENCE_S * RATE_HZ), dtype="<i2")
        self.begins_s: list[float] = []
        self.ends_s: list[float] = []
        parts = [silence]
        for sentence in sentences:
            self.begins_s.append(sum(map(len, parts)) / RATE_HZ)
            self.ends_s.append(self.begins_s[-1] + len(sentence) / RATE_HZ)
            parts += [sentence, silence]
        self.samples = np.concatenate(parts)
        self.length_s = len(self.samples) / RATE_HZ

    def save(self, path: Path) -> None:
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(self.samples.tobytes())

    async def play(self, page: Page, number: int) -> None:
        """Holds the talk button while the tape plays sentence `number`, waiting for it to come round."""
        opened = await page.evaluate("window.microphoneOpenedAt")
        if opened is not None:
            now_s = (await page.evaluate("performance.now()") - opened) / 1000 % self.length_s
            await page.wait_for_timeout((self.begins_s[number] - 0.8 - now_s) % self.length_s * 1000)
        button = await page.get_by_test_id("talk-button").bounding_box()
        assert button
        await page.mouse.move(button["x"] + button["width"] / 2, button["y"] + button["height"] / 2)
        await page.mouse.down()
        while opened is None:
            await page.wait_for_timeout(20)
            opened = await page.evaluate("window.microphoneOpenedAt")
        now_s = (await page.evaluate("performance.now()") - opened) / 1000 % self.length_s
        await page.wait_for_timeout((self.ends_s[number] + 0.5 - now_s) % self.length_s * 1000)
        await page.mouse.up()


@pytest.fixture
async def chromium() -> AsyncIterator[Callable]:
    """Starts Chromium with a sound file as its microphone."""
    async with async_playwright() as playwright:
        started: list[Browser] = []

        async def start(sound: Path) -> Browser:
            flags = [*CHROMIUM_FLAGS, f"--use-file-for-fake-audio-capture={sound}"]
            path = os.environ.get("PLUMBLINE_CHROMIUM")
            started.append(await playwright.chromium.launch(executable_path=path, args=flags))
            return started[-1]

        yield start
        for browser in started:
            await browser.close()


async def log_in(page: Page, stack) -> None:
    await page.goto(stack.address("owner_app"))
    await page.get_by_label("User").fill(stack.first_login.user)
    await page.get_by_label("Password", exact=True).fill(stack.first_login.password)
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("talk-button")).to_be_visible()


async def test_the_owner_books_by_voice_in_the_browser(stack, chromium, voice, visits, tmp_path):
    tape = Tape(
        [
            voice("Schedule John Doe for a pipe repair on Friday at two pm."),
            voice("Five one eight, five five five, oh one four two."),
            voice("Forty two Maple Street, Albany, New York, one two two oh five."),
            voice("Yes, please."),
        ]
    )
    tape.save(tmp_path / "microphone.wav")
    browser = await chromium(tmp_path / "microphone.wav")
    page = await browser.new_page(viewport=PHONE)
    await page.add_init_script(NOTE_WHEN_THE_MICROPHONE_OPENS)
    played = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: played.append(data)))
    await log_in(page, stack)

    answers = ["number", "address", "March 6 at 2 PM", "Booked"]
    for number, answer in enumerate(answers):
        await tape.play(page, number)
        replies = page.get_by_test_id("turn-assistant")
        await expect(replies.filter(has_text=re.compile(answer)).last).to_be_visible()
        await expect(page.get_by_test_id("talk-state")).to_have_attribute("data-state", "idle")

    (visit,) = visits()
    assert (visit["name"], visit["job_code"], visit["status"]) == ("John Doe", "pipe_repair", "confirmed")
    assert any(isinstance(data, bytes) for data in played)  # replies came as sound, too
    await page.get_by_role("link", name="Today").click()
    shown = page.get_by_test_id("visit")
    await expect(shown).to_have_count(1)
    await expect(shown).to_have_attribute("data-start", "2026-03-06T14:00:00-05:00")
    await expect(shown).to_contain_text("John Doe")


async def test_typing_books_as_well(stack, chromium, visits, tmp_path):
    Tape([]).save(tmp_path / "silence.wav")
    browser = await chromium(tmp_path / "silence.wav")
    page = await browser.new_page(viewport=PHONE)
    await log_in(page, stack)
    for text, answer in (
        ("Schedule Jane Roe for a faucet repair tomorrow at nine", "number"),
        ("518 555 0199", "address"),
        ("7 Elm Street, Springfield, NY 10001", "March 5 at 9 AM"),
        ("yes", "Booked"),
    ):
        await page.get_by_test_id("text-input").fill(text)
        await page.keyboard.press("Enter")
        replies = page.get_by_test_id("turn-assistant")
        await expect(replies.filter(has_text=re.compile(answer)).last).to_be_visible()
    assert [visit["name"] for visit in visits()] == ["Jane Roe"]


async def test_a_wrong_password_is_told_and_nothing_is_shown(stack, chromium, tmp_path):
    Tape([]).save(tmp_path / "silence.wav")
    browser = await chromium(tmp_path / "silence.wav")
    page = await browser.new_page(viewport=PHONE)
    await page.goto(stack.address("owner_app"))
    await page.get_by_label("User").fill("nobody")
    await page.get_by_label("Password", exact=True).fill("wrong")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("wrong")
    await expect(page.get_by_test_id("talk-button")).to_have_count(0)
