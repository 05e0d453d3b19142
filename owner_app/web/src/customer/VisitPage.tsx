/** One's own visit: what it is, and a yes to it, another time, or an end of it. */
import { useMemo, useState } from "react";
import { PersonIcon, PinIcon } from "../components/icons";
import { clockTime, dayName, dayOf, sentenceCase } from "../wording";
import { Frame, Problem, Question, Waiting } from "./Frame";
import { type LinkedVisit, visitLink } from "./links";
import { OpeningPicker } from "./OpeningPicker";
import { type Linked, useLinked } from "./useLinked";

type Step = "look" | "move" | "cancel";
type Api = ReturnType<typeof visitLink>;

export function VisitPage({ token }: { token: string }) {
  const api = useMemo(() => visitLink(token), [token]);
  const linked = useLinked(api.see);
  if (linked.trouble || linked.thing === null)
    return <Waiting trouble={linked.trouble} onRetry={linked.retry} />;
  return (
    <Frame business={linked.thing.business} title="Your visit">
      <h1>{greeting(linked.thing)}</h1>
      <Facts visit={linked.thing} />
      <Problem sentence={linked.problem} />
      {linked.thing.status === "cancelled" ? (
        <p className="customer-end">If you still need us, call or text us for a new time.</p>
      ) : (
        <Steps visit={linked.thing} linked={linked} api={api} />
      )}
    </Frame>
  );
}

function Facts({ visit }: { visit: LinkedVisit }) {
  const { start, arrival_until: until, status, address, technician } = visit;
  return (
    <article className="facts" data-testid="visit" data-status={status} data-start={start}>
      <p className="facts-when">
        <time dateTime={start}>
          <b>{dayName(dayOf(start))}</b>
          <span>{until ? `Arrival ${clockTime(start)} to ${clockTime(until)}` : clockTime(start)}</span>
        </time>
        <span className="status">{statusWord(visit)}</span>
      </p>
      <p className="facts-job">{sentenceCase(visit.job)}</p>
      {status !== "cancelled" && (
        <p className="facts-line">
          <PersonIcon />
          <span>{technician} is coming to you</span>
        </p>
      )}
      <p className="facts-line">
        <PinIcon />
        <span>{address}</span>
      </p>
    </article>
  );
}

function Steps({ visit, linked, api }: { visit: LinkedVisit; linked: Linked<LinkedVisit>; api: Api }) {
  const [step, setStep] = useState<Step>("look");
  const { busy, change } = linked;
  const back = () => setStep("look");
  if (step === "move") return <Move api={api} linked={linked} onDone={back} />;
  if (step === "cancel")
    return (
      <Question
        asks="Cancel this visit?"
        yes={busy ? "Cancelling…" : "Yes, cancel it"}
        no="No, keep it"
        danger
        busy={busy}
        onYes={() => void change(api.cancel).then(back)}
        onNo={back}
      >
        <p>The time will be given to somebody else.</p>
      </Question>
    );
  return (
    <div className="steps">
      {!visit.customer_confirmed && (
        <button
          type="button"
          className="main-button"
          disabled={busy}
          onClick={() => void change(api.confirm)}
        >
          {busy ? "Confirming…" : "Confirm"}
        </button>
      )}
      <button type="button" className="framed-button" disabled={busy} onClick={() => setStep("move")}>
        Move to another time
      </button>
      <button type="button" className="framed-button bad" disabled={busy} onClick={() => setStep("cancel")}>
        Cancel the visit
      </button>
    </div>
  );
}

function Move({ api, linked, onDone }: { api: Api; linked: Linked<LinkedVisit>; onDone: () => void }) {
  const [start, setStart] = useState<string | null>(null);
  const [tries, setTries] = useState(0);
  const move = async (to: string) => {
    if (await linked.change(() => api.move(to))) onDone();
    else {
      setStart(null);
      setTries(tries + 1); // what is free is read anew
    }
  };
  return (
    <section className="move" aria-labelledby="move">
      <h2 id="move">Choose another time</h2>
      <OpeningPicker key={tries} load={api.openings} chosen={start} onChoose={setStart} />
      {start !== null ? (
        <Question
          key={start}
          asks={`Move to ${dayName(dayOf(start))}, ${clockTime(start)}?`}
          yes={linked.busy ? "Moving…" : "Yes, move it"}
          no="Keep the old time"
          busy={linked.busy}
          onYes={() => void move(start)}
          onNo={onDone}
        />
      ) : (
        <button type="button" className="framed-button" onClick={onDone}>
          Keep the old time
        </button>
      )}
    </section>
  );
}

function greeting({ status, customer_confirmed, first_name }: LinkedVisit): string {
  const name = first_name && `, ${first_name}`;
  if (status === "cancelled") return "Your visit is cancelled";
  if (status === "confirmed" && customer_confirmed) return `Thank you${name}. See you then!`;
  return `Your visit${name}`;
}

function statusWord({ status }: LinkedVisit): string {
  return status === "confirmed" ? "Booked" : status === "cancelled" ? "Cancelled" : "To be confirmed by us";
}
