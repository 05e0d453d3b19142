/** What the customer's pages have in common: the business's name, waiting, trouble, and a question before a step that counts. */
import { type ReactNode, useEffect, useRef } from "react";
import { CloudOffIcon } from "../components/icons";
import type { Trouble } from "./useLinked";

export function Frame({
  business,
  title,
  children,
}: {
  business: string;
  title: string;
  children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · ${business}`;
  }, [title, business]);
  return (
    <div className="customer">
      <header className="customer-top">{business}</header>
      <main>{children}</main>
    </div>
  );
}

export function Waiting({ trouble, onRetry }: { trouble: Trouble | null; onRetry: () => void }) {
  useEffect(() => {
    document.title = "Plumbline";
  }, []);
  if (trouble === null) return <div className="blank" role="status" aria-label="Loading" />;
  return (
    <main className="unreachable">
      {!trouble.final && <CloudOffIcon />}
      <h1>{trouble.final ? "There is nothing to see here" : "That didn't work"}</h1>
      <p role="alert">{trouble.sentence}</p>
      {!trouble.final && (
        <button type="button" className="main-button" onClick={onRetry}>
          Try again
        </button>
      )}
    </main>
  );
}

/** A question with its yes and its no; it takes the focus, so that it is read out. */
export function Question({
  asks,
  yes,
  no,
  busy,
  danger = false,
  onYes,
  onNo,
  children,
}: {
  asks: string;
  yes: string;
  no: string;
  busy: boolean;
  danger?: boolean;
  onYes: () => void;
  onNo: () => void;
  children?: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: "center", behavior: "smooth" });
  }, []);
  return (
    <section className="question" aria-labelledby="question">
      <h2 id="question" tabIndex={-1} ref={heading}>
        {asks}
      </h2>
      {children}
      <div className="question-answers">
        <button type="button" className={danger ? "danger" : "main-button"} disabled={busy} onClick={onYes}>
          {yes}
        </button>
        <button type="button" className="framed-button" disabled={busy} onClick={onNo}>
          {no}
        </button>
      </div>
    </section>
  );
}

export function Problem({ sentence }: { sentence: string | null }) {
  if (sentence === null) return null;
  return (
    <p className="customer-problem" role="alert">
      {sentence}
    </p>
  );
}
