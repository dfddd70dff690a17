import { Kbd, Modal } from '@mantine/core';
import type { Key } from '@/text/catalogue';
import { useText } from '@/text/text';
import classes from './KeysDialog.module.css';

const keys: readonly (readonly [keys: readonly string[], text: Key])[] = [
  [['/'], 'keys.search'],
  [['g', 'h'], 'keys.home'],
  [['g', 'c'], 'keys.inbox'],
  [['j', 'k'], 'keys.rows'],
  [['↵'], 'keys.open'],
  [['n'], 'keys.new'],
  [['?'], 'keys.help'],
];

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  return (
    <Modal opened onClose={onClose} title={t('frame.keys')} closeButtonProps={{ 'aria-label': t('write.cancel') }}>
      <dl className={classes.keys}>
        {keys.map(([names, text]) => (
          <div key={text}>
            <dt>
              {names.map((name) => (
                <Kbd key={name}>{name}</Kbd>
              ))}
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
