import { Button } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Command, Row, Table } from '@/api/declared';
import { useMay } from '@/api/record';
import { useText } from '@/text/text';

interface Props {
  readonly table: Table;
  readonly row: Row;
  /** The verbs that make sense as the record stands; all when absent. */
  readonly only?: readonly string[];
}

/** What the person may do with the record; doors that are closed are not shown. */
export function Offers({ table, row, only }: Props) {
  const { t } = useText();
  const at = { table: table.name, id: row.id, written: row.version > 0 };
  const mayUpdate = useMay(`${table.name}.update`, table.name, row.id, table.may.update);
  const mayDelete = useMay(`${table.name}.delete`, table.name, row.id, table.may.delete);
  return (
    <>
      {table.commands
        .filter((command) => command.may && !command.makes && (only?.includes(verbOf(command)) ?? true))
        .map((command) => (
          <CommandButton key={command.name} command={command} {...at} />
        ))}
      {mayUpdate && (
        <Button
          component={Link}
          to={`/${table.name}/${encodeURIComponent(row.id)}/edit`}
          variant="default"
          leftSection={<IconPencil size={15} aria-hidden />}
        >
          {t('table.edit')}
        </Button>
      )}
      {mayDelete && (
        <Button
          component={Link}
          to={`/${table.name}/${encodeURIComponent(row.id)}/do/delete`}
          variant="default"
          leftSection={<IconTrash size={15} aria-hidden />}
        >
          {t('table.delete')}
        </Button>
      )}
    </>
  );
}

interface CommandProps {
  readonly command: Command;
  readonly table: string;
  readonly id: string;
  /** Whether the record is there, so that the server can be asked about it. */
  readonly written: boolean;
}

function CommandButton({ command, table, id, written }: CommandProps) {
  const { word, said } = useText();
  const may = useMay(command.name, table, id, written);
  if (written && !may) return null;
  const verb = verbOf(command);
  return (
    <Button
      component={Link}
      to={`/${table}/${encodeURIComponent(id)}/do/${verb}`}
      variant="default"
      title={said(command.doc)}
    >
      {word(verb)}
    </Button>
  );
}

function verbOf(command: Command): string {
  return command.name.slice(command.name.indexOf('.') + 1);
}
