import { useMe } from '@/api/me';
import { RecordLink } from '@/parts/RecordLink';
import { ScreenHead, Section } from '@/parts/Section';
import { useText } from '@/text/text';
import { Factor } from './Factor';
import classes from './Me.module.css';
import { Notices } from './Notices';
import { Passkeys } from './Passkeys';
import { Sessions } from './Sessions';

/** Who I am, where I am signed in, and what I may do. */
export default function Me() {
  const { t, word } = useText();
  const { user, permissions } = useMe();
  return (
    <div className={classes.me}>
      <ScreenHead
        title={user.name}
        about={
          <>
            <span>{user.email}</span>
            <RecordLink table="unit" id={user.unit} />
          </>
        }
      />
      <Sessions />
      <Factor />
      <Passkeys />
      <Notices />
      <Section title={t('me.permissions')}>
        <p className={classes.note}>{t('me.permissions.what')}</p>
        <ul className={classes.permissions}>
          {permissions.map((permission) => (
            <li key={permission} title={permission}>
              {word(permission)}
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
