/** The field for typing a turn. */
import { type FormEvent, useState } from "react";
import { SendIcon } from "./icons";

const LONGEST = 1_000;

export function Composer({ onSend }: { onSend: (text: string) => void }) {
  const [text, setText] = useState("");
  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === "") return;
    onSend(text.trim());
    setText("");
  }
  return (
    <form className="composer" onSubmit={submit}>
      <input
        data-testid="text-input"
        aria-label="Type instead of talking"
        placeholder="Or type here"
        value={text}
        maxLength={LONGEST}
        enterKeyHint="send"
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="icon-button" aria-label="Send" disabled={text.trim() === ""}>
        <SendIcon />
      </button>
    </form>
  );
}
