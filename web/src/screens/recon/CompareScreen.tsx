import { Button, FileInput } from '@mantine/core';
import { IconFile } from '@tabler/icons-react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { useCommand, type Write } from '@/api/command';
import { asProblem } from '@/api/problem';
import { useNamedProcess } from '@/api/processes';
import { Done } from '@/form/Consequences';
import { ProblemNote, Refused } from '@/parts/Problem';
import { ScreenHead, Section } from '@/parts/Section';
import { Loading } from '@/parts/States';
import { useText } from '@/text/text';
import { base64Of } from './file';
import { Taken } from './NamedProcess';
import classes from './Recon.module.css';
import { Tried } from './Tried';

/** Starting a run of two files; or trying first what would come of it, without recording anything. */
export default function CompareScreen() {
  const { id = '' } = useParams({ strict: false });
  const { t } = useText();
  const process = useNamedProcess(id);
  if (process === undefined) return <Loading lines={5} />;
  if (!process?.may.includes('process.run')) return <Refused table="process" action="run" />;
  return (
    <div className={classes.screen}>
      <ScreenHead
        title={t('recon.compare')}
        about={
          <>
            <Link to="/process/$id" params={{ id }}>
              {process.name}
            </Link>
            <span>{t('recon.compare.what')}</span>
          </>
        }
      />
      <Taken process={process} />
      <Files path={`/api/v1/recon/process/${encodeURIComponent(id)}/run`} />
    </div>
  );
}

function Files({ path }: { path: string }) {
  const { t, refusal } = useText();
  const [left, setLeft] = useState<File | null>(null);
  const [right, setRight] = useState<File | null>(null);
  const [missing, setMissing] = useState(false);
  const [unread, setUnread] = useState<unknown>();
  const { plan, submit } = useCommand();
  const refused = plan.error ?? (plan.data ? null : submit.error);
  const problem = refused && asProblem(refused);
  const started = submit.data?.state === 'applied' && submit.data.records?.find(({ table }) => table === 'run')?.id;
  const navigate = useNavigate();
  useEffect(() => {
    if (started) void navigate({ to: '/run/$id', params: { id: started } });
  }, [started, navigate]);

  async function send(how: (write: Write) => void) {
    setMissing(true);
    if (!left || !right) return;
    try {
      const body = {
        left: { name: left.name, content: await base64Of(left) },
        right: { name: right.name, content: await base64Of(right) },
      };
      how({ method: 'POST', path, body, prefer: 'respond-async' });
    } catch (error) {
      setUnread(error);
    }
  }
  function start(event: FormEvent) {
    event.preventDefault();
    void send((write) => submit.mutate({ write, because: { reason: '', ticket: '' }, key: crypto.randomUUID() }));
  }
  function choose(set: (file: File | null) => void) {
    return (file: File | null) => {
      set(file);
      setUnread(undefined);
      plan.reset();
      submit.reset();
    };
  }
  const ofSide = (side: string) => (problem?.field === side ? refusal(problem.code, problem.detail).told : undefined);
  const field = (side: 'left' | 'right', file: File | null, set: (file: File | null) => void) => (
    <FileInput
      label={t(`recon.compare.${side}`)}
      description={t('recon.compare.form')}
      placeholder={t('recon.compare.pick')}
      leftSection={<IconFile size={16} aria-hidden />}
      accept=".csv,.txt,.xml,text/csv,application/xml"
      value={file}
      onChange={choose(set)}
      withAsterisk
      error={missing && !file ? t('field.required') : ofSide(side)}
    />
  );
  return (
    <>
      <Section title={t('recon.files')}>
        <form onSubmit={start} noValidate className={classes.form}>
          {field('left', left, setLeft)}
          {field('right', right, setRight)}
          {!plan.data && !submit.data && (
            <div className={classes.buttons}>
              <Button type="submit" loading={submit.isPending} disabled={plan.isPending}>
                {t('recon.compare.start')}
              </Button>
              <Button
                variant="default"
                loading={plan.isPending}
                disabled={submit.isPending}
                onClick={() => send(plan.mutate)}
              >
                {t('recon.compare.try')}
              </Button>
            </div>
          )}
        </form>
      </Section>
      {problem && problem.field !== 'left' && problem.field !== 'right' && <ProblemNote error={problem} />}
      {unread !== undefined && <ProblemNote error={unread} />}
      {submit.data && !plan.data && <Done outcome={submit.data} />}
      {plan.data && <Tried planned={plan.data} write={plan.variables} submit={submit} />}
    </>
  );
}
