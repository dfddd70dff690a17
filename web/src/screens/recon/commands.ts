import type { Column, Command } from '@/api/declared';
import type { Doing } from '@/form/CommandDialog';
import { bodyOf, type Draft } from '@/form/draft';
import type { Choices } from '@/form/WriteForm';

interface How {
  readonly initial: Draft;
  readonly locale: string;
  /** The command's own fields when absent. */
  readonly columns?: readonly Column[];
  readonly choices?: Choices;
}

/** Giving a command on a record: its fields are asked, then what it would do is shown. */
export function commandOf(command: Command, id: string, title: string, what: string, how: How): Doing {
  const { initial, locale, columns = command.fields, choices } = how;
  return {
    title,
    what,
    ...(columns.length > 0 && { columns, initial, ...(choices && { choices }) }),
    writeOf: (draft) => ({
      method: 'POST',
      path: command.path.replace('{id}', encodeURIComponent(id)),
      ...(columns.length > 0 && { body: bodyOf(columns, draft, locale) }),
    }),
  };
}
