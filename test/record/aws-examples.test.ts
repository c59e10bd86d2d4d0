import { readFileSync } from 'node:fs';
import { isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import { flowRecords } from '../../src/record/flow-record.js';
import { readText } from '../../src/record/read-text.js';
import { print } from '../../src/record/record-batch.js';
import { parse, type RecordFormat } from '../../src/record/record-format.js';

type Example = { readonly name: string; readonly format: string; readonly lines: readonly string[] };

const examples: readonly Example[] = readFileSync(
  new URL('../fixtures/aws-doc-examples.jsonl', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

const formatOf = (example: Example): RecordFormat => {
  const format = parse(example.format);
  if (!isRight(format)) throw new Error(example.format);
  return format.right;
};

const named = (name: string): Example => examples.find((example) => example.name === name) as Example;

describe.each(examples)("AWS's example $name", (example) => {
  it('is read by its format, without problems, and printed back', () => {
    const { batches, problems, summary } = readText(example.lines.join('\n'), {
      source: 'aws',
      format: formatOf(example),
    });
    expect(problems).toEqual([]);
    expect(summary.read).toBe(example.lines.length);
    const printed = batches.flatMap((batch) => Array.from(batch.lines, (_, row) => print(batch, row)));
    expect(printed).toEqual(example.lines.map((line) => line.replace(/ +/g, ' ')));
  });
});

describe('an example in full', () => {
  it('has the names and types of the columns', () => {
    const example = named('service-name-traffic-path-direction');
    const { batches } = readText(`${example.format}\n${example.lines[1]}`, { source: 'aws' });
    expect(flowRecords(batches[0] as never)).toEqual([
      {
        origin: { source: 'aws', line: 2 },
        version: 5,
        srcaddr: '10.0.0.71',
        dstaddr: '52.95.128.179',
        srcport: 34210,
        dstport: 80,
        protocol: 6,
        start: 1616729292,
        end: 1616729349,
        type: 'IPv4',
        packets: 7,
        bytes: 471,
        'account-id': '123456789012',
        'vpc-id': 'vpc-abcdefab012345678',
        'subnet-id': 'subnet-aaaaaaaa012345678',
        'instance-id': 'i-0c50d5961bcb2d47b',
        'interface-id': 'eni-1235b8ca123456789',
        region: 'ap-southeast-2',
        'az-id': 'apse2-az3',
        'sublocation-type': null,
        'sublocation-id': null,
        action: 'ACCEPT',
        'tcp-flags': 3,
        'pkt-srcaddr': '10.0.0.71',
        'pkt-dstaddr': '52.95.128.179',
        'pkt-src-aws-service': null,
        'pkt-dst-aws-service': 'S3',
        'traffic-path': 8,
        'flow-direction': 'egress',
        'log-status': 'OK',
      },
    ]);
  });

  it('counts intervals without records as coverage, not as errors', () => {
    const lines = [
      ...named('nodata').lines,
      ...named('skipdata').lines,
      ...named('default-accept-ssh').lines,
    ];
    expect(readText(lines.join('\n'), { source: 'aws' }).summary).toEqual({
      read: 3,
      ok: 1,
      nodata: 1,
      skipdata: 1,
      malformed: 0,
    });
  });
});
