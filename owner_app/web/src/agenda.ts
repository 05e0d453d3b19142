/** Visits grouped for the eye. Pure. */
import type { Agenda, Visit } from "./api";
import { dayOf } from "./wording";

export type Day = { day: string; visits: Visit[] };
export type Grouped = { today: Visit[]; later: Day[] };

/** Today's Visits, and the later ones day by day; in the order they came (by start). */
export function grouped({ today, visits }: Agenda): Grouped {
  const later: Day[] = [];
  for (const visit of visits) {
    const day = dayOf(visit.start);
    if (day <= today) continue;
    if (later.at(-1)?.day === day) later.at(-1)?.visits.push(visit);
    else later.push({ day, visits: [visit] });
  }
  return { today: visits.filter((visit) => dayOf(visit.start) === today), later };
}
