import { Kbd, Modal } from '@mantine/core';
import type { Key } from '@/text/catalogue';
import { useText } from '@/text/text';
import classes from './KeyList.module.css';

/** Keys, pressed one after the other, with what they do. */
export type KeyLine = readonly [keys: readonly string[], text: Key];

/** Tells the keys of the page, or of one screen. */
export function KeyList({ title, lines, onClose }: { title: Key; lines: readonly KeyLine[]; onClose: () => void }) {
  const { t } = useText();
  return (
    <Modal opened onClose={onClose} title={t(title)} closeButtonProps={{ 'aria-label': t('write.cancel') }}>
      <dl className={classes.keys}>
        {lines.map(([names, text]) => (
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
