import * as fc from 'fast-check';
import type { PlainRecord } from '../oracle/conversation.js';

/** Records over so few ends, ports and times that many of them meet. */

const from = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

/** The length of a record's window, in seconds. */
export const SHORT = fc.oneof(fc.constant(60), fc.integer({ min: 0, max: 75 }));
export const LONG = fc.oneof(fc.constant(600), fc.integer({ min: 76, max: 600 }));
export const ANY_LENGTH = fc.oneof(SHORT, LONG);

const addresses = fc.oneof(
  from(['10.0.1.10', '10.0.2.10'], ['10.0.2.10', '10.0.1.10'], ['203.0.113.12', '10.0.1.10']),
  from(['2001:db8::1', '2001:db8::2'], ['2001:db8::2', '2001:db8::1']),
);

const ports = from([40_000, 443], [443, 40_000], [40_001, 443], [123, 123], [40_000, 40_001]);

/** What the records of one conversation share, up to which way they go. */
type Ends = Pick<
  PlainRecord,
  'point' | 'protocol' | 'source' | 'destination' | 'sourcePort' | 'destinationPort'
>;

const ends: fc.Arbitrary<Ends> = fc
  .record({ point: from('eni-1', 'eni-2'), addresses, ports, protocol: from(6, 6, 17, 1, 58, 47, 132) })
  .map(({ point, addresses: [source = '', destination = ''], ports: [s = 0, d = 0], protocol }) => {
    const hasPorts = protocol === 6 || protocol === 17 || protocol === 132;
    return {
      point,
      protocol,
      source,
      destination,
      sourcePort: hasPorts ? s : 0,
      destinationPort: hasPorts ? d : 0,
    };
  });

const turned = (it: Ends): Ends => ({
  ...it,
  source: it.destination,
  destination: it.source,
  sourcePort: it.destinationPort,
  destinationPort: it.sourcePort,
});

/** Mostly at full minutes, so that windows touch, share their times, and lie exactly one delta apart. */
const starts = fc
  .oneof(
    fc.integer({ min: 0, max: 50 }).map((minute) => 60 * minute),
    fc.integer({ min: 0, max: 3000 }),
  )
  .map((seconds) => 1_700_000_000 + seconds);

const between = (all: readonly Ends[], length: fc.Arbitrary<number>): fc.Arbitrary<PlainRecord> =>
  fc
    .record({
      ends: from(...all, ...all.map(turned)),
      packets: fc.integer({ min: 1, max: 1000 }),
      bytes: fc.integer({ min: 40, max: 100_000 }),
      start: starts,
      length,
      action: from('ACCEPT' as const, 'ACCEPT' as const, 'REJECT' as const, '-' as const),
      tcpFlags: from(null, 0, 1, 2, 3, 4, 18, 19),
    })
    .map(({ ends: them, length: seconds, tcpFlags, ...rest }) => ({
      ...rest,
      ...them,
      tcpFlags: them.protocol === 6 ? tcpFlags : null,
      end: rest.start + seconds,
    }));

/** Up to 20 records of at most three pairs of ends, so that they meet, miss and bridge each other. */
export const plainRecords = (length: fc.Arbitrary<number> = ANY_LENGTH): fc.Arbitrary<PlainRecord[]> =>
  fc
    .array(ends, { minLength: 1, maxLength: 3 })
    .chain((all) => fc.array(between(all, length), { maxLength: 20 }));
