/** The ways to look at exceptions. The address has them as filters. */
export const views = ['open', 'mine', 'closed', 'all'] as const;
export type View = (typeof views)[number];

function filtersOf(view: View, me: string): readonly string[] {
  switch (view) {
    case 'open':
      return ['state!=closed'];
    case 'mine':
      return ['state!=closed', `assignee=${me}`];
    case 'closed':
      return ['state=closed'];
    case 'all':
      return [];
  }
}

const isOfView = (entry: string) => /^(state|assignee)\b/.test(entry);

/** Which view the filters show; undefined when they show another. */
export function shownAs(filter: readonly string[], me: string): View | undefined {
  const own = filter.filter(isOfView).toSorted().join('\n');
  return views.find((view) => filtersOf(view, me).toSorted().join('\n') === own);
}

/** The filters of the view, with whatever else was filtered by. */
export function ofView(view: View, filter: readonly string[], me: string): readonly string[] {
  return [...filtersOf(view, me), ...filter.filter((entry) => !isOfView(entry))];
}
