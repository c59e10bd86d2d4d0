import { describe, expect, it } from 'vitest';
import { answers, eni, explainBy, idle, reply, request } from './by-hand.js';

const WHOLE = [idle('eni-b', -600), idle('eni-b', 600)];
const SYN = 2;
const syn = request({ flags: SYN, packets: 1 });
const tried = [0, 60].map((later) => request({ flags: SYN, packets: 1, later }));

const only = (doors: Parameters<typeof answers>[0], lines: readonly string[]) => {
  const { findings } = explainBy(answers(doors), lines);
  expect(findings).toHaveLength(1);
  return findings[0];
};

const besides = (doors: Parameters<typeof answers>[0], lines: readonly string[]) =>
  only(doors, lines)?.alternatives.map(({ code }) => code);

describe('a request that nothing answered', () => {
  it('is settled by the packets of the host that should have answered', () => {
    expect(only({}, [...tried, ...WHOLE])).toMatchObject({
      code: 'no-reply-observed',
      certainty: 'likely',
      missing: [
        { kind: 'log-window', id: 'eni-a' },
        { kind: 'packet-capture', id: '10.0.2.10' },
      ],
    });
  });

  it('is possible without flags, where the log begins before, and not where it could be an answer', () => {
    const [first, again] = [0, 60].map((later) => request({ packets: 1, later }));
    const silent = [first, again].filter((line) => line !== undefined);
    expect(only({}, [...silent, ...WHOLE])).toMatchObject({
      code: 'no-reply-observed',
      certainty: 'possible',
      missing: [{ kind: 'record-field', id: 'tcp-flags' }],
    });
    const lone = [reply({ packets: 1 }), ...WHOLE.slice(1)];
    expect(only({}, lone)?.code).not.toBe('no-reply-observed');
    const alike = request({ packets: 1 }).replace(' 40000 443 ', ' 45000 40000 ');
    expect(only({}, [alike, ...WHOLE])?.code).toBe('no-reply-observed');
    expect(only({}, [alike, ...WHOLE.slice(1)])?.code).toBe('undetermined');
  });

  /** https://www.rfc-editor.org/rfc/rfc6298 */
  it('may have been refused, and the record of that lost, where it was not sent again', () => {
    expect(besides({}, [syn, ...WHOLE])).toEqual(['refused-by-host']);
    expect(besides({}, [...tried, ...WHOLE])).toEqual([]);
  });

  it('may have been answered by another interface of the instance that nobody watched', () => {
    const other = { ...eni('c', 1, 20, false, 'sg-a'), Attachment: { InstanceId: 'i-b' } };
    const found = only({ moreInterfaces: [other] }, [...tried, ...WHOLE]);
    expect(found).toMatchObject({
      code: 'no-reply-observed',
      alternatives: [
        { code: 'asymmetric-path', certainty: 'possible', missing: [{ kind: 'flow-logs', id: 'eni-c' }] },
      ],
    });
    const watched = [idle('eni-c', -600), idle('eni-c', 0), idle('eni-c', 600)];
    expect(besides({ moreInterfaces: [other] }, [...tried, ...WHOLE, ...watched])).toEqual([]);
  });
});
