import { partition } from 'fp-ts/lib/ReadonlyArray.js';
import type { Problem } from '../problem/problem.js';
import { type Finding, logIn, problemIn, takenIn } from './finding.js';
import type { DamagedGzip } from './gunzip.js';
import { type Ahead, type Input, lookAhead, once } from './input.js';
import { type JsonDocument, readJson } from './json-documents.js';
import { contentOf, type Stored } from './log-file.js';
import { base64In, holdsRecords, recordsIn, unpacked } from './payload.js';
import { placesIn } from './text-place.js';
import { readYaml } from './yaml-documents.js';

/** Configuration is read whole: no answer of `aws ec2` comes near this size, in bytes. */
export const LARGEST_JSON = 268_435_456;
/** By so many bytes a file tells whether records are in it, which are then read one by one. */
const TELLING = 16_777_216;

/** Configuration is given as it is; what holds records becomes a log, to be read when its turn comes. */
export const useJson = async (input: Input, stored: Stored): Promise<Finding> => {
  const ahead = await lookAhead(contentOf(stored), TELLING);
  if (ahead.isMore && holdsRecords(ahead.head)) return { log: await logBehind(input, stored, ahead) };
  return takeWhole(input, ahead.all(), 'JSON', (whole) => useDocuments(input, stored, whole));
};

const takeWhole = async (
  input: Input,
  bytes: AsyncIterable<Uint8Array>,
  container: string,
  use: (whole: Ahead) => Finding | Promise<Finding>,
): Promise<Finding> => {
  const whole = await lookAhead(bytes, LARGEST_JSON);
  if (!whole.isMore) return use(whole);
  await whole.close();
  return problemIn(input, { kind: 'too-large', container, limit: LARGEST_JSON, found: whole.head.length });
};

const logBehind = async (input: Input, stored: Stored, ahead: Ahead) => {
  if (input.once) return logIn(input, takenIn(ahead.all), 'json');
  await ahead.close();
  return logIn(input, stored, 'json');
};

const useDocuments = async (input: Input, stored: Stored, whole: Ahead): Promise<Finding> => {
  const text = textOf(whole.head);
  const { documents, problems, broken } = readJson(input.source, text);
  const { left: configuration, right: records } = partition(holdRecords)(documents);
  const { left: faulty, right: faultyRecords } = partition(holdsRecordsStill)(broken);
  const isLog = records.length + faultyRecords.length > 0;
  if (isLog && configuration.length + problems.length + faulty.length === 0)
    return { log: await logBehind(input, stored, whole) };
  const log = [...records.map(({ json }) => JSON.stringify(json)), ...faultyRecords.map((it) => it.text)];
  const line = documents.length > 0 ? placesIn(text)(text.length).line : null;
  return {
    documents: configuration,
    ...(isLog && { log: logOf(input, log) }),
    problems:
      whole.damage === null
        ? [...faulty.map(({ problem }) => problem), ...problems]
        : [...problems, damaged(input, whole.damage, line)],
  };
};

const holdRecords = ({ json }: JsonDocument): boolean => recordsIn(json) !== null;

const holdsRecordsStill = ({ text }: { readonly text: string }): boolean => holdsRecords(Buffer.from(text));

const damaged = (input: Input, { message }: DamagedGzip, line: number | null): Problem => ({
  origin: { source: input.source, line },
  kind: 'damaged-gzip',
  reason: message,
});

/** Answers as YAML, which holds no records. */
export const useYaml = (input: Input, stored: Stored): Promise<Finding> =>
  takeWhole(input, contentOf(stored), 'YAML', async ({ head, damage }) => {
    const { documents, problems } = await readYaml(input.source, textOf(head));
    return { documents, problems: damage === null ? problems : [damaged(input, damage, null)] };
  });

/** Payloads of a subscription, as a queue or a test event shows them. */
export const useBase64 = (input: Input, stored: Stored): Promise<Finding> =>
  takeWhole(input, contentOf(stored), 'base64', ({ head, damage }) => {
    const payloads = base64In(textOf(head)).map(({ base64, line }) => ({ json: unpacked(base64), line }));
    const logs = payloads.filter(({ json }) => recordsIn(json) !== null);
    const others = payloads.filter(({ json }) => json !== null && recordsIn(json) === null);
    return {
      documents: others.map(({ json }) => ({ source: input.source, json })),
      ...(logs.length > 0 && {
        log: logOf(
          input,
          logs.map(({ json }) => JSON.stringify(json)),
        ),
      }),
      problems: [
        ...payloads.filter(({ json }) => json === null).map(({ line }) => noPayload(input, line)),
        ...(damage === null ? [] : [damaged(input, damage, null)]),
      ],
    };
  });

const noPayload = (input: Input, line: number): Problem => ({
  origin: { source: input.source, line },
  kind: 'damaged-content',
  container: 'base64',
  reason: 'does not hold gzip with JSON in it',
});

/** A log of documents that were taken in. */
const logOf = (input: Input, documents: readonly string[]) =>
  logIn(
    input,
    takenIn(() => once(Buffer.from(documents.join('\n')))),
    'json',
  );

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
