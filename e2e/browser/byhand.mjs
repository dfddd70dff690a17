import { it } from 'node:test';
import { isAccessibleInBothLooks } from './accessible.mjs';
import { signedIn } from './stage.mjs';

/** An open exception with a row of the other side that has the same amount. */
async function pairOf(somebody) {
  const { items } = (
    await somebody.asks('GET', '/api/v1/exception?filter=state!%3Dclosed&filter=kind%3Dunmatched_left')
  ).body;
  for (const { id } of items) {
    const found = (await somebody.asks('GET', `/api/v1/exception/${id}/candidates`)).body.items;
    const other = found.find(({ reasons }) => reasons.some(({ code }) => code === 'amount_same'));
    if (other) return { id, other };
  }
  throw new Error('The story has no open row with a candidate of the same amount.');
}

export function tests() {
  it('lets a solver match an exception with a suggested row by hand, and break the match apart', async () => {
    const david = await signedIn('david.roth');
    const { id, other } = await pairOf(david);
    await david.goes(`/exception/${id}`);
    const line = david.page
      .getByRole('listitem')
      .filter({ has: david.page.locator(`a[href="/exception/${other.exception}"]`) });
    await line.getByRole('link', { name: 'Match by hand' }).first().click();
    await david.fills('Reason', 'The bank wrote the reference otherwise.');
    await isAccessibleInBothLooks(david.page, 'a match by hand');
    await david.presses('See what happens');
    await david.presses('Apply now');
    await david.sees('Done.');
    await david.goes(`/exception/${id}`);
    await david.sees('Matched by hand');
    await david.follows('Break apart');
    await david.fills('Reason', 'The bank says they are two payments.');
    await david.presses('See what happens');
    await david.presses('Apply now');
    await david.sees('Done.');
    await david.goes(`/exception/${id}`);
    await david.sees('Under review');
  });
}
