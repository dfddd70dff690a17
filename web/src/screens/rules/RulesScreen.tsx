import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type Row, useTable } from '@/api/declared';
import { useAll } from '@/api/list';
import { grouped } from '@/format/grouped';
import listed from '@/parts/Listed.module.css';
import { ProblemNote, Refused } from '@/parts/Problem';
import { ScreenHead, Section } from '@/parts/Section';
import { Empty, Loading } from '@/parts/States';
import { useShown } from '@/screens/access/useShown';
import { useText } from '@/text/text';
import { areaName } from '@/text/words';
import { type Meeting, useMeetings, useWatched } from './answers';
import { Presets } from './Presets';
import { RuleLine } from './RuleLine';
import classes from './Rules.module.css';
import { Stuck } from './Stuck';
import { isShown, states } from './shown';

/** Every four-eyes rule in words, with the people who could agree today. */
export default function RulesScreen() {
  const { t } = useText();
  const table = useTable('four_eyes_rule');
  if (!table?.may.view) return <Refused table="four_eyes_rule" />;
  return (
    <div className={listed.screen}>
      <ScreenHead
        title={t('rules.title')}
        about={t('rules.about')}
        actions={
          table.may.insert && (
            <Button component={Link} to="/new/four_eyes_rule" leftSection={<IconPlus size={16} aria-hidden />}>
              {t('rules.new')}
            </Button>
          )
        }
      />
      <Presets table={table} />
      <Stuck />
      <Rules />
    </div>
  );
}

function Rules() {
  const { t, word } = useText();
  const { shown, show } = useShown(['find', 'state']);
  const rules = useAll('four_eyes_rule', { sort: 'name' });
  const meetings = useMeetings();
  if (rules.isError) return <ProblemNote error={rules.error} onRetry={rules.refetch} />;
  if (meetings.isError) return <ProblemNote error={meetings.error} onRetry={meetings.refetch} />;
  if (!rules.data || !meetings.data) return <Loading lines={8} />;
  if (rules.data.length === 0) return <Empty title={t('rules.none')}>{t('rules.none.what')}</Empty>;
  const seen = rules.data.filter((row) => isShown(row, meetings.data.get(row.id), shown, word));
  return (
    <>
      <search className={listed.tools}>
        <TextInput
          label={t('rules.find')}
          type="search"
          value={shown.find}
          onChange={(event) => show({ find: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('rules.state')}
          value={shown.state}
          onChange={(event) => show({ state: event.currentTarget.value })}
          data={states.map((one) => ({ value: one, label: t(`rules.state.${one || 'all'}`) }))}
        />
        <output className={listed.count}>{t('rules.shown', { n: seen.length, of: rules.data.length })}</output>
      </search>
      {seen.length === 0 && <Empty title={t('table.none.filtered')}>{t('rules.none.shown')}</Empty>}
      <Areas rules={seen} meetings={meetings.data} />
    </>
  );
}

/** The rules by the area of what they are about. */
function Areas({ rules, meetings }: { rules: readonly Row[]; meetings: ReadonlyMap<string, Meeting> }) {
  const { t, word } = useText();
  const watched = new Map(useWatched().data?.map(({ name, area }) => [name, word(areaName(area))]));
  const areaOf = (row: Row) => watched.get(String(row.subject)) ?? t('rules.elsewhere');
  const areas = [...grouped(rules, areaOf)].sort(([a], [b]) => a.localeCompare(b));
  return areas.map(([area, list]) => (
    <Section key={area} title={`${area} (${list.length})`}>
      <ul className={classes.rules} aria-label={area}>
        {list.map((row) => (
          <RuleLine key={row.id} row={row} meeting={meetings.get(row.id)} />
        ))}
      </ul>
    </Section>
  ));
}
