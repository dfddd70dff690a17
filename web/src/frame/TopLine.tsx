import { ActionIcon, Kbd, UnstyledButton } from '@mantine/core';
import { IconHourglass, IconKeyboard, IconMenu2, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMe } from '@/api/me';
import { useText } from '@/text/text';
import { MeMenu } from './MeMenu';
import classes from './TopLine.module.css';

interface Props {
  readonly onSearch: () => void;
  readonly onKeys: () => void;
  readonly railOpen: boolean;
  readonly onRail: () => void;
}

/** The line above every screen: search, what waits, who they are. */
export function TopLine({ onSearch, onKeys, railOpen, onRail }: Props) {
  const { t } = useText();
  const { inbox } = useMe();
  return (
    <header className={classes.top}>
      <ActionIcon
        className={classes.menu}
        variant="subtle"
        color="gray"
        onClick={onRail}
        aria-label={t('frame.menu')}
        aria-expanded={railOpen}
        aria-controls="rail"
      >
        <IconMenu2 size={18} aria-hidden />
      </ActionIcon>
      <Link to="/" className={classes.name}>
        Countersign
      </Link>
      <UnstyledButton className={classes.search} onClick={onSearch} aria-label={t('search.label')}>
        <IconSearch size={15} stroke={1.8} aria-hidden />
        <span className={classes.hint}>{t('search.label')}</span>
        <Kbd size="xs" className={classes.key}>
          /
        </Kbd>
      </UnstyledButton>
      <Link
        to="/change"
        className={classes.inbox}
        data-some={inbox > 0}
        aria-label={t('frame.inbox.count', { n: inbox })}
      >
        <IconHourglass size={16} stroke={1.8} aria-hidden />
        {inbox}
      </Link>
      <ActionIcon className={classes.keys} variant="subtle" color="gray" onClick={onKeys} aria-label={t('frame.keys')}>
        <IconKeyboard size={18} stroke={1.6} aria-hidden />
      </ActionIcon>
      <MeMenu />
    </header>
  );
}
