import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { print } from '../../src/address/ip-address.js';
import { runs } from '../arbitrary/runs.js';
import type { PlainRecord } from '../oracle/conversation.js';
import { back, pair, record } from './log.js';

const own = (records: readonly PlainRecord[], point = 'eni-1'): string | null => {
  const address = pair(records).ownAddress(point);
  return address === null ? null : print(address);
};

describe('the own address of an interface', () => {
  it('is the one that all its records share', () => {
    const first = record();
    const other = record({ destination: '10.0.2.11' });
    expect(own([first, back(first), back(other)])).toBe('10.0.1.10');
  });

  it('is the private one of a single pair: a flow log never shows the public address of its own interface', () => {
    expect(own([record({ source: '203.0.113.12', destination: '172.31.16.139' })])).toBe('172.31.16.139');
  });

  it('is not known of a single pair of private addresses', () => {
    const it = record();
    expect(own([it, back(it)])).toBeNull();
  });

  it('is not known when no address is in all records, as at an interface that forwards for others', () => {
    expect(own([record(), record({ source: '10.0.3.1', destination: '10.0.3.2' })])).toBeNull();
  });

  it('is not refuted by records of the other family', () => {
    const six = record({ source: '2001:db8::1', destination: '2001:db8::2' });
    expect(own([record(), record({ destination: '10.0.2.11' }), six])).toBe('10.0.1.10');
  });

  it('is not known of an interface without records', () => {
    expect(own([record()], 'eni-9')).toBeNull();
  });

  it('does not depend on the order of the records', () => {
    const records = fc.array(
      fc
        .record({
          destination: fc.constantFrom('10.0.2.10', '10.0.2.11', '203.0.113.1', '10.0.1.11'),
          turned: fc.boolean(),
        })
        .map(({ destination, turned }) => {
          const it = record({ destination });
          return turned ? back(it) : it;
        }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(records, (all) => {
        expect(own([...all].reverse())).toBe(own(all));
      }),
      runs(100),
    );
  });
});
