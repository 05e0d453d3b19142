/** What the book and the outside calendar disagree about. Nothing is deleted on either side until a person decides. */
import type { Conflict } from "../api";
import { conflictSentence } from "../calendarWording";
import { dayName, dayOf } from "../wording";
import { VisitCard } from "./VisitCard";

export function Conflicts({ conflicts }: { conflicts: Conflict[] }) {
  if (conflicts.length === 0) return null;
  return (
    <section className="conflicts" aria-labelledby="conflicts">
      <h2 id="conflicts">To settle</h2>
      {conflicts.map((each) => (
        <div key={each.id} className="conflict" data-testid="conflict" data-kind={each.kind}>
          <p>{conflictSentence(each.kind)}</p>
          <h3>{dayName(dayOf(each.visit.start))}</h3>
          <VisitCard visit={each.visit} />
        </div>
      ))}
    </section>
  );
}
