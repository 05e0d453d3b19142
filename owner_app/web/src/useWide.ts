/** Whether the screen is wide enough for a second column. */
import { useSyncExternalStore } from "react";

const query = window.matchMedia("(min-width: 1100px)");

export function useWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => query.matches,
  );
}
