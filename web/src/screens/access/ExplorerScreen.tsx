import { useHolds, useMe } from '@/api/me';
import { ScreenHead, Section } from '@/parts/Section';
import { Empty } from '@/parts/States';
import { useText } from '@/text/text';
import classes from './Access.module.css';
import { CanAnswer } from './CanAnswer';
import { aboutOf, isWhole, modeOf, names } from './explorer';
import { Places } from './Places';
import { Question } from './Question';
import { useAsked } from './useAsked';
import { WhatAnswer } from './WhatAnswer';
import { WhoAnswer } from './WhoAnswer';

/** Can who do what on which as of when: a question in words, and the answer as a path. */
export default function ExplorerScreen() {
  const { t } = useText();
  const others = useHolds()('access.why');
  const me = useMe().user.id;
  const { asked: told, draft: begun, set, ask } = useAsked(names);
  // Who may not ask about others asks about themselves, whatever the address says.
  const asked = others ? told : { ...told, user: told.user || me };
  const draft = others ? begun : { ...begun, user: me };
  const mode = modeOf(asked.ask);
  const about = aboutOf(mode, asked);
  return (
    <div className={classes.screen}>
      <ScreenHead title={t('access.title')} about={t('access.about')} />
      <Places />
      <Question mode={modeOf(draft.ask)} draft={draft} onChange={set} onAsk={ask} />
      {!isWhole(mode, asked) && (
        <Section title={t('access.answer')}>
          <Empty title={t('access.unnamed')}>{t('access.unnamed.what')}</Empty>
        </Section>
      )}
      {isWhole(mode, asked) && mode === 'can' && <CanAnswer about={about} />}
      {isWhole(mode, asked) && mode === 'who' && <WhoAnswer about={about} />}
      {isWhole(mode, asked) && mode === 'what' && <WhatAnswer about={about} />}
    </div>
  );
}
