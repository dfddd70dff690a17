import { Button } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { api, dataOf } from '@/api/http';
import { useMay } from '@/api/record';
import listed from '@/parts/Listed.module.css';
import { ProblemNote } from '@/parts/Problem';
import { Status } from '@/parts/Status';
import { useText } from '@/text/text';
import classes from './Deliveries.module.css';

const stepWords = {
  recipient: 'deliver.step.recipient',
  connection: 'deliver.step.connection',
  directory: 'deliver.step.directory',
  address: 'deliver.step.address',
} as const;

/** Tries a channel: key, server, sign-in, directory or address. Nothing is written there. */
export function ChannelTest({ id, name }: { id: string; name: string }) {
  const { t, refusal } = useText();
  const may = useMay('channel.test', 'channel', id, true);
  const test = useMutation({
    mutationFn: async () => dataOf(await api.POST('/api/v1/deliver/channel/{id}/test', { params: { path: { id } } })),
  });
  if (!may) return null;
  return (
    <div className={classes.test}>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPlugConnected size={15} aria-hidden />}
        aria-label={t('deliver.test.which', { name })}
        loading={test.isPending}
        onClick={() => test.mutate()}
      >
        {t('deliver.test')}
      </Button>
      {test.isError && <ProblemNote error={test.error} />}
      {test.data && (
        <output>
          <p>
            <Status
              state={t(test.data.ok ? 'deliver.test.ok' : 'deliver.test.failed')}
              kind={test.data.ok ? 'agreed' : 'refused'}
            />
          </p>
          <ul className={classes.steps}>
            {(test.data.steps ?? []).map((step) => (
              <li key={step.name}>
                <Status state={t(stepWords[step.name])} kind={step.ok ? 'agreed' : 'refused'} />
                {!step.ok && <span>{refusal(step.code ?? '', step.detail ?? '').told}</span>}
              </li>
            ))}
          </ul>
          {test.data.host_key && (
            <p className={listed.quiet}>{`${t('pay.delivery.hostKey')}: ${test.data.host_key}`}</p>
          )}
        </output>
      )}
    </div>
  );
}
