import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type BatchBuilder, begin, finish, makeRoom } from '../../src/record/batch-builder.js';
import { scan as scanBlocks } from '../../src/record/block-scanner.js';
import { lineKernel } from '../../src/record/kernel/line-kernel.js';
import { create, cut, type Lines } from '../../src/record/line-cutter.js';
import { scan as scanBytes } from '../../src/record/line-scanner.js';
import { print } from '../../src/record/record-batch.js';
import { DEFAULT_FORMAT } from '../../src/record/record-format.js';
import { textReader } from '../../src/record/text-reader.js';
import { runs } from '../arbitrary/runs.js';
import { log } from './arbitrary-log.js';

type Scan = (builder: BatchBuilder, lines: Lines, from: number, line: number) => number;
const byKernel: Scan = (builder, lines, from, line) => scanBlocks(builder, lines, from, line, false);
const byBytes: Scan = (builder, { bytes, to }, from, line) =>
  scanBytes(builder, bytes, from, to, line, false);

/** What a scanner takes of a log, and where it stops; the line at which it does is passed by. */
const taken = (scan: Scan, fields: readonly string[], bytes: Uint8Array) => {
  const builder = begin({ fields }, 'flow.log', null);
  const stops: number[] = [];
  let line = 1;
  for (const lines of cut(create(), bytes))
    for (let at = lines.from; at < lines.to; ) {
      const { rows } = builder;
      at = scan(builder, lines, at, line);
      stops.push(at);
      line += builder.rows - rows;
      if (builder.rows === builder.capacity) makeRoom(builder);
      else if (at < lines.to) {
        at = bytes.indexOf(10, at) + 1;
        line++;
      }
    }
  return { stops, batch: finish(builder) };
};

const encoder = new TextEncoder();
const textOf = (lines: readonly string[]) => encoder.encode(`${lines.join('\n')}\n`);

const expectAgreement = (fields: readonly string[], bytes: Uint8Array) => {
  const { stops, batch } = taken(byBytes, fields, bytes);
  expect(taken(byKernel, fields, bytes)).toEqual({ stops, batch });
  return batch;
};

describe('the kernel', () => {
  it('is there', () => {
    expect(lineKernel()).not.toBeNull();
  });

  it('takes the lines that the line scanner takes, and makes the same of them', () => {
    fc.assert(
      fc.property(log, fc.integer({ min: 1, max: 3 }), ({ fields, lines }, times) => {
        expectAgreement(fields, textOf(Array.from({ length: times }, () => lines).flat()));
      }),
      runs(1000),
    );
  });

  it('does so whatever bytes are changed', () => {
    const near = fc.constantFrom(...encoder.encode(' -.:0123456789aF#\t\r\n'));
    const change = fc.tuple(fc.nat(), fc.oneof(near, fc.integer({ min: 0, max: 255 })));
    fc.assert(
      fc.property(log, fc.array(change, { minLength: 1, maxLength: 8 }), ({ fields, lines }, changes) => {
        const bytes = textOf([...lines, ...lines]);
        for (const [place, byte] of changes) bytes[place % (bytes.length - 1)] = byte;
        expectAgreement(fields, bytes);
      }),
      runs(1000),
    );
  });

  it('does so for tokens that are nearly right', () => {
    const octet = fc.constantFrom(
      '0',
      '9',
      '10',
      '99',
      '100',
      '255',
      '256',
      '999',
      '00',
      '01',
      '025',
      '1000',
      '',
      'a',
    );
    const address = fc.array(octet, { minLength: 3, maxLength: 5 }).map((octets) => octets.join('.'));
    const nearNumber = fc.constantFrom(
      '',
      '0',
      '00',
      '-',
      '--',
      '-1',
      '1-',
      '+1',
      '1.0',
      '1e3',
      '65535',
      '65536',
      '07',
    );
    const digits = fc.bigInt({ min: 0n, max: 10n ** 18n }).map(String);
    const number = fc.oneof(nearNumber, digits, fc.nat().map(String));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '!', 'é', '\u0001', '\u007F'), maxLength: 20 });
    const token = fc.oneof(address, number, text, fc.constantFrom('::1', '2001:DB8::1', '0a:1b:2c:3d:4e:5f'));
    const nearly = fc
      .tuple(
        fc.oneof({ weight: 4, arbitrary: number }, token),
        fc.oneof({ weight: 4, arbitrary: address }, token),
        token,
      )
      .chain((tokens) => fc.constantFrom(' ', '  ', ' \t', ' \r').map((space) => tokens.join(space)));
    const fields = fc.constantFrom(
      ['srcport', 'srcaddr', 'interface-id'],
      ['bytes', 'dstaddr', 'action'],
      ['start', 'pkt-srcaddr', 'region'],
    );
    fc.assert(
      fc.property(fields, fc.array(nearly, { minLength: 1, maxLength: 10 }), (names, lines) => {
        expectAgreement(names, textOf([...lines, ...lines]));
      }),
      runs(1000),
    );
  });

  it('forgets tokens when there are more than it has places and room for', () => {
    const token = (i: number) => `${i}`.padStart(300, 'x');
    const thrice = Array.from({ length: 30_000 }, (_, i) => `${i} ${token(Math.floor(i / 3))}`);
    const batch = expectAgreement(['srcport', 'ecs-task-arn'], textOf([...thrice, ...thrice]));
    expect(batch.length).toBe(60_000);
  });

  it('leaves a batch alone in which most tokens are new', () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `${i} ${(i * 7919) % 9000}`);
    expect(expectAgreement(['srcport', 'ecs-task-arn'], textOf(lines)).length).toBe(10_000);
  });

  it('makes rows of many lines, more than it makes at once', () => {
    const lines = Array.from(
      { length: 5000 },
      (_, i) => `${i} ${i % 7 === 0 ? '::1' : `10.0.${i % 256}.1`} eni-1`,
    );
    const batch = expectAgreement(['srcport', 'srcaddr', 'interface-id'], textOf(lines));
    expect(batch.length).toBe(5000);
  });
});

