/** The server notes use to half a minute, so a session may end that much before it seems to. */
const stepMs = 30_000;
/** People are warned so long before. */
const warnMs = 60_000;

const kept = 'countersign.used';
let used = Date.now();

/** Every answer prolongs the session; other tabs of this browser hear of it. */
export function noteUse(): void {
  used = Date.now();
  localStorage.setItem(kept, String(used));
}

/** When the session was last used, in this tab or another. */
export function lastUse(): number {
  return Math.max(used, Number(localStorage.getItem(kept)) || 0);
}

export interface Ending {
  /** Seconds that are left for sure. */
  readonly left: number;
  /** It ends whatever one does. */
  readonly whole: boolean;
  /** It is over for sure. */
  readonly over: boolean;
}

/** How the session is about to end; undefined while there is more than a minute. All times in milliseconds. */
export function endingAt(now: number, used: number, idle: number, wholeEnd: number): Ending | undefined {
  const idleEnd = used + Math.max(idle - stepMs, idle / 2);
  const whole = wholeEnd < idleEnd;
  const end = whole ? wholeEnd : idleEnd;
  if (now < end - Math.min(warnMs, idle / 4)) return undefined;
  const sure = whole ? wholeEnd : used + idle;
  return { left: Math.max(0, Math.ceil((end - now) / 1000)), whole, over: now > sure + 1000 };
}
