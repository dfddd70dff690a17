import { Button } from '@mantine/core';
import { IconFileDiff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMay } from '@/api/record';
import { useText } from '@/text/text';

/** The way to bring two files to a process, for who may. */
export function Compare({ id }: { id: string }) {
  const may = useMay('process.run', 'process', id, true);
  return may ? <CompareButton id={id} /> : null;
}

export function CompareButton({ id }: { id: string }) {
  const { t } = useText();
  return (
    <Button
      component={Link}
      to={`/process/${encodeURIComponent(id)}/compare`}
      leftSection={<IconFileDiff size={16} aria-hidden />}
    >
      {t('recon.compare')}
    </Button>
  );
}
