/** The day's Visits and what is coming up. */
import { useEffect } from "react";
import { type Grouped, grouped } from "../agenda";
import { CloudOffIcon, RefreshIcon } from "../components/icons";
import { Skeleton, VisitCard } from "../components/VisitCard";
import { useMe } from "../login";
import { type AgendaState, useAgenda } from "../useAgenda";
import { dayHeading, dayName, zoneName } from "../wording";

const DAYS = 14;

export function TodayPage() {
  const [state, refresh] = useAgenda(DAYS);
  const { agenda } = state;
  useEffect(() => {
    document.title = "Today · Plumbline";
  }, []);
  return (
    <div className="today">
      <header className="page-top">
        <div>
          <h1>Today</h1>
          <p className="page-under">
            {agenda ? <DayLine today={agenda.today} zone={agenda.time_zone} /> : " "}
          </p>
        </div>
        <button
          type="button"
          className="icon-button framed"
          aria-label="Refresh"
          aria-busy={state.refreshing}
          onClick={refresh}
        >
          <RefreshIcon />
        </button>
      </header>
      {agenda && state.problem && <Stale state={state} onRetry={refresh} />}
      {agenda ? (
        <Visits days={grouped(agenda)} today={agenda.today} />
      ) : (
        <Missing state={state} onRetry={refresh} />
      )}
    </div>
  );
}

function DayLine({ today, zone }: { today: string; zone: string }) {
  const elsewhere = Intl.DateTimeFormat().resolvedOptions().timeZone !== zone;
  return (
    <>
      {dayName(today)}
      {elsewhere && ` · ${zoneName(zone)}`}
    </>
  );
}

function Visits({ days: { today: visits, later }, today }: { days: Grouped; today: string }) {
  return (
    <div className="days">
      <section aria-label="Today's visits" className="day-today">
        {visits.length > 0 && <h2>{visits.length === 1 ? "1 visit" : `${visits.length} visits`}</h2>}
        {visits.length === 0 && <p className="nothing">Nothing is booked for today.</p>}
        {visits.map((visit) => (
          <VisitCard key={visit.id} visit={visit} />
        ))}
      </section>
      <section className="days-later" aria-labelledby="coming-up">
        <h2 id="coming-up">Coming up</h2>
        {later.length === 0 && <p className="nothing">Nothing is booked for the next two weeks.</p>}
        {later.map(({ day, visits }) => (
          <section key={day} aria-label={dayName(day)}>
            <h3>
              {dayHeading(day, today)}
              {dayHeading(day, today) === "Tomorrow" && <span>{dayName(day)}</span>}
            </h3>
            {visits.map((visit) => (
              <VisitCard key={visit.id} visit={visit} />
            ))}
          </section>
        ))}
      </section>
    </div>
  );
}

function Missing({ state, onRetry }: { state: AgendaState; onRetry: () => void }) {
  const { business } = useMe();
  if (state.problem === null) return <Skeleton label={`Loading the visits of ${business.name}`} />;
  return (
    <div className="trouble" role="alert">
      <CloudOffIcon />
      <h2>{state.problem.offline ? "You're offline" : "The visits couldn't be read"}</h2>
      <p>{state.problem.sentence}</p>
      <button type="button" className="main-button" onClick={onRetry} disabled={state.refreshing}>
        {state.refreshing ? "Trying…" : "Try again"}
      </button>
    </div>
  );
}

function Stale({ state, onRetry }: { state: AgendaState; onRetry: () => void }) {
  const at = state.readAt?.toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" });
  return (
    <div className="banner" role="status">
      <CloudOffIcon />
      <span>
        {state.problem?.offline ? "Offline." : "Not up to date."} Showing the visits as of {at}.
      </span>
      <button type="button" onClick={onRetry}>
        Retry
      </button>
    </div>
  );
}
