import { type Command, useTable } from '@/api/declared';
import { useMay } from '@/api/record';
import type { Doing } from '@/form/CommandDialog';
import { draftOf } from '@/form/draft';
import { useText } from '@/text/text';
import { commandOf } from './commands';
import type { Exception } from './exception';
import { useExceptionPeople } from './useExceptionPeople';
import { type Label, useLabels } from './useLabels';

export const verbs = ['assign', 'allocate', 'label', 'comment', 'close', 'force_close', 'review', 'reopen'] as const;
export type Verb = (typeof verbs)[number];

/** The key of each, on the work-list. */
export const keyOf: Readonly<Record<Verb, string>> = {
  assign: 'a',
  allocate: 'l',
  label: 't',
  comment: 'c',
  close: 'x',
  force_close: 'f',
  review: 'r',
  reopen: 'o',
};

/** What each state allows; the server decides again. */
function fits(verb: Verb, state: string): boolean {
  if (verb === 'comment' || verb === 'label') return true;
  if (verb === 'review') return state === 'unreviewed';
  return verb === 'reopen' ? state === 'closed' : state !== 'closed';
}

export interface Offered {
  readonly verb: Verb;
  readonly doing: Doing;
}

/** What the person may do with the exception now. */
export function useOffered(x: Exception): readonly Offered[] {
  const { t, locale } = useText();
  const commands = useTable('exception')?.commands ?? [];
  const people = useExceptionPeople(x.id).data;
  const may: Readonly<Record<Verb, boolean>> = {
    assign: useMay('exception.assign', 'exception', x.id, isOffered(commands, 'assign', x)),
    allocate: useMay('exception.allocate', 'exception', x.id, isOffered(commands, 'allocate', x)),
    label: useMay('exception.label', 'exception', x.id, isOffered(commands, 'label', x)),
    comment: useMay('exception.comment', 'exception', x.id, isOffered(commands, 'comment', x)),
    close: useMay('exception.close', 'exception', x.id, isOffered(commands, 'close', x)),
    force_close: useMay('exception.force_close', 'exception', x.id, isOffered(commands, 'force_close', x)),
    review: useMay('exception.review', 'exception', x.id, isOffered(commands, 'review', x)),
    reopen: useMay('exception.reopen', 'exception', x.id, isOffered(commands, 'reopen', x)),
  };
  const said = { assignee: x.assignee, cause: x.cause, suggested_action: x.suggestedAction, priority: x.priority };
  const labels = useLabels(x.process);
  const solvers = people?.solvers.map(({ user, name }) => ({ value: user, label: name || user }));
  return verbs.flatMap((verb) => {
    const command = commandNamed(commands, verb);
    if (!command || !may[verb] || !isOffered(commands, verb, x)) return [];
    if (verb === 'label') return labelling(command, x, labels, t('recon.do.label'), t('recon.do.label.what'), locale);
    const doing = commandOf(command, x.id, t(`recon.do.${verb}`), t(`recon.do.${verb}.what`), {
      initial: draftOf(
        command.fields,
        verb === 'assign' ? said : verb === 'allocate' ? { group: x.group } : {},
        locale,
      ),
      locale,
      ...(verb === 'assign' && solvers && { choices: { assignee: solvers } }),
    });
    return [{ verb, doing }];
  });
}

/** Of the labels that there are, those that can be put on and those that can be taken off. */
function labelling(
  command: Command,
  x: Exception,
  labels: readonly Label[],
  title: string,
  what: string,
  locale: string,
): readonly Offered[] {
  const choice = ({ id, name }: Label) => ({ value: id, label: name });
  const choices = {
    add: labels.filter(({ id, state }) => state === 'in_use' && !x.labels.includes(id)).map(choice),
    remove: labels.filter(({ id }) => x.labels.includes(id)).map(choice),
  };
  const columns = command.fields.filter(
    ({ name }) => (name === 'add' && choices.add.length > 0) || (name === 'remove' && choices.remove.length > 0),
  );
  if (columns.length === 0) return [];
  const doing = commandOf(command, x.id, title, what, {
    initial: draftOf(columns, {}, locale),
    locale,
    columns,
    choices,
  });
  return [{ verb: 'label', doing }];
}

function isOffered(commands: readonly Command[], verb: Verb, { state }: Exception): boolean {
  return fits(verb, state) && commandNamed(commands, verb)?.may === true;
}

function commandNamed(commands: readonly Command[], verb: Verb): Command | undefined {
  return commands.find(({ name }) => name === `exception.${verb}`);
}
