/** Days and times to tap: first a day, then one of its openings. */
import { useCallback, useEffect, useState } from "react";
import { sentenceFor } from "../api";
import { clockTime, dayHeading, dayName, dayOfMonth, shortMonth, shortWeekday } from "../wording";
import type { Openings } from "./links";

type Day = Openings["days"][number];
type Known = { today: string; days: Day[]; next: string | null };

export function OpeningPicker({
  load,
  chosen,
  onChoose,
}: {
  load: (from: string | null) => Promise<Openings>;
  chosen: string | null;
  onChoose: (start: string) => void;
}) {
  const [known, setKnown] = useState<Known | null>(null);
  const [day, setDay] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const read = useCallback(
    async (before: Known | null) => {
      setBusy(true);
      setProblem(null);
      try {
        const found = await load(before?.next ?? null);
        const days = [...(before?.days ?? []), ...found.days.filter(({ starts }) => starts.length > 0)];
        setKnown({ today: found.today, days, next: nextDay(found) });
        setDay((present) => present ?? days[0]?.day ?? null);
      } catch (error) {
        setProblem(sentenceFor(error));
      } finally {
        setBusy(false);
      }
    },
    [load],
  );
  useEffect(() => {
    void read(null);
  }, [read]);

  if (known === null)
    return problem === null ? (
      <p className="picker-word" role="status">
        Looking for free times…
      </p>
    ) : (
      <p className="customer-problem" role="alert">
        {problem}{" "}
        <button type="button" onClick={() => void read(null)}>
          Try again
        </button>
      </p>
    );
  const starts = known.days.find((each) => each.day === day)?.starts ?? [];
  return (
    <div className="picker">
      {known.days.length === 0 && <p className="picker-word">Nothing is free in these two weeks.</p>}
      <fieldset className="picker-days">
        <legend>Day</legend>
        {known.days.map((each) => (
          <button
            key={each.day}
            type="button"
            aria-pressed={each.day === day}
            aria-label={dayHeading(each.day, known.today)}
            onClick={() => setDay(each.day)}
          >
            <span>{shortWeekday(each.day)}</span>
            <b>{dayOfMonth(each.day)}</b>
            <span>{shortMonth(each.day)}</span>
          </button>
        ))}
        {known.next !== null && (
          <button type="button" className="picker-later" disabled={busy} onClick={() => void read(known)}>
            {busy ? "Looking…" : "Later days"}
          </button>
        )}
      </fieldset>
      {problem && (
        <p className="customer-problem" role="alert">
          {problem}
        </p>
      )}
      {day && (
        <fieldset className="picker-times">
          <legend>{dayName(day)}</legend>
          {starts.map((start) => (
            <button
              key={start}
              type="button"
              aria-pressed={start === chosen}
              data-testid="opening"
              onClick={() => onChoose(start)}
            >
              {clockTime(start)}
            </button>
          ))}
        </fieldset>
      )}
    </div>
  );
}

/** The day to go on with, null when all that can be booked is known. */
function nextDay({ days, last_day }: Openings): string | null {
  const last = days.at(-1)?.day;
  if (last === undefined || last >= last_day) return null;
  return new Date(Date.parse(`${last}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
