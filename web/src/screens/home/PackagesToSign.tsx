import { IconSignature } from '@tabler/icons-react';
import { type Row, titleOf, useTable } from '@/api/declared';
import { Status } from '@/parts/Status';
import { WorkLine } from '@/parts/WorkLine';
import { useText } from '@/text/text';

export function PackagesToSign({ packages }: { packages: readonly Row[] }) {
  const { t, word } = useText();
  const declared = useTable('package');
  return packages.map((row) => (
    <WorkLine
      key={row.id}
      icon={<IconSignature size={17} stroke={1.7} aria-hidden />}
      to={`/package/${encodeURIComponent(row.id)}`}
      what={
        <>
          <strong>{word('package')}</strong> {titleOf(declared, row)}
        </>
      }
      about=""
      aside={<Status state={String(row.state ?? '')} />}
      action={t('home.sign')}
    />
  ));
}
