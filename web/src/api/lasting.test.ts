import { describe, expect, it } from 'vitest';
import { endingAt } from './lasting';

const second = 1000;
const idle = 15 * 60 * second;
const far = 12 * 60 * 60 * second;

describe('a session', () => {
  it('warns a whole minute before it could end unused', () => {
    const end = idle - 30 * second;
    expect(endingAt(end - 61 * second, 0, idle, far)).toBeUndefined();
    expect(endingAt(end - 60 * second, 0, idle, far)).toEqual({ left: 60, whole: false, over: false });
    expect(endingAt(end, 0, idle, far)).toEqual({ left: 0, whole: false, over: false });
  });

  it('is over only when the server must have ended it', () => {
    expect(endingAt(idle, 0, idle, far)?.over).toBe(false);
    expect(endingAt(idle + 2 * second, 0, idle, far)?.over).toBe(true);
  });

  it('that is used goes on', () => {
    expect(endingAt(idle, idle - second, idle, far)).toBeUndefined();
  });

  it('ends in all whatever one does', () => {
    expect(endingAt(far - 30 * second, far - second, idle, far)).toEqual({ left: 30, whole: true, over: false });
  });

  it('of a minute leaves time to work', () => {
    expect(endingAt(10 * second, 0, 60 * second, far)).toBeUndefined();
  });
});
