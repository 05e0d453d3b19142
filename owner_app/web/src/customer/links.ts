/** What a customer's link gives: the public part of the API. The token in the address is the only key. */
import { call } from "../api";

export type LinkedVisit = {
  business: string;
  time_zone: string;
  job: string;
  start: string;
  end: string;
  arrival_until: string | null;
  status: "pending" | "confirmed" | "cancelled";
  customer_confirmed: boolean;
  first_name: string;
  address: string;
  technician: string;
};

export type Openings = {
  time_zone: string;
  today: string;
  last_day: string;
  days: { day: string; starts: string[] }[];
};

export type EstimateLine = { words: string; quantity: string; price_cents: number; total_cents: number };

export type LinkedEstimate = {
  business: string;
  time_zone: string;
  first_name: string;
  job: string;
  /** `requested`: it is being changed, and what it held is not shown. */
  status: "requested" | "sent" | "accepted" | "declined";
  version: number;
  lines: EstimateLine[];
  total_cents: number;
  note: string;
  valid_until: string | null;
  can_be_answered: boolean;
  can_be_booked: boolean;
  /** What has to be asked before it can be booked. */
  needs_name: boolean;
  needs_address: boolean;
  visit: { start: string; status: string; token: string | null } | null;
};

export type Where = { name?: string; address?: string };

/** What a token leads to, and what may be done there. */
export function visitLink(token: string) {
  const path = `/api/links/visits/${encodeURIComponent(token)}`;
  return {
    see: () => call<LinkedVisit>("GET", path),
    openings: (from: string | null) => call<Openings>("GET", openingsPath(path, from)),
    confirm: () => call<LinkedVisit>("POST", `${path}/confirm`, {}),
    move: (start: string) => call<LinkedVisit>("POST", `${path}/move`, { start }),
    cancel: () => call<LinkedVisit>("POST", `${path}/cancel`, {}),
  };
}

/** As `visitLink`, of an estimate. */
export function estimateLink(token: string) {
  const path = `/api/links/estimates/${encodeURIComponent(token)}`;
  return {
    see: () => call<LinkedEstimate>("GET", path),
    openings: (from: string | null) => call<Openings>("GET", openingsPath(path, from)),
    accept: (version: number) => call<LinkedEstimate>("POST", `${path}/accept`, { version }),
    decline: (version: number) => call<LinkedEstimate>("POST", `${path}/decline`, { version }),
    book: (start: string, where: Where) => call<LinkedEstimate>("POST", `${path}/book`, { start, ...where }),
  };
}

function openingsPath(path: string, from: string | null): string {
  return `${path}/openings${from === null ? "" : `?from=${from}`}`;
}
