/** The outside calendar's state and what disagrees with it: read when the page opens, on focus, and after a change. */
import { useCallback, useEffect, useState } from "react";
import { api, type CalendarState, type Conflict, sentenceFor } from "./api";

export type CalendarView = {
  state: CalendarState | null;
  conflicts: Conflict[];
  /** Why the last call failed; `state` then shows what was known before. */
  problem: string | null;
  busy: boolean;
  refresh(): Promise<void>;
  /** Does something and reads anew. */
  change(step: () => Promise<unknown>): Promise<void>;
};

export function useCalendar(): CalendarView {
  const [state, setState] = useState<CalendarState | null>(null);
  const [conflicts, setConflicts] = useState<Conflict[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(true);

  const change = useCallback(async (step: () => Promise<unknown>) => {
    setBusy(true);
    let failed: unknown = null;
    try {
      await step();
    } catch (error) {
      failed = error;
    }
    try {
      const [calendar, open] = await Promise.all([api.calendar(), api.conflicts()]);
      setState(calendar);
      setConflicts(open.conflicts);
    } catch (error) {
      failed ??= error;
    }
    setProblem(failed === null ? null : sentenceFor(failed));
    setBusy(false);
  }, []);
  const refresh = useCallback(() => change(async () => {}), [change]);

  useEffect(() => {
    void refresh();
    const ifSeen = () => {
      if (!document.hidden) void refresh();
    };
    window.addEventListener("focus", ifSeen);
    return () => window.removeEventListener("focus", ifSeen);
  }, [refresh]);

  return { state, conflicts, problem, busy, refresh, change };
}
