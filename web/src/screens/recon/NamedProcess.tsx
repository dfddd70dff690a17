import type { NamedProcess as Named } from '@/api/processes';
import { useNamedProcess } from '@/api/processes';
import { Fact, Facts } from '@/parts/Facts';
import { Refused } from '@/parts/Problem';
import { ScreenHead, Section } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { RolesHere } from '@/screens/people/RolesHere';
import { useText } from '@/text/text';
import { CompareButton } from './Compare';
import { ExpectedFiles } from './ExpectedFiles';
import { ProcessRuns } from './ProcessRuns';
import classes from './Recon.module.css';

/** A process for who does something there, and may not see how it compares. */
export function NamedProcess({ id }: { id: string }) {
  const { t } = useText();
  const named = useNamedProcess(id);
  if (named === undefined) return <Loading lines={8} />;
  if (named === null) return <Refused table="process" />;
  return (
    <div className={classes.screen}>
      <ScreenHead
        title={named.name}
        about={
          <>
            <span>{named.code}</span>
            {named.unit && <span>{named.unit}</span>}
            <span>{t('recon.named.hidden')}</span>
          </>
        }
        actions={named.may.includes('process.run') && <CompareButton id={id} />}
      />
      {named.may.includes('run.view') ? (
        <div className={classes.halves}>
          <div className={classes.main}>
            <ProcessRuns process={id} />
          </div>
          <div className={classes.aside}>
            <Beside process={named} />
          </div>
        </div>
      ) : (
        <div className={classes.main}>
          <Beside process={named} />
        </div>
      )}
    </div>
  );
}

function Beside({ process }: { process: Named }) {
  return (
    <>
      <Taken process={process} />
      <ExpectedFiles process={process.id} />
      <RolesHere table="process" id={process.id} />
    </>
  );
}

/** What files it takes: whose statements, what it awaits, and what was brought last. */
export function Taken({ process: { takes, awaits } }: { process: Named }) {
  const { t, word, plural } = useText();
  if (!takes) return null;
  const last = (['left', 'right'] as const).filter((side) => takes[side].name !== '');
  if (takes.account_number === '' && awaits.length === 0 && last.length === 0) return null;
  return (
    <Section title={t('recon.named.takes')}>
      <Facts>
        {takes.account_number !== '' && <Fact name={word('account_number')}>{takes.account_number}</Fact>}
        {awaits.length > 0 && <Fact name={plural('expected_file')}>{awaits.join(', ')}</Fact>}
        {last.map((side) => (
          <Fact key={side} name={t(`recon.named.last.${side}`)}>
            {takes[side].name} <span className={classes.quiet}>{takes[side].format}</span>
          </Fact>
        ))}
      </Facts>
    </Section>
  );
}
