"""Saying when something was, seen from a day: "yesterday", "last week", "last October", "in March 2024"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from office.domain.customer_records import Service


def say_past(day: date, today: date) -> str:
    """Return how one says a past day, as roughly as one remembers it. A day to come counts as today."""
    ago = (today - day).days
    if ago <= 1:
        return "yesterday" if ago == 1 else "today"
    if day >= _monday(today):
        return "earlier this week"
    if day >= _monday(today) - timedelta(days=7):
        return "last week"
    months = (today.year - day.year) * 12 + today.month - day.month
    if months == 0:
        return "earlier this month"
    if months == 1:
        return "last month"
    if day.year == today.year:
        return f"in {day:%B}"
    return f"last {day:%B}" if months < 12 else f"in {day:%B %Y}"


def say_service(service: Service, today: date, jobs: Mapping[str, str]) -> str:
    """Return e.g. "water heater installation last October"; `jobs` are the names of the catalogue's codes."""
    return f"{jobs.get(service.job, service.job)} {say_past(service.on, today)}"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
