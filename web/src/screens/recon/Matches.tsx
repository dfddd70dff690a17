import { Button, Checkbox, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type Row, useTable } from '@/api/declared';
import { useMay } from '@/api/record';
import { CommandDialog, type Doing } from '@/form/CommandDialog';
import { bodyOf, draftOf } from '@/form/draft';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './Matches.module.css';
import { MatchLine } from './MatchLine';
import recon from './Recon.module.css';
import { type Looked, type Match, useMatches } from './useMatches';

/** What a run matched, read from its files when somebody asks, and the way to break a match apart. */
export function Matches({ row }: { row: Row }) {
  const { t, locale } = useText();
  const [shown, setShown] = useState(false);
  const may = useTable('exception')?.may.view === true;
  if (!may || Number(row.matched) === 0 || row.result_digest === '') return null;
  return (
    <Section title={t('recon.matches')} aside={new Intl.NumberFormat(locale).format(Number(row.matched))}>
      {shown ? (
        <Shown row={row} />
      ) : (
        <div className={classes.open}>
          <Button variant="default" onClick={() => setShown(true)}>
            {t('recon.matches.show')}
          </Button>
        </div>
      )}
    </Section>
  );
}

function Shown({ row }: { row: Row }) {
  const { t } = useText();
  const [looked, setLooked] = useState<Looked>({ find: '', unlike: false });
  const [chosen, setChosen] = useState<ReadonlyMap<number, Match>>(new Map());
  const list = useMatches(row.id, looked);
  const may = useMay('run.break_match', 'run', row.id, row.state === 'done');
  const toggle = (match: Match) => {
    const next = new Map(chosen);
    if (!next.delete(match.left)) next.set(match.left, match);
    setChosen(next);
  };
  return (
    <>
      <Search looked={looked} onLook={setLooked} />
      {may && <Chosen row={row} chosen={[...chosen.values()]} onDone={() => setChosen(new Map())} />}
      {list.isError && <ProblemNote error={list.error} onRetry={list.refetch} />}
      {list.isPending && <Loading lines={4} />}
      {list.isSuccess && list.matches.length === 0 && <p className={recon.none}>{t('recon.matches.none')}</p>}
      <ul className={classes.list} aria-label={t('recon.matches')} aria-busy={list.isFetching}>
        {list.matches.map((match) => (
          <MatchLine
            key={match.left}
            run={row.id}
            match={match}
            chosen={chosen.has(match.left)}
            onChoose={may && !match.broken ? () => toggle(match) : undefined}
          />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="subtle" fullWidth loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          {t('recon.more')}
        </Button>
      )}
    </>
  );
}

function Search({ looked, onLook }: { looked: Looked; onLook: (looked: Looked) => void }) {
  const { t } = useText();
  const [find, setFind] = useState(looked.find);
  function send(event: FormEvent) {
    event.preventDefault();
    onLook({ ...looked, find: find.trim() });
  }
  return (
    <form className={classes.search} onSubmit={send}>
      <TextInput
        className={classes.find}
        label={t('recon.matches.find')}
        maxLength={100}
        value={find}
        onChange={(event) => setFind(event.currentTarget.value)}
      />
      <Button type="submit" variant="default">
        {t('recon.matches.look')}
      </Button>
      <Checkbox
        className={classes.unlike}
        label={t('recon.matches.unlike')}
        checked={looked.unlike}
        onChange={(event) => onLook({ ...looked, unlike: event.currentTarget.checked })}
      />
    </form>
  );
}

/** How many are chosen, and the breaking of them: one change, however many. */
function Chosen({ row, chosen, onDone }: { row: Row; chosen: readonly Match[]; onDone: () => void }) {
  const { t, locale } = useText();
  const [doing, setDoing] = useState<Doing>();
  const command = useTable('run')?.commands.find(({ name }) => name === 'run.break_match');
  if (!command) return null;
  const columns = command.fields.filter(({ name }) => name === 'reason');
  const pairs = chosen.map(({ left, right }) => ({ left, right }));
  const n = chosen.length;
  return (
    <div className={classes.chosen}>
      <output>{t(n === 1 ? 'recon.matches.chosen.one' : 'recon.matches.chosen', { n })}</output>
      <Button
        disabled={n === 0}
        onClick={() =>
          setDoing({
            title: t('recon.matches.break'),
            what: t('recon.matches.break.what'),
            columns,
            initial: draftOf(columns, {}, locale),
            writeOf: (draft) => ({
              method: 'POST',
              path: command.path.replace('{id}', encodeURIComponent(row.id)),
              body: { ...bodyOf(columns, draft, locale), pairs },
            }),
          })
        }
      >
        {t('recon.matches.break')}
      </Button>
      <CommandDialog
        doing={doing}
        onClose={() => {
          setDoing(undefined);
          onDone();
        }}
      />
    </div>
  );
}
