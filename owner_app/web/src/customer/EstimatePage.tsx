/** One's own estimate: its lines, a yes or a no to it, and after a yes a time for the work. */
import { type FormEvent, useMemo, useState } from "react";
import { clockTime, dayName, dayOf, money, sentenceCase } from "../wording";
import { Frame, Problem, Question, Waiting } from "./Frame";
import { estimateLink, type LinkedEstimate } from "./links";
import { OpeningPicker } from "./OpeningPicker";
import { type Linked, useLinked } from "./useLinked";

type Api = ReturnType<typeof estimateLink>;

export function EstimatePage({ token }: { token: string }) {
  const api = useMemo(() => estimateLink(token), [token]);
  const linked = useLinked(api.see);
  if (linked.trouble || linked.thing === null)
    return <Waiting trouble={linked.trouble} onRetry={linked.retry} />;
  const estimate = linked.thing;
  return (
    <Frame business={estimate.business} title="Your estimate">
      <h1>{heading(estimate)}</h1>
      {estimate.status === "requested" ? (
        <p className="customer-end">We are changing it, and text you as soon as the new one is ready.</p>
      ) : (
        <Lines estimate={estimate} />
      )}
      <Problem sentence={linked.problem} />
      <Next estimate={estimate} linked={linked} api={api} />
    </Frame>
  );
}

function Lines({ estimate }: { estimate: LinkedEstimate }) {
  return (
    <article className="facts" data-testid="estimate" data-status={estimate.status}>
      <p className="facts-job">{sentenceCase(estimate.job)}</p>
      <table className="lines">
        <thead className="for-ears">
          <tr>
            <th scope="col">What</th>
            <th scope="col">Price</th>
          </tr>
        </thead>
        <tbody>
          {estimate.lines.map((line, number) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a version never change
            <tr key={number}>
              <th scope="row">
                {line.words}
                {line.quantity !== "1" && (
                  <span>
                    {line.quantity} × {money(line.price_cents)}
                  </span>
                )}
              </th>
              <td>{money(line.total_cents)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Total</th>
            <td>{money(estimate.total_cents)}</td>
          </tr>
        </tfoot>
      </table>
      {estimate.note && <p className="facts-note">{estimate.note}</p>}
      {estimate.status === "sent" && estimate.valid_until && (
        <p className="facts-until">
          {estimate.can_be_answered ? "Good until" : "It was good until"} {dayName(estimate.valid_until)}.
        </p>
      )}
    </article>
  );
}

function Next({
  estimate,
  linked,
  api,
}: {
  estimate: LinkedEstimate;
  linked: Linked<LinkedEstimate>;
  api: Api;
}) {
  if (estimate.can_be_answered) return <Answer estimate={estimate} linked={linked} api={api} />;
  if (estimate.visit) return <Booked visit={estimate.visit} />;
  if (estimate.can_be_booked) return <Book estimate={estimate} linked={linked} api={api} />;
  if (estimate.status === "sent")
    return <p className="customer-end">It is too late to accept it. Call or text us for a new one.</p>;
  if (estimate.status === "declined")
    return <p className="customer-end">If you change your mind, call or text us.</p>;
  return null;
}

function Answer({
  estimate,
  linked,
  api,
}: {
  estimate: LinkedEstimate;
  linked: Linked<LinkedEstimate>;
  api: Api;
}) {
  const [asked, setAsked] = useState<"accept" | "decline" | null>(null);
  const { busy, change } = linked;
  const back = () => setAsked(null);
  if (asked === "accept")
    return (
      <Question
        asks={`Accept this estimate of ${money(estimate.total_cents)}?`}
        yes={busy ? "Accepting…" : "Yes, accept it"}
        no="Not yet"
        busy={busy}
        onYes={() => void change(() => api.accept(estimate.version)).then(back)}
        onNo={back}
      >
        <p>Next you choose a time for the work.</p>
      </Question>
    );
  if (asked === "decline")
    return (
      <Question
        asks="Decline this estimate?"
        yes={busy ? "Declining…" : "Yes, decline it"}
        no="Not yet"
        danger
        busy={busy}
        onYes={() => void change(() => api.decline(estimate.version)).then(back)}
        onNo={back}
      />
    );
  return (
    <div className="steps">
      <button type="button" className="main-button" onClick={() => setAsked("accept")}>
        Accept
      </button>
      <button type="button" className="framed-button bad" onClick={() => setAsked("decline")}>
        Decline
      </button>
    </div>
  );
}

function Book({
  estimate,
  linked,
  api,
}: {
  estimate: LinkedEstimate;
  linked: Linked<LinkedEstimate>;
  api: Api;
}) {
  const [start, setStart] = useState<string | null>(null);
  const [where, setWhere] = useState({ name: "", address: "" });
  const [tries, setTries] = useState(0);
  const complete =
    (!estimate.needs_name || where.name.trim()) && (!estimate.needs_address || where.address.trim());
  const book = async (event: FormEvent) => {
    event.preventDefault();
    if (start === null) return;
    const given = {
      ...(estimate.needs_name && { name: where.name }),
      ...(estimate.needs_address && { address: where.address }),
    };
    if (!(await linked.change(() => api.book(start, given)))) setTries(tries + 1);
  };
  return (
    <form className="move" aria-labelledby="book" onSubmit={(event) => void book(event)}>
      <h2 id="book">When shall we come?</h2>
      <OpeningPicker key={tries} load={api.openings} chosen={start} onChoose={setStart} />
      {estimate.needs_name && (
        <label className="field">
          Your name
          <input
            autoComplete="name"
            maxLength={200}
            value={where.name}
            onChange={(event) => setWhere({ ...where, name: event.target.value })}
          />
        </label>
      )}
      {estimate.needs_address ? (
        <label className="field">
          Where shall we come to?
          <input
            autoComplete="street-address"
            placeholder="Street, city and ZIP code"
            maxLength={200}
            value={where.address}
            onChange={(event) => setWhere({ ...where, address: event.target.value })}
          />
        </label>
      ) : (
        <p className="picker-word">We come to the address we have for you.</p>
      )}
      <button type="submit" className="main-button" disabled={linked.busy || start === null || !complete}>
        {linked.busy
          ? "Booking…"
          : start === null
            ? "Choose a time"
            : `Book ${dayName(dayOf(start))}, ${clockTime(start)}`}
      </button>
    </form>
  );
}

const CAME_OF_IT: Record<string, string> = {
  pending: "Written down, to be confirmed by us",
  confirmed: "Booked",
  done: "Done",
  no_show: "We were there, and nobody was in",
};

function Booked({ visit }: { visit: NonNullable<LinkedEstimate["visit"]> }) {
  return (
    <section className="booked" aria-labelledby="booked" data-testid="booked" data-start={visit.start}>
      <p>{CAME_OF_IT[visit.status]}</p>
      <h2 id="booked">
        {dayName(dayOf(visit.start))}, {clockTime(visit.start)}
      </h2>
      {visit.token && (
        <a className="framed-button" href={`/v/${visit.token}`}>
          See your visit
        </a>
      )}
    </section>
  );
}

function heading({ status, first_name, visit }: LinkedEstimate): string {
  const name = first_name && `, ${first_name}`;
  if (status === "accepted") return visit ? `Thank you${name}. See you then!` : `Thank you${name}!`;
  if (status === "declined") return "You declined this estimate";
  return `Your estimate${name}`;
}
