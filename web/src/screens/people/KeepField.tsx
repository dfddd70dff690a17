import { Checkbox } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import type { Row } from '@/api/declared';
import { useRecord } from '@/api/record';
import { useTitle } from '@/api/titles';
import type { OwnFieldProps } from '@/form/WriteForm';
import { useText } from '@/text/text';
import { useNaming } from './lists';
import classes from './People.module.css';

/** Which grants and memberships a person keeps; what is not ticked ends. */
export function KeepField({ entered, error, onChange }: OwnFieldProps) {
  const { t } = useText();
  const { id = '', command } = useParams({ strict: false });
  const unit = useRecord('user', id).data?.unit;
  const back = command === 'reactivate';
  const grants = useNaming('grant', 'user', id);
  const members = useNaming('member', 'user', id);
  // A move ends what came with the old unit, and no grant.
  const ending = back ? members.rows : members.rows.filter((member) => member.unit === unit);
  const kept = String(entered).split('\n').filter(Boolean);
  if (ending.length + (back ? grants.rows.length : 0) === 0)
    return <p className={classes.keep}>{t(back ? 'people.keep.noneBack' : 'people.keep.none')}</p>;
  return (
    <Checkbox.Group
      className={classes.keep}
      label={t('people.keep')}
      description={t('people.keep.what')}
      error={error}
      value={kept}
      onChange={(next) => onChange(next.join('\n'))}
    >
      {back && grants.rows.map((grant) => <One key={grant.id} row={grant} table="role" id={String(grant.role)} />)}
      {ending.map((member) => (
        <One key={member.id} row={member} table="group" id={String(member.group)} />
      ))}
    </Checkbox.Group>
  );
}

function One({ row, table, id }: { row: Row; table: string; id: string }) {
  const { word } = useText();
  const title = useTitle(table, id, true);
  return <Checkbox mt={6} value={row.id} label={`${word(table)} ${title}`} />;
}
