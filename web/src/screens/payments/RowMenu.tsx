import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { Doing } from '@/form/CommandDialog';

/** What can be done to one row, behind one small button; nothing, when there is nothing. */
export function RowMenu({
  label,
  items,
  onOpen,
}: {
  label: string;
  items: readonly (Doing | false | undefined)[];
  onOpen: (doing: Doing) => void;
}) {
  const doings = items.filter((item): item is Doing => typeof item === 'object');
  if (doings.length === 0) return null;
  return (
    <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label}>
          <IconDots size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {doings.map((doing) => (
          <Menu.Item key={doing.title} onClick={() => onOpen(doing)}>
            {doing.title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
