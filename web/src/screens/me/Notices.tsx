import { Radio } from '@mantine/core';
import { type Mail, useChooseNotices, useNotices } from '@/api/notice';
import { ProblemNote } from '@/parts/Problem';
import { Section } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './Me.module.css';

const ways: readonly Mail[] = ['at_once', 'daily', 'off'];

/** How the person is told by e-mail of what waits for them. */
export function Notices() {
  const { t } = useText();
  const { data, error, isError, refetch } = useNotices();
  const choose = useChooseNotices();
  return (
    <Section title={t('me.notices')}>
      <p className={classes.note}>{t('me.notices.what')}</p>
      <div className={classes.ways}>
        {isError ? (
          <ProblemNote error={error} onRetry={refetch} />
        ) : data ? (
          <Radio.Group
            aria-label={t('me.notices')}
            value={choose.isPending ? choose.variables : data.mail}
            onChange={(way) => {
              const mail = ways.find((known) => known === way);
              if (mail) choose.mutate(mail);
            }}
          >
            {ways.map((way) => (
              <Radio key={way} value={way} label={t(`me.notices.${way}`)} disabled={choose.isPending} />
            ))}
          </Radio.Group>
        ) : (
          <Loading lines={3} />
        )}
        {choose.isError && <ProblemNote error={choose.error} />}
      </div>
    </Section>
  );
}
