/** One Visit: when, what, who, where; the address opens the map and the number the phone. */
import type { Visit, VisitStatus } from "../api";
import { clockTime, duration, mapLink, phoneNumber, sentenceCase } from "../wording";
import { PersonIcon, PhoneIcon, PinIcon } from "./icons";

const STATUS: Record<VisitStatus, string> = {
  held: "On hold",
  pending: "Unconfirmed",
  confirmed: "Confirmed",
  done: "Done",
  cancelled: "Cancelled",
  no_show: "No show",
};

export function VisitCard({ visit }: { visit: Visit }) {
  const { customer, address, job } = visit;
  return (
    <article className="visit" data-testid="visit" data-start={visit.start} data-status={visit.status}>
      <p className="visit-when">
        <time dateTime={visit.start}>{clockTime(visit.start)}</time>
        <span>{duration(job.minutes)}</span>
      </p>
      <div className="visit-what">
        <p className="visit-job">{sentenceCase(job.name)}</p>
        <span className="status">{STATUS[visit.status]}</span>
        <p className="visit-who">
          <PersonIcon />
          <span>{customer.name}</span>
        </p>
        {address && (
          <a className="visit-link" href={mapLink(address)} target="_blank" rel="noreferrer">
            <PinIcon />
            <span>{address}</span>
          </a>
        )}
        {customer.phone && (
          <a className="visit-link" href={`tel:${customer.phone}`}>
            <PhoneIcon />
            <span>{phoneNumber(customer.phone)}</span>
          </a>
        )}
      </div>
    </article>
  );
}

/** A Visit in one line, for the side of the Talk page. */
export function VisitLine({ visit }: { visit: Visit }) {
  return (
    <li className="visit-line" data-status={visit.status}>
      <time dateTime={visit.start}>{clockTime(visit.start)}</time>
      <span className="visit-line-what">{sentenceCase(visit.job.name)}</span>
      <span className="visit-line-who">{visit.customer.name}</span>
    </li>
  );
}

/** Where Visits will be, while they are being read. */
export function Skeleton({ label }: { label: string }) {
  return (
    <div className="skeleton" role="status" aria-label={label}>
      {["first", "second", "third"].map((each) => (
        <div key={each} className="visit" aria-hidden="true">
          <p className="visit-when">
            <i />
          </p>
          <div className="visit-what">
            <i />
            <i />
            <i />
          </div>
        </div>
      ))}
    </div>
  );
}
