import { describe, expect, it } from 'vitest';
import { follow } from '../../src/cli/progress.js';
import type { LogFile } from '../../src/source/index.js';

const log = (size: number | null): LogFile => ({ size }) as LogFile;

const clock = (isTerminal: boolean) => {
  const at = { now: 0, written: '' };
  return {
    at,
    terminal: {
      isTerminal,
      write: (text: string) => {
        at.written += text;
      },
      now: () => at.now,
    },
  };
};

describe('the progress line', () => {
  it('is silent for the first two seconds', () => {
    const { at, terminal } = clock(true);
    const progress = follow([log(1e6)], terminal);
    at.now = 1999;
    progress.bytes(500_000);
    progress.done();
    expect(at.written).toBe('');
  });

  it('tells bytes, records, their rate and the time left, and goes away', () => {
    const { at, terminal } = clock(true);
    const progress = follow([log(60e6), log(20e6)], terminal);
    progress.bytes(20e6);
    at.now = 4000;
    progress.records(400_000);
    expect(at.written).toBe('\r\u001b[K20.0 MB of 80.0 MB, 400,000 records, 100,000 records/s, 12 s left');
    progress.done();
    expect(at.written.endsWith('\r\u001b[K')).toBe(true);
  });

  it('tells no time left when the size is not known', () => {
    const { at, terminal } = clock(true);
    const progress = follow([log(null)], terminal);
    at.now = 3000;
    progress.bytes(1e6);
    expect(at.written).not.toContain('left');
  });

  it('writes nothing when nobody is there to see it', () => {
    const { at, terminal } = clock(false);
    const progress = follow([log(1e6)], terminal);
    at.now = 60_000;
    progress.bytes(1);
    progress.done();
    expect(at.written).toBe('');
  });
});
