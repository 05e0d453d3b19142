/** What the calendar is: Plumbline's own book, or Google's beside it; and what of the two disagrees. */
import { useEffect, useState } from "react";
import { outcomeSentence } from "../calendarWording";
import { CalendarAccount } from "../components/CalendarAccount";
import { CalendarLinks } from "../components/CalendarLinks";
import { Conflicts } from "../components/Conflicts";
import { CloudOffIcon, RefreshIcon } from "../components/icons";
import { Skeleton } from "../components/VisitCard";
import { useCalendar } from "../useCalendar";

export function CalendarPage() {
  const view = useCalendar();
  const [outcome] = useState(() => outcomeSentence(location.search));
  useEffect(() => {
    document.title = "Calendar · Plumbline";
    if (location.search) history.replaceState(history.state, "", location.pathname);
  }, []);
  return (
    <div className="calendar">
      <header className="page-top">
        <h1>Calendar</h1>
        <button
          type="button"
          className="icon-button framed"
          aria-label="Refresh"
          aria-busy={view.busy}
          onClick={view.refresh}
        >
          <RefreshIcon />
        </button>
      </header>
      {outcome && (
        <p className={outcome.good ? "outcome good" : "outcome bad"} role={outcome.good ? "status" : "alert"}>
          {outcome.sentence}
        </p>
      )}
      {view.problem && (
        <p className="outcome bad" role="alert">
          {view.problem}
        </p>
      )}
      <Body view={view} />
    </div>
  );
}

function Body({
  view: { state, conflicts, problem, busy, change },
}: {
  view: ReturnType<typeof useCalendar>;
}) {
  if (state === null)
    return problem === null ? <Skeleton label="Loading how the calendar is kept" /> : <Nothing />;
  return (
    <div className="calendar-parts">
      <div>
        <CalendarAccount state={state} busy={busy} change={change} />
        {state.account && <CalendarLinks state={state} busy={busy} change={change} />}
      </div>
      <Conflicts conflicts={conflicts} />
    </div>
  );
}

function Nothing() {
  return (
    <div className="trouble">
      <CloudOffIcon />
      <p>How the calendar is kept couldn't be read.</p>
    </div>
  );
}
