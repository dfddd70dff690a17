import { Popover, SegmentedControl, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCode, IconLogout, IconUser, IconUsers } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMe } from '@/api/me';
import { useText } from '@/text/text';
import { languages } from '@/text/words';
import classes from './MeMenu.module.css';

const languageNames = { en: 'English', de: 'Deutsch' } as const;
const looks = ['light', 'dark', 'auto'] as const;

/** Who the person is, how they like the page, and the way out. */
export function MeMenu() {
  const { t, language, setLanguage } = useText();
  const { user, deputy_of: others } = useMe();
  const names = others.map(({ name }) => name).join(', ');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [opened, { close, toggle }] = useDisclosure();
  return (
    <Popover opened={opened} onChange={(next) => !next && close()} position="bottom-end" width={260} trapFocus>
      <Popover.Target>
        <UnstyledButton className={classes.me} onClick={toggle}>
          <span className={classes.initials} aria-hidden>
            {initialsOf(user.name)}
          </span>
          <span className={classes.name}>
            {user.name}
            {names && <span className={classes.deputy}>{t('deputy.for', { names })}</span>}
          </span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <Link to="/me" className={classes.entry} onClick={close}>
          <IconUser size={15} aria-hidden />
          {t('frame.me')}
        </Link>
        <Link to="/deputies" className={classes.entry} onClick={close}>
          <IconUsers size={15} aria-hidden />
          {names ? t('deputy.for', { names }) : t('deputy.title')}
        </Link>
        <div className={classes.choice}>
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label={t('frame.look')}
            value={colorScheme}
            onChange={(value) => setColorScheme(looks.find((look) => look === value) ?? 'auto')}
            data={looks.map((value) => ({ value, label: t(`frame.${value}`) }))}
          />
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label={t('frame.language')}
            value={language}
            onChange={(value) => setLanguage(languages.find((one) => one === value) ?? 'en')}
            data={languages.map((value) => ({ value, label: languageNames[value] }))}
          />
        </div>
        <a href="/docs" className={classes.entry}>
          <IconCode size={15} aria-hidden />
          {t('frame.api')}
        </a>
        <form method="post" action="/sign-out">
          <UnstyledButton type="submit" className={classes.entry}>
            <IconLogout size={15} aria-hidden />
            {t('frame.signOut')}
          </UnstyledButton>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words.at(0), words.length > 1 ? words.at(-1) : undefined].map((word) => word?.charAt(0) ?? '').join('');
}
