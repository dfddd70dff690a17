import { useMemo } from 'react';
import { useText } from '@/text/text';
import { ofArea, type Shown } from './matching';
import { groupsOf } from './matrix';

/** The permissions that are listed, and the areas that there are; the first one until another is chosen. */
export function useRowsShown(items: readonly string[], areas: Readonly<Record<string, string>>, shown: Shown) {
  const { word } = useText();
  const all = useMemo(() => groupsOf(items, areas, word), [items, areas, word]);
  const areaNames = useMemo(() => [...new Set(all.map(({ area }) => word(area)))], [all, word]);
  const area = areaNames.includes(shown.area) ? shown.area : (areaNames[0] ?? '');
  const groups = useMemo(() => ofArea(all, area, shown.find, word), [all, area, shown.find, word]);
  return { groups, areaNames, area };
}
