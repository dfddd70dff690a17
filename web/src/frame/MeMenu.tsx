import { Menu, SegmentedControl, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconLogout, IconUser } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import { useMe } from '@/api/me';
import { useText } from '@/text/text';
import { languages } from '@/text/words';
import classes from './MeMenu.module.css';

const languageNames = { en: 'English', de: 'Deutsch' } as const;
const looks = ['light', 'dark', 'auto'] as const;

/** Who the person is, how they like the page, and the way out. */
export function MeMenu() {
  const { t, language, setLanguage } = useText();
  const { user } = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const out = useRef<HTMLFormElement>(null);
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <UnstyledButton className={classes.me}>
            <span className={classes.initials} aria-hidden>
              {initialsOf(user.name)}
            </span>
            <span className={classes.name}>{user.name}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to="/me" leftSection={<IconUser size={15} aria-hidden />}>
            {t('frame.me')}
          </Menu.Item>
          <Menu.Divider />
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
          <Menu.Divider />
          <Menu.Item component="a" href="/docs">
            {t('frame.api')}
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={15} aria-hidden />} onClick={() => out.current?.submit()}>
            {t('frame.signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <form ref={out} method="post" action="/sign-out" />
    </>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words.at(0), words.length > 1 ? words.at(-1) : undefined].map((word) => word?.charAt(0) ?? '').join('');
}
