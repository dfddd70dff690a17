import { Button, SegmentedControl } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { type Table, useTable } from '@/api/declared';
import { useList } from '@/api/list';
import { useMe } from '@/api/me';
import { ProblemNote, Refused } from '@/parts/Problem';
import { ScreenHead } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { ExportButton } from '@/screens/table/ExportButton';
import { FilterLine } from '@/screens/table/FilterLine';
import { useTableSearch } from '@/screens/table/useTableSearch';
import { useText } from '@/text/text';
import { ExceptionView } from './ExceptionView';
import { type Exception, exceptionOf } from './exception';
import { LabelFilter } from './Labels';
import { labelled, ofLabel, withoutLabel } from './labelled';
import { Several } from './Several';
import { namesOf, useExceptionPeople } from './useExceptionPeople';
import { useWorkKeys } from './useWorkKeys';
import { ofView, shownAs, views } from './views';
import { WorkKeys } from './WorkKeys';
import classes from './WorkList.module.css';
import { WorkRow } from './WorkRow';

/** The work-list of exceptions: the list on the left, the one under the hands on the right. */
export default function WorkListScreen() {
  const table = useTable('exception');
  return table?.may.view ? <WorkList table={table} /> : <Refused table="exception" />;
}

function WorkList({ table }: { table: Table }) {
  const { t } = useText();
  const me = useMe().user.id;
  const { search, set, columns } = useTableSearch(table);
  const filter = search.filter ?? ofView('open', [], me);
  const wanted = { filter, sort: search.sort || 'id' };
  const list = useList('exception', wanted);
  const { at, chosen, choose } = useChosen(list.rows.map(({ id }) => id));
  const [help, setHelp] = useState(false);
  const [several, setSeveral] = useState<ReadonlyMap<string, Exception>>();
  const lines = useRef<HTMLUListElement>(null);
  const names = namesOf(useExceptionPeople(at).data);

  function step(by: number) {
    const ids = list.rows.map(({ id }) => id);
    const next = ids[Math.min(Math.max(ids.indexOf(at) + by, 0), ids.length - 1)];
    if (next === undefined) return;
    choose(next);
    lines.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(next)}"]`)?.focus();
    if (next === ids.at(-1) && list.hasNextPage) void list.fetchNextPage();
  }
  function toggle(x: Exception) {
    const next = new Map(several);
    if (!next.delete(x.id)) next.set(x.id, x);
    setSeveral(next);
  }
  const mayLabel = table.commands.some(({ name, may }) => name === 'exception.label' && may);
  useWorkKeys({ j: () => step(1), k: () => step(-1), '?': () => setHelp(true) });

  const none = list.isSuccess && list.rows.length === 0 && (
    <Empty title={t('recon.worklist.none')}>{t('recon.openOnes.none.what')}</Empty>
  );
  return (
    <div className={classes.screen} data-chosen={chosen}>
      <ScreenHead title={t('recon.worklist')} about={t('recon.worklist.what')} />
      <div className={classes.tools}>
        <SegmentedControl
          aria-label={t('recon.view')}
          value={shownAs(filter, me) ?? ''}
          onChange={(value) => {
            const view = views.find((one) => one === value);
            if (view) set({ filter: ofView(view, filter, me) });
          }}
          data={views.map((view) => ({ value: view, label: t(`recon.view.${view}`) }))}
        />
        <LabelFilter filter={filter} onChange={(next) => set({ filter: next })} />
        <FilterLine
          table={table}
          filter={withoutLabel(filter)}
          onChange={(next) => set({ filter: ofLabel(labelled(filter), next) })}
        />
        <ExportButton table="exception" columns={columns} wanted={wanted} />
        {mayLabel && !several && list.rows.length > 0 && (
          <Button variant="default" onClick={() => setSeveral(new Map())}>
            {t('recon.several')}
          </Button>
        )}
      </div>
      {several && (
        <Several
          wanted={wanted}
          total={list.total}
          chosen={[...several.values()]}
          onChoose={(all) => setSeveral(new Map(all.map((x) => [x.id, x])))}
          onEnd={() => setSeveral(undefined)}
        />
      )}
      {list.isError && <ProblemNote error={list.error} onRetry={list.refetch} />}
      {list.isPending && <Loading lines={8} />}
      {!chosen && none}
      {(list.rows.length > 0 || chosen) && (
        <div className={classes.halves}>
          <div className={classes.listing}>
            {none}
            <ul className={classes.list} ref={lines} aria-label={t('recon.exceptions')}>
              {list.rows.map((row) => (
                <WorkRow
                  key={row.id}
                  exception={exceptionOf(row)}
                  current={row.id === at}
                  names={names}
                  {...(several && { ticked: several.has(row.id), onTick: toggle })}
                />
              ))}
            </ul>
            {list.hasNextPage && (
              <Button variant="subtle" fullWidth loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
                {t('recon.more')}
              </Button>
            )}
          </div>
          <div className={classes.detail}>
            <Button
              className={classes.back}
              variant="default"
              size="xs"
              leftSection={<IconArrowLeft size={14} aria-hidden />}
              onClick={() => choose(undefined)}
            >
              {t('recon.worklist.back')}
            </Button>
            {at !== '' && <ExceptionView key={at} id={at} level="h2" />}
          </div>
        </div>
      )}
      {help && <WorkKeys onClose={() => setHelp(false)} />}
    </div>
  );
}

/** Which one is under the hands: the address says it, else it is the first. */
function useChosen(ids: readonly string[]) {
  const search: { at?: string } = useSearch({ strict: false });
  const navigate = useNavigate();
  const chosen = search.at !== undefined;
  const choose = (at: string | undefined) =>
    void navigate({
      to: '.',
      search: (old: Record<string, unknown>) => ({ ...old, at }),
      replace: chosen && at !== undefined,
    });
  return { at: search.at ?? ids[0] ?? '', chosen, choose };
}
