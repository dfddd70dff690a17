import { useText } from '@/text/text';
import { Alone } from './Alone';
import { Handed } from './Handed';
import classes from './Home.module.css';
import { Impossible } from './Impossible';
import { Mine } from './Mine';
import { Today } from './Today';
import { Waiting } from './Waiting';

/** The work-list: what waits for me, what I started, what runs today. */
export default function Home() {
  const { t } = useText();
  return (
    <div className={classes.home}>
      <h1 className={classes.title}>{t('home.title')}</h1>
      <Waiting />
      <Handed />
      <Impossible />
      <Alone />
      <Mine />
      <Today />
    </div>
  );
}
