import { Anchor } from '@mantine/core';
import type { Row } from '@/api/declared';
import { useSome } from '@/api/list';
import { pathOf, useMay } from '@/api/record';
import { CommandLine, Digest } from '@/parts/Digest';
import { Fact, Facts } from '@/parts/Facts';
import { Section } from '@/parts/Section';
import { useText } from '@/text/text';
import classes from './Recon.module.css';

/** Which files were compared, under which configuration: by their digests. */
export function RunFiles({ row }: { row: Row }) {
  const { t } = useText();
  const may = useMay('run.download', 'run', row.id, true);
  const newest = useSome('run', { filter: [`process=${row.process}`], sort: '-number' }, 1, may).data?.items[0];
  return (
    <Section title={t('recon.files')}>
      <Facts>
        {(['left', 'right'] as const).map((side) => (
          <Fact key={side} name={t(`recon.${side}`)}>
            {may && newest?.id === row.id ? (
              <Anchor href={`${pathOf('run', row.id)}/file?side=${side}`} download={String(row[`${side}_name`])}>
                {String(row[`${side}_name`])}
              </Anchor>
            ) : (
              String(row[`${side}_name`])
            )}{' '}
            <span className={classes.quiet}>{String(row[`${side}_format`])}</span>
            <div>
              <Digest value={String(row[`${side}_digest`])} />
            </div>
          </Fact>
        ))}
        <Fact name={t('recon.configuration')}>
          <Digest value={String(row.configuration_digest)} />
        </Fact>
        {row.result_digest !== '' && (
          <Fact name={t('recon.resultDigest')}>
            <Digest value={String(row.result_digest)} />
          </Fact>
        )}
      </Facts>
      <details className={classes.check}>
        <summary>{t('recon.file.check')}</summary>
        <p>{t('recon.files.what')}</p>
        <CommandLine text={`sha256sum ${shellWord(String(row.left_name))} ${shellWord(String(row.right_name))}`} />
      </details>
    </Section>
  );
}

/** A file's name as a shell takes it, whatever somebody called it. */
function shellWord(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`;
}
