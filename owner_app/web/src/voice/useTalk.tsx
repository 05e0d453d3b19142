/** The conversation for React: one for the whole login, so that looking at Today does not end it. */
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { type Snapshot, Talk } from "./talk";

const TalkContext = createContext<Talk | null>(null);

export function TalkProvider({ children }: { children: ReactNode }) {
  const [talk] = useState(() => new Talk());
  useEffect(() => {
    const seen = () => (document.hidden ? talk.putBy() : talk.wake());
    const online = () => talk.wake();
    document.addEventListener("visibilitychange", seen);
    window.addEventListener("online", online);
    return () => {
      document.removeEventListener("visibilitychange", seen);
      window.removeEventListener("online", online);
      talk.leave();
      talk.putBy();
    };
  }, [talk]);
  return <TalkContext value={talk}>{children}</TalkContext>;
}

/** The conversation and what it shows now. */
export function useTalk(): [Talk, Snapshot] {
  const talk = useContext(TalkContext);
  if (talk === null) throw new Error("useTalk outside of TalkProvider");
  return [talk, useSyncExternalStore(talk.subscribe, () => talk.snapshot)];
}
