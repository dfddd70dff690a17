/** A moment of the API (RFC 3339, UTC) as people of the locale read it; '' for none. */
export function formatMoment(text: string, locale: string): string {
  const at = Date.parse(text);
  if (Number.isNaN(at)) return text;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** A day of the API (YYYY-MM-DD), without being moved by anybody's time zone. */
export function formatDay(text: string, locale: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(Date.parse(text));
}

const steps = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** How long ago, in the coarsest unit that says enough: '2 hr', '12 days'. */
export function formatAge(text: string, now: number, locale: string): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(text)) / 1000));
  const [unit, length] = steps.find(([, step]) => seconds >= step) ?? ['minute', 60];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(
    Math.floor(seconds / length),
  );
}

/** The hour and minute of a moment. */
export function formatClock(moment: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(moment);
}

/** The weekday of a day without a time. */
export function formatWeekday(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

/** A day without its year, as it stands near today. */
export function formatDate(day: string, locale: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(at);
}
