import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface Props {
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
  readonly icon?: ReactNode;
  /** The one thing to do on the screen. */
  readonly first?: boolean;
  readonly title?: string;
  readonly children: ReactNode;
}

/** A button that leads to another screen, with what its address says there. */
export function Door({ to, search = {}, icon, first = false, title, children }: Props) {
  return (
    <Button
      variant={first ? 'filled' : 'default'}
      leftSection={icon}
      title={title}
      renderRoot={(props) => <Link to={to} search={search} {...props} />}
    >
      {children}
    </Button>
  );
}
