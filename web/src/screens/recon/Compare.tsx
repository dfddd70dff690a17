import { Button } from '@mantine/core';
import { IconFileDiff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMay } from '@/api/record';
import { useText } from '@/text/text';

/** The way to bring two files to a process. */
export function Compare({ id }: { id: string }) {
  const { t } = useText();
  const may = useMay('process.run', 'process', id, true);
  if (!may) return null;
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
