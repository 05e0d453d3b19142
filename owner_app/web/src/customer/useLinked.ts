/** What a link leads to, and the one change that is under way. */
import { useCallback, useEffect, useState } from "react";
import { ApiError, sentenceFor } from "../api";

export type Trouble = { sentence: string; final: boolean };
export type Linked<Thing> = {
  thing: Thing | null;
  /** Why there is nothing to show; `final`: trying again is of no use. */
  trouble: Trouble | null;
  /** Why the last change didn't come about. */
  problem: string | null;
  busy: boolean;
  /** Make a change; true when it came about. After one that didn't, the thing is read anew. */
  change(make: () => Promise<Thing>): Promise<boolean>;
  retry(): void;
};

const FINAL = new Set(["link_unknown", "link_over", "not_found"]);

export function useLinked<Thing>(see: () => Promise<Thing>): Linked<Thing> {
  const [thing, setThing] = useState<Thing | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const read = useCallback(async () => {
    try {
      setThing(await see());
      setTrouble(null);
    } catch (error) {
      const final = error instanceof ApiError && FINAL.has(error.code);
      setTrouble({ sentence: sentenceFor(error), final });
    }
  }, [see]);

  useEffect(() => {
    void read();
  }, [read]);

  const change = async (make: () => Promise<Thing>) => {
    setBusy(true);
    setProblem(null);
    try {
      setThing(await make());
      return true;
    } catch (error) {
      setProblem(sentenceFor(error));
      await read();
      return false;
    } finally {
      setBusy(false);
    }
  };

  const retry = () => {
    setTrouble(null);
    void read();
  };
  return { thing, trouble, problem, busy, change, retry };
}
