/** The next days' Visits beside the conversation, where the screen is wide; a booking made by talking appears in it. */
import { grouped } from "../agenda";
import { useAgenda } from "../useAgenda";
import { dayHeading } from "../wording";
import { VisitLine } from "./VisitCard";

const DAYS = 7;

export function ComingUp({ occasion }: { occasion: number }) {
  const [{ agenda, problem }] = useAgenda(DAYS, occasion);
  if (agenda === null) return <p className="nothing">{problem?.sentence ?? "Reading the visits…"}</p>;
  const { today, later } = grouped(agenda);
  const days = [...(today.length > 0 ? [{ day: agenda.today, visits: today }] : []), ...later];
  if (days.length === 0) return <p className="nothing">Nothing is booked for the next seven days.</p>;
  return days.map(({ day, visits }) => (
    <section key={day}>
      <h3>{dayHeading(day, agenda.today)}</h3>
      <ul>
        {visits.map((visit) => (
          <VisitLine key={visit.id} visit={visit} />
        ))}
      </ul>
    </section>
  ));
}
