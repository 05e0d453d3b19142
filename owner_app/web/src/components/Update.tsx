/** Says that a newer version is there; it comes only when the owner asks, for a reload would cut a conversation. */
import { useRegisterSW } from "virtual:pwa-register/react";

export function Update() {
  const {
    needRefresh: [isThere],
    updateServiceWorker,
  } = useRegisterSW();
  if (!isThere) return null;
  return (
    <div className="update" role="status">
      <span>A newer version is ready.</span>
      <button type="button" onClick={() => void updateServiceWorker(true)}>
        Update
      </button>
    </div>
  );
}