const V2 = '2 123456789012 eni-1 10.0.0.1 10.0.0.2 1024 443 6 5 500 1700000000 1700000060 ACCEPT OK'.split(
  ' ',
);
const lineWith = (interfaceId: string) => V2.with(2, interfaceId).join(' ');

/** The records of a log whose pieces are pushed by the caller. */
const reading = (make: typeof textReader = textReader) => {
  const reader = make({ source: 'flow.log', format: DEFAULT_FORMAT });
  const records: string[] = [];
  const take = (pieces: ReturnType<typeof reader.push>) => {
    for (const piece of pieces)
      if ('problem' in piece) records.push(piece.problem.kind);
      else for (let row = 0; row < piece.batch.length; row++) records.push(print(piece.batch, row));
  };
  return {
    push: (lines: readonly string[]) => take(reader.push(textOf(lines))),
    end: () => {
      take(reader.end());
      return records;
    },
  };
};

describe('reading by the kernel', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it('leaves tokens and lines to others that are too long for it', () => {
    const lines = [1, 4096, 4097, 300_000].flatMap((size) => {
      const line = lineWith(`eni-${'0'.repeat(size)}`);
      return [lineWith('eni-2'), line, line];
    });
    const one = reading();
    one.push(lines);
    expect(one.end()).toEqual(lines);
  });

  it('keeps apart logs that are read in turns', () => {
    const logs = [0, 1, 2].map((log) => ({
      ...reading(),
      rounds: [0, 1, 2].map((round) =>
        Array.from({ length: 40 }, (_, i) => lineWith(`eni-${(i * (log + 2) + round) % 11}`)),
      ),
    }));
    for (const round of [0, 1, 2]) for (const one of logs) one.push(one.rounds[round] as readonly string[]);
    for (const one of logs) expect(one.end()).toEqual(one.rounds.flat());
  });

  it('sees new bytes in memory that its caller uses again', () => {
    const bytes = textOf([lineWith('eni-1')]);
    const reader = textReader({ source: 'flow.log', format: DEFAULT_FORMAT });
    for (const _ of reader.push(bytes));
    bytes.set(textOf([lineWith('eni-2')]));
    for (const _ of reader.push(bytes));
    const [piece] = reader.end();
    const batch = piece !== undefined && 'batch' in piece ? piece.batch : expect.fail();
    expect([print(batch, 0), print(batch, 1)]).toEqual([lineWith('eni-1'), lineWith('eni-2')]);
  });

  it('does without it where there is no WebAssembly', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    vi.resetModules();
    const fresh = await import('../../src/record/kernel/line-kernel.js');
    expect(fresh.lineKernel()).toBeNull();
    const { textReader: make } = await import('../../src/record/text-reader.js');
    const lines = ['eni-1', 'eni-2', 'eni-1'].map(lineWith);
    const one = reading(make);
    one.push([...lines, 'bad', ...lines]);
    expect(one.end().toSorted()).toEqual([...lines, ...lines, 'too-few-fields'].toSorted());
  });
});
