import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { Json, Row } from '@/api/declared';
import type { Doing } from '@/form/CommandDialog';
import { useText } from '@/text/text';
import classes from './NewRow.module.css';
import { inserting } from './rows';
import { useRowDoors } from './useRowDoors';

interface Props {
  readonly table: string;
  readonly customer: Row;
  /** What it makes: above the form, and for who hears the page. */
  readonly text: string;
  /** The columns that are asked; the fixed ones are given. */
  readonly columns: readonly string[];
  readonly fixed?: Readonly<Record<string, Json>>;
  readonly onOpen: (doing: Doing) => void;
}

/** The way to a new row of the customer, for who may make one. */
export function NewRow({ table, customer, text, columns, fixed = {}, onOpen }: Props) {
  const { t, locale } = useText();
  const doors = useRowDoors(table, customer.id);
  const declared = doors.table;
  if (!declared || !doors.insert) return null;
  return (
    <Button
      variant="default"
      size="compact-sm"
      className={classes.button}
      aria-label={`${t('table.new')}: ${text}`}
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={() => onOpen(inserting(declared, customer, text, columns, fixed, locale))}
    >
      {t('table.new')}
    </Button>
  );
}
