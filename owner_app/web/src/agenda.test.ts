import { expect, test } from "vitest";
import { grouped } from "./agenda";
import type { Visit } from "./api";

const visit = (start: string) => ({ id: start, start }) as Visit;

test("today's visits stand apart and later ones are grouped by the business's day", () => {
  const starts = [
    "2026-03-04T09:00:00-05:00",
    "2026-03-04T16:30:00-05:00",
    "2026-03-05T08:00:00-05:00",
    "2026-03-07T09:00:00-05:00",
    "2026-03-07T10:00:00-05:00",
  ];
  const { today, later } = grouped({
    today: "2026-03-04",
    time_zone: "America/New_York",
    visits: starts.map(visit),
  });
  expect(today.map(({ start }) => start)).toEqual(starts.slice(0, 2));
  expect(later.map(({ day, visits }) => [day, visits.length])).toEqual([
    ["2026-03-05", 1],
    ["2026-03-07", 2],
  ]);
});
