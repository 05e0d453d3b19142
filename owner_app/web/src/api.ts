/** The owner app's API as docs/owner-app-protocol.md has it: calls, their answers, and their errors. No state but who to tell of a lost login. */

export type User = { id: string; name: string; role: string };
export type Business = { name: string; time_zone: string };
export type Me = { user: User; business: Business };
export type VoiceToken = { token: string; url: string; call_id: string };
export type VisitStatus = "held" | "pending" | "confirmed" | "done" | "cancelled" | "no_show";
export type Visit = {
  id: string;
  start: string;
  end: string;
  status: VisitStatus;
  job: { code: string; name: string; minutes: number };
  customer: { name: string; phone: string | null };
  address: string | null;
  technician: { id: string; name: string };
};
export type Agenda = { today: string; time_zone: string; visits: Visit[] };

export type OutsideCalendar = { id: string; name: string };
export type LinkedTechnician = {
  id: number;
  name: string;
  calendar_id: string | null;
  read_at: string | null;
};
export type CalendarState = {
  /** Whether an account can be connected at all. */
  set_up: boolean;
  account: { email: string; connected_at: string; revoked: boolean } | null;
  /** Those that can be linked; null while they can't be read. */
  calendars: OutsideCalendar[] | null;
  technicians: LinkedTechnician[];
};
export type ConflictKind = "busy_over_visit" | "moved_by_hand" | "removed_by_hand" | "pending_taken";
export type Conflict = { id: number; kind: ConflictKind; noted_at: string; visit: Visit };

/** A call that failed: `code` as the API gives it, or `unreachable` when no answer came; `message` is a sentence for a person. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 0) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.status = status;
  }
}

const TIMEOUT_MS = 10_000;
let tellLoggedOut: () => void = () => {};

/** Names who is told when any call finds that the login is gone. */
export function onLoggedOut(listener: () => void): void {
  tellLoggedOut = listener;
}

export const api = {
  login: (user: string, password: string) => call<{ user: User }>("POST", "/api/login", { user, password }),
  logout: () => call<void>("POST", "/api/logout", {}),
  me: () => call<Me>("GET", "/api/me"),
  voiceToken: (callId: string | null) =>
    call<VoiceToken>("POST", "/api/voice-tokens", callId === null ? {} : { call_id: callId }),
  agenda: (days: number) => call<Agenda>("GET", `/api/visits?days=${days}`),
  calendar: () => call<CalendarState>("GET", "/api/calendar"),
  conflicts: () => call<{ conflicts: Conflict[] }>("GET", "/api/calendar/conflicts"),
  connectCalendar: () => call<{ url: string }>("POST", "/api/calendar/connect", {}),
  disconnectCalendar: () => call<void>("POST", "/api/calendar/disconnect", {}),
  linkCalendars: (links: { technician_id: number; calendar_id: string }[]) =>
    call<void>("PUT", "/api/calendar/links", { links }),
};

/** The sentence to show for anything that a call threw. */
export function sentenceFor(error: unknown): string {
  return error instanceof ApiError ? error.message : "Something went wrong in the app. Please try again.";
}

/** One call of the API: its answer; throws ApiError. */
export async function call<Answer>(
  method: "GET" | "POST" | "PUT",
  path: string,
  body?: object,
): Promise<Answer> {
  const response = await reach(method, path, body);
  if (response.ok) return (response.status === 204 ? undefined : await json(response)) as Answer;
  const error = await errorOf(response);
  if (error.code === "not_logged_in") tellLoggedOut();
  throw error;
}

async function reach(method: string, path: string, body?: object): Promise<Response> {
  const request: RequestInit = { method, cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS) };
  if (body !== undefined) {
    request.headers = { "Content-Type": "application/json" };
    request.body = JSON.stringify(body);
  }
  try {
    return await fetch(path, request);
  } catch {
    throw new ApiError("unreachable", "Plumbline can't be reached. Check the connection and try again.");
  }
}

async function json(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw new ApiError(
      "bad_answer",
      "Plumbline gave an answer that makes no sense. Please try again.",
      response.status,
    );
  }
}

async function errorOf(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as {
    error?: { code?: string; message?: string };
  } | null;
  const code = body?.error?.code ?? "unexpected";
  const message = body?.error?.message ?? "Plumbline had trouble with that. Please try again.";
  return new ApiError(code, message, response.status);
}
