/** Times, days and numbers as the pages show them. ISO times are shown as they stand: the business's clock, never the browser's. */

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** The day (YYYY-MM-DD) that an ISO time falls on by its own offset. */
export function dayOf(iso: string): string {
  return iso.slice(0, 10);
}

/** `2:30 PM` for an ISO time, by its own offset. */
export function clockTime(iso: string): string {
  const [hours = 0, minutes = 0] = iso.slice(11, 16).split(":").map(Number);
  const hour = hours % 12 === 0 ? 12 : hours % 12;
  return `${hour}:${String(minutes).padStart(2, "0")} ${hours < 12 ? "AM" : "PM"}`;
}

/** `Friday, March 6` for a day. */
export function dayName(day: string): string {
  const date = utc(day);
  return `${WEEKDAYS[date.getUTCDay()]}, ${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}`;
}

/** `Tomorrow` where it is, else the day's name. */
export function dayHeading(day: string, today: string): string {
  const days = (utc(day).getTime() - utc(today).getTime()) / 86_400_000;
  return days === 0 ? "Today" : days === 1 ? "Tomorrow" : dayName(day);
}

/** `45 min`, `2 hr`, `1 hr 30 min`. */
export function duration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 && `${hours} hr`, rest > 0 && `${rest} min`].filter(Boolean).join(" ");
}

/** `518-555-0142` for a North American E.164 number; any other as it stands. */
export function phoneNumber(e164: string): string {
  const digits = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(e164);
  return digits ? digits.slice(1).join("-") : e164;
}

/** `New York time` for an IANA zone. */
export function zoneName(zone: string): string {
  return `${zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone} time`;
}

/** The address on a map. */
export function mapLink(address: string): string {
  return `https://www.google.com/maps/search/?api=1&query=${encodeURIComponent(address)}`;
}

/** `Fri` for a day. */
export function shortWeekday(day: string): string {
  return (WEEKDAYS[utc(day).getUTCDay()] ?? "").slice(0, 3);
}

/** `Mar` for a day. */
export function shortMonth(day: string): string {
  return (MONTHS[utc(day).getUTCMonth()] ?? "").slice(0, 3);
}

/** `6` for the sixth. */
export function dayOfMonth(day: string): number {
  return utc(day).getUTCDate();
}

/** `$1,240.00` for whole cents. */
export function money(cents: number): string {
  return (cents / 100).toLocaleString("en-US", { style: "currency", currency: "USD" });
}

/** The words with a capital at the front. */
export function sentenceCase(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function utc(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
