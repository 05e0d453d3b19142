/** The Visits of the coming days, kept fresh: on focus, every 30 s while the page is seen, and when asked. */
import { useCallback, useEffect, useRef, useState } from "react";
import { type Agenda, ApiError, api, sentenceFor } from "./api";

export type AgendaState = {
  agenda: Agenda | null;
  /** Why the last try failed; `agenda` then shows what was known before. */
  problem: { offline: boolean; sentence: string } | null;
  /** When `agenda` was read, by this device's clock. */
  readAt: Date | null;
  refreshing: boolean;
};

const EVERY_MS = 30_000;

/** The state and a way to ask again now; `occasion` asks again whenever it changes. */
export function useAgenda(days: number, occasion = 0): [AgendaState, () => void] {
  const [state, setState] = useState<AgendaState>({
    agenda: null,
    problem: null,
    readAt: null,
    refreshing: true,
  });
  const latest = useRef(0);

  const refresh = useCallback(async () => {
    latest.current += 1;
    const turn = latest.current;
    setState((before) => ({ ...before, refreshing: true }));
    try {
      const agenda = await api.agenda(days);
      if (turn === latest.current) setState({ agenda, problem: null, readAt: new Date(), refreshing: false });
    } catch (error) {
      const offline = error instanceof ApiError && error.code === "unreachable";
      const problem = { offline, sentence: sentenceFor(error) };
      if (turn === latest.current) setState((before) => ({ ...before, problem, refreshing: false }));
    }
  }, [days]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new occasion is a reason to ask again.
  useEffect(() => {
    void refresh();
  }, [refresh, occasion]);

  useEffect(() => {
    const ifSeen = () => {
      if (!document.hidden) void refresh();
    };
    const timer = setInterval(ifSeen, EVERY_MS);
    const occasions = ["focus", "online"] as const;
    for (const each of occasions) window.addEventListener(each, ifSeen);
    document.addEventListener("visibilitychange", ifSeen);
    return () => {
      clearInterval(timer);
      for (const each of occasions) window.removeEventListener(each, ifSeen);
      document.removeEventListener("visibilitychange", ifSeen);
    };
  }, [refresh]);

  return [state, () => void refresh()];
}
