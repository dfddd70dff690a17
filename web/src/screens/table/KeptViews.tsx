import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useMe } from '@/api/me';
import { readSearch, writeSearch } from '@/frame/address';
import { useText } from '@/text/text';
import classes from './KeptViews.module.css';
import { readViews, withView, writeViews } from './kept';
import type { TableSearch } from './useTableSearch';

/** Views of a table that one kept under a name; they stay in this browser, and each is an address one can send. */
export function KeptViews({ table, search }: { table: string; search: TableSearch }) {
  const { t } = useText();
  const user = useMe().user.id;
  const [views, setViews] = useState(() => readViews(user, table));
  const [name, setName] = useState('');
  const keep = (next: typeof views) => {
    writeViews(user, table, next);
    setViews(next);
  };
  function add(event: FormEvent) {
    event.preventDefault();
    if (name.trim() === '') return;
    keep(withView(views, { name: name.trim(), search: writeSearch({ ...search }) }));
    setName('');
  }
  return (
    <Popover position="bottom-end" trapFocus width={300}>
      <Popover.Target>
        <Button variant="default" size="compact-sm" leftSection={<IconBookmark size={14} aria-hidden />}>
          {t('table.views')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('table.views')}>
        <ul className={classes.views}>
          {views.map((view) => (
            <li key={view.name}>
              <Link to="/$table" params={{ table }} search={readSearch(view.search)}>
                {view.name}
              </Link>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('table.views.forget', { name: view.name })}
                onClick={() => keep(views.filter((other) => other !== view))}
              >
                <IconTrash size={14} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
        <form onSubmit={add} className={classes.form}>
          <TextInput
            size="xs"
            label={t('table.views.name')}
            description={t('table.views.what')}
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" size="xs" variant="default">
            {t('table.views.keep')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
