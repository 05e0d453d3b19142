import { expect, test } from "vitest";
import type { CalendarState } from "./api";
import { outcomeSentence, whatItIs } from "./calendarWording";

const account = { email: "owner@example.com", connected_at: "2026-03-04T10:00:00-05:00", revoked: false };
const sam = { id: 1, name: "Sam", calendar_id: null, read_at: null };
const nobody: CalendarState = { set_up: false, account: null, calendars: null, technicians: [sam] };

test("without an account the book is the calendar, and so it is without a link", () => {
  const connected = { ...nobody, set_up: true, account, calendars: [] };
  for (const state of [nobody, { ...nobody, set_up: true }, connected])
    expect(whatItIs(state).title).toBe("Your calendar is kept in Plumbline's own book");
});

test("a linked calendar is named", () => {
  const linked = { ...nobody, account, technicians: [{ ...sam, calendar_id: "sam@example.com" }] };
  expect(whatItIs(linked).title).toContain("Google");
});

test("what was taken back is said before anything else", () => {
  const revoked = { ...nobody, account: { ...account, revoked: true } };
  expect(whatItIs(revoked).title).toBe("Google lets Plumbline in no more");
});

test("every way back from Google has a sentence", () => {
  expect(outcomeSentence("")).toBeNull();
  expect(outcomeSentence("?outcome=connected")?.good).toBe(true);
  for (const outcome of ["refused", "stale", "not_set_up", "unavailable", "failed", "anything"])
    expect(outcomeSentence(`?outcome=${outcome}`)).toMatchObject({
      good: false,
      sentence: expect.any(String),
    });
});
