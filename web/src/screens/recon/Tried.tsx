import type { Planned, useCommand, Write } from '@/api/command';
import { Consequences } from '@/form/Consequences';
import type { Image } from '@/format/difference';
import { useText } from '@/text/text';
import classes from './Result.module.css';
import { ResultBars } from './ResultBars';
import { ResultNumbers } from './ResultNumbers';
import { exceptionsOf, resultOf } from './run';

interface Props {
  readonly planned: Planned;
  readonly write: Write;
  readonly submit: ReturnType<typeof useCommand>['submit'];
}

/** What a run would come to, before it is recorded. */
export function Tried({ planned, write, submit }: Props) {
  const run = planned.rows?.find((row) => row.table === 'run' && row.op === 'insert');
  const image = imageOf(run?.after);
  return (
    <Consequences planned={planned} write={write} submit={submit} onReload={undefined}>
      {image && <Found image={image} />}
    </Consequences>
  );
}

/** What the trial of a staging copy would come to; it opens no exception. */
export function TriedRun({ planned }: { planned: Planned }) {
  const run = planned.rows?.find((row) => row.table === 'run' && row.op === 'insert');
  const image = imageOf(run?.after);
  return image ? <Found image={image} silent /> : null;
}

function Found({ image, silent = false }: { image: Image; silent?: boolean }) {
  const { t } = useText();
  const result = resultOf(image);
  const opens = image.state === 'done' && !silent ? exceptionsOf(result) : 0;
  const told = opens === 1 ? t('recon.compare.opens.one') : t('recon.compare.opens', { n: opens });
  return (
    <div className={classes.result}>
      {image.state === 'failed' && <strong>{t('recon.failed')}</strong>}
      {typeof image.detail === 'string' && image.detail !== '' && <p>{image.detail}</p>}
      <ResultBars result={result} />
      <ResultNumbers result={result} />
      <p>{opens === 0 ? t('recon.compare.opens.none') : told}</p>
    </div>
  );
}

function imageOf(after: unknown): Image | undefined {
  return typeof after === 'object' && after !== null ? (after as Image) : undefined;
}
