/** The ways to look at packages: all, or those in one state. The address has them as a filter. */
export const views = ['all', 'draft', 'awaiting_signatures', 'accepted', 'sent', 'booked'] as const;
export type View = (typeof views)[number];

const isState = (entry: string) => entry.startsWith('state=');

/** Which view the filters show; undefined when they show another. */
export function shownAs(filter: readonly string[]): View | undefined {
  const states = filter.filter((entry) => /^state\b/.test(entry));
  if (states.length === 0) return 'all';
  return states.length === 1 ? views.find((view) => states[0] === `state=${view}`) : undefined;
}

/** The filters of the view, with whatever else was filtered by. */
export function ofView(view: View, filter: readonly string[]): readonly string[] {
  const others = filter.filter((entry) => !isState(entry));
  return view === 'all' ? others : [`state=${view}`, ...others];
}

export function isView(text: string): text is View {
  return views.some((view) => view === text);
}
