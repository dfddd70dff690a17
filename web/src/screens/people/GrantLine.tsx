import type { ReactNode } from 'react';
import type { Row } from '@/api/declared';
import { RecordLink } from '@/parts/RecordLink';
import type { Scope } from '@/screens/access/answers';
import { ScopeName } from '@/screens/access/Path';
import { useText } from '@/text/text';
import classes from './People.module.css';
import { Period } from './Period';

/** One grant: the role, how far it reaches, by whom it comes, until when. */
export function GrantLine({ grant, by }: { grant: Row; by?: ReactNode }) {
  const { t } = useText();
  return (
    <li className={classes.line}>
      <span className={classes.what}>
        <RecordLink table="role" id={String(grant.role)} />
      </span>
      <span>
        <ScopeName scope={scopeOf(grant)} />
      </span>
      <span className={classes.by}>
        {by}
        <Period row={grant} />
        <RecordLink table="grant" id={grant.id}>
          {t('access.grant')}
        </RecordLink>
      </span>
    </li>
  );
}

function scopeOf({ scope, scope_table, scope_record }: Row): Scope {
  return { kind: String(scope) as Scope['kind'], table: String(scope_table ?? ''), id: String(scope_record ?? '') };
}
