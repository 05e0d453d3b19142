/** Whose visits go into which calendar. */
import { api, type CalendarState, type LinkedTechnician, type OutsideCalendar } from "../api";
import { clockTime } from "../wording";

const NONE = "";

export function CalendarLinks({
  state,
  busy,
  change,
}: {
  state: CalendarState;
  busy: boolean;
  change: (step: () => Promise<unknown>) => Promise<void>;
}) {
  const { technicians, calendars } = state;
  const choose = (technician: LinkedTechnician, calendarId: string) => {
    const wanted = technicians.map((each) =>
      each.id === technician.id ? { ...each, calendar_id: calendarId } : each,
    );
    const links = wanted.flatMap((each) =>
      each.calendar_id ? [{ technician_id: each.id, calendar_id: each.calendar_id }] : [],
    );
    void change(() => api.linkCalendars(links));
  };
  return (
    <section className="panel" aria-labelledby="links">
      <h2 id="links">Whose visits go where</h2>
      {calendars === null && !state.account?.revoked && (
        <p className="quiet">Google's calendars can't be read right now.</p>
      )}
      {technicians.map((each) => (
        <div key={each.id} className="link-row">
          <label htmlFor={`link-${each.id}`}>{each.name}</label>
          <select
            id={`link-${each.id}`}
            value={each.calendar_id ?? NONE}
            disabled={busy}
            onChange={(event) => choose(each, event.target.value)}
          >
            <option value={NONE}>Plumbline's own book only</option>
            {offered(calendars, each).map((calendar) => (
              <option
                key={calendar.id}
                value={calendar.id}
                disabled={technicians.some(
                  (other) => other.id !== each.id && other.calendar_id === calendar.id,
                )}
              >
                {calendar.name}
              </option>
            ))}
          </select>
          <p className="quiet">{readSentence(each)}</p>
        </div>
      ))}
    </section>
  );
}

/** The one that is linked is offered also while the list can't be read, or no longer holds it. */
function offered(calendars: OutsideCalendar[] | null, technician: LinkedTechnician): OutsideCalendar[] {
  const listed = calendars ?? [];
  const linked = technician.calendar_id;
  const missing = linked !== null && !listed.some((each) => each.id === linked);
  return missing ? [{ id: linked, name: linked }, ...listed] : listed;
}

function readSentence({ calendar_id, read_at }: LinkedTechnician): string {
  if (calendar_id === null) return "";
  return read_at === null ? "Not read yet." : `Last read at ${clockTime(read_at)}.`;
}
