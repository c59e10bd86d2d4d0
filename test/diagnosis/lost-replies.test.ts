import { describe, expect, it } from 'vitest';
import { answers, explainBy, idle, reply, request } from './by-hand.js';

const goesOn = (at: string) => [idle(at, -600), idle(at, 600)];

/** Both ends recorded the request; the reply is recorded where it left, and not where it should arrive. */
const seen = [
  request({ at: 'eni-a', flags: 2 }),
  request({ flags: 2 }),
  reply({ flags: 18 }),
  ...goesOn('eni-b'),
];

const keeping = (TrafficType: string) =>
  answers().map((one) =>
    'FlowLogs' in one
      ? { FlowLogs: (one.FlowLogs ?? []).map((log) => ({ ...(log as object), TrafficType })) }
      : one,
  );

const found = (documents: readonly unknown[], lines: readonly string[]) =>
  explainBy(documents, lines).findings.map(({ code, certainty }) => `${code} ${certainty}`);

describe('a reply that left and is not recorded where it should arrive', () => {
  it('was lost where that interface records all, and its log goes on', () => {
    expect(found(answers(), [...seen, ...goesOn('eni-a')])).toEqual(['no-reply-observed likely']);
  });

  it('is not proven to have arrived where that interface records what is accepted, and cannot be called lost', () => {
    const lines = [...seen, ...goesOn('eni-a')];
    expect(found(keeping('ACCEPT'), lines)).toEqual(['allowed-both-ways likely']);
    expect(explainBy(keeping('ACCEPT'), lines).findings[0]?.alternatives).toMatchObject([
      { code: 'no-reply-observed', certainty: 'possible' },
    ]);
  });

  it('arrived by all rules where the log of that interface ends before', () => {
    expect(found(answers(), [...seen, idle('eni-a', -600)])).toEqual(['allowed-both-ways proven']);
  });
});
