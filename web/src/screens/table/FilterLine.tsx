import { Button } from '@mantine/core';
import type { Table } from '@/api/declared';
import { filterText, parseFilter } from '@/format/filter';
import { FilterWord } from '@/parts/FilterWord';
import { useText } from '@/text/text';
import { AddFilter } from './AddFilter';
import classes from './FilterLine.module.css';
import { useFilterWords } from './useFilterWords';

interface Props {
  readonly table: Table;
  readonly filter: readonly string[];
  readonly onChange: (filter: readonly string[]) => void;
}

/** The filters as words that can be taken away, and the way to another one. */
export function FilterLine({ table, filter, onChange }: Props) {
  const { t } = useText();
  return (
    <div className={classes.line}>
      <AddFilter table={table} onAdd={(next) => onChange([...new Set([...filter, filterText(next)])])} />
      {filter.map((text) => (
        <Word
          key={text}
          table={table}
          text={text}
          onRemove={() => onChange(filter.filter((other) => other !== text))}
        />
      ))}
      {filter.length > 1 && (
        <Button variant="subtle" size="compact-sm" onClick={() => onChange([])}>
          {t('table.filter.clear')}
        </Button>
      )}
    </div>
  );
}

function Word({ table, text, onRemove }: { table: Table; text: string; onRemove: () => void }) {
  const words = useFilterWords(table, parseFilter(text)) ?? text;
  return <FilterWord words={words} onRemove={onRemove} />;
}
