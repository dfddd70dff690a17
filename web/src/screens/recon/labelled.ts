const prefix = 'labels~';

/** The label that the filters ask for, or ''. */
export function labelled(filter: readonly string[]): string {
  return filter.find((entry) => entry.startsWith(prefix))?.slice(prefix.length) ?? '';
}

/** The filters without the label. */
export function withoutLabel(filter: readonly string[]): readonly string[] {
  return filter.filter((entry) => !entry.startsWith(prefix));
}

/** The filters with another label, or with none. */
export function ofLabel(label: string, filter: readonly string[]): readonly string[] {
  return [...withoutLabel(filter), ...(label === '' ? [] : [`${prefix}${label}`])];
}
