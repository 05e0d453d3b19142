/** What the calendar is, and the account at Google: connect, connect again, let go. */
import { useState } from "react";
import { api, type CalendarState } from "../api";
import { whatItIs } from "../calendarWording";
import { dayName, dayOf } from "../wording";
import { BookIcon, CloudOffIcon, LinkIcon } from "./icons";

type Change = (step: () => Promise<unknown>) => Promise<void>;

export function CalendarAccount({
  state,
  busy,
  change,
}: {
  state: CalendarState;
  busy: boolean;
  change: Change;
}) {
  const { title, sentence } = whatItIs(state);
  const connect = () => change(async () => location.assign((await api.connectCalendar()).url));
  const icon = state.account?.revoked ? <CloudOffIcon /> : state.account ? <LinkIcon /> : <BookIcon />;
  return (
    <section className="panel what-it-is" data-testid="what-it-is">
      {icon}
      <div>
        <h2>{title}</h2>
        <p>{sentence}</p>
        {state.account && (
          <p className="account">
            <strong>{state.account.email}</strong>
            <span>connected {dayName(dayOf(state.account.connected_at))}</span>
          </p>
        )}
        {!state.set_up && !state.account && <HowToSetUp />}
        <div className="panel-buttons">
          {state.set_up && !state.account && (
            <button type="button" className="main-button" onClick={connect} disabled={busy}>
              Connect Google Calendar
            </button>
          )}
          {state.set_up && state.account?.revoked && (
            <button type="button" className="main-button" onClick={connect} disabled={busy}>
              Connect again
            </button>
          )}
          {state.account && <Disconnect busy={busy} change={change} />}
        </div>
      </div>
    </section>
  );
}

function HowToSetUp() {
  return (
    <p className="how-to">
      Google Calendar can be connected once a Google client of your own is set up:{" "}
      <code>docs/google-calendar.md</code> takes you through it step by step.
    </p>
  );
}

function Disconnect({ busy, change }: { busy: boolean; change: Change }) {
  const [sure, setSure] = useState(false);
  if (!sure)
    return (
      <button type="button" className="quiet-button" onClick={() => setSure(true)} disabled={busy}>
        Disconnect
      </button>
    );
  const disconnect = () => change(api.disconnectCalendar).then(() => setSure(false));
  return (
    <div className="sure">
      <p>What is in Google stays there, and is no longer read or changed.</p>
      <button type="button" className="danger-button" onClick={disconnect} disabled={busy}>
        Disconnect
      </button>
      <button type="button" className="quiet-button" onClick={() => setSure(false)}>
        Keep it
      </button>
    </div>
  );
}
