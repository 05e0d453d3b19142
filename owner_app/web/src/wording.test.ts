import { expect, test } from "vitest";
import { clockTime, dayHeading, dayName, dayOf, duration, mapLink, phoneNumber, zoneName } from "./wording";

test("times are those of the business, whatever the offset and the browser's zone", () => {
  expect(clockTime("2026-03-06T14:00:00-05:00")).toBe("2:00 PM");
  expect(clockTime("2026-07-06T00:30:00-04:00")).toBe("12:30 AM");
  expect(clockTime("2026-07-06T12:05:00+10:00")).toBe("12:05 PM");
  expect(dayOf("2026-03-06T23:30:00-05:00")).toBe("2026-03-06");
});

test("days have names, and the next one is tomorrow", () => {
  expect(dayName("2026-03-06")).toBe("Friday, March 6");
  expect(dayHeading("2026-03-04", "2026-03-04")).toBe("Today");
  expect(dayHeading("2026-03-01", "2026-02-28")).toBe("Tomorrow");
  expect(dayHeading("2026-03-06", "2026-03-04")).toBe("Friday, March 6");
});

test("durations are said in hours and minutes", () => {
  expect([45, 60, 90, 240].map(duration)).toEqual(["45 min", "1 hr", "1 hr 30 min", "4 hr"]);
});

test("North American numbers are grouped and others left alone", () => {
  expect(phoneNumber("+15185550142")).toBe("518-555-0142");
  expect(phoneNumber("+442071838750")).toBe("+442071838750");
});

test("zones and addresses are made readable and safe", () => {
  expect(zoneName("America/New_York")).toBe("New York time");
  expect(mapLink("1 A & B Street")).toContain("query=1%20A%20%26%20B%20Street");
});
