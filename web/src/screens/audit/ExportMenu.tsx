import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useText } from '@/text/text';
import { type Asked, queryOf } from './useAudit';

const formats = ['xlsx', 'csv', 'jsonl'] as const;

/** What the search finds as a file, each entry with its proof; or the whole log as it is sealed. */
export function ExportMenu({ asked }: { asked: Asked }) {
  const { t } = useText();
  const query = queryOf(asked);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={14} aria-hidden />}>
          {t('audit.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('audit.export.found')}</Menu.Label>
        {formats.map((format) => (
          <Menu.Item
            key={format}
            component="a"
            href={`/api/v1/audit/result?${query}${query && '&'}format=${format}`}
            download={`audit.${format}`}
          >
            {t(`audit.export.${format}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component="a" href="/api/v1/audit/export" download="audit.jsonl">
          {t('audit.export.whole')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
