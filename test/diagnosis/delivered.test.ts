import { describe, expect, it } from 'vitest';
import { answers, explainBy, idle, ping, reply, request } from './by-hand.js';

/** At the responder, whose log begins long before and goes on. */
const WHOLE = [idle('eni-b', -600), idle('eni-b', 600)];

const fromOutside = (lines: readonly string[]) =>
  lines.map((line) => line.replaceAll('10.0.1.10', '203.0.113.7'));

const first = (configuration: readonly unknown[], lines: readonly string[]) =>
  explainBy(configuration, lines).findings[0];

const [syn, synAck] = [request({ flags: 2 }), reply({ flags: 18 })];

describe('a reply that left for an address outside, where no route is given', () => {
  it('is not shown to arrive while the client only asks', () => {
    const finding = first(answers(), fromOutside([syn, synAck, ...WHOLE]));
    expect(finding).toMatchObject({ code: 'allowed-both-ways', certainty: 'possible' });
    expect(finding?.alternatives).toMatchObject([{ code: 'no-route', certainty: 'possible' }]);
    expect(finding?.missing.map(({ needs }) => needs)).toEqual(['aws ec2 describe-route-tables']);
  });

  it.each([3, 6])('arrived where the client goes on: tcp-flags %i', (flags) => {
    const finding = first(answers(), fromOutside([request({ flags }), synAck, ...WHOLE]));
    expect(finding).toMatchObject({
      code: 'allowed-both-ways',
      certainty: 'proven',
      alternatives: [],
      missing: [],
    });
  });

  it('needs no route inside the VPC', () => {
    expect(first(answers(), [syn, synAck, ...WHOLE])).toMatchObject({
      code: 'allowed-both-ways',
      certainty: 'proven',
    });
  });
});

describe('an interface that shows what is accepted, and shows no reply', () => {
  const asked = [request({ at: 'eni-a', flags: 2 }), idle('eni-a', -600), idle('eni-a', 600)];

  it('leaves it open, without configuration, whether the reply that was sent came there', () => {
    const finding = first([], [...asked, syn, synAck, ...WHOLE]);
    expect(finding).toMatchObject({ code: 'allowed-both-ways', certainty: 'possible' });
    expect(finding?.alternatives.map(({ code }) => code)).toContain('no-route');
  });

  it('does not show that nobody answered where the client went on', () => {
    const codes = (flags: number) =>
      explainBy(answers(), [request({ flags }), ...WHOLE]).findings.map(({ code }) => code);
    expect(codes(2)).toEqual(['no-reply-observed']);
    expect(codes(3)).not.toContain('no-reply-observed');
  });
});

describe('a rejected ping whose leg no record tells', () => {
  const rejected = ping({ at: 'eni-a', action: 'REJECT' });
  const complete = [idle('eni-a', -600), idle('eni-a', 600)];

  it('is not proven to be a request where an answer would be rejected as well: its request may be lost', () => {
    const finding = first(answers({ aclA: { out: [] } }), [rejected, ...complete]);
    expect(finding).toMatchObject({ code: 'network-acl-egress-denies-request', certainty: 'likely' });
    expect(finding?.alternatives.map(({ code }) => code)).toEqual(['network-acl-egress-denies-reply']);
  });

  it('is proven to be one where the security group alone denies it, which lets pass the same as an answer', () => {
    expect(first(answers({ groupA: { out: [] } }), [rejected, ...complete])).toMatchObject({
      code: 'security-group-egress-lacks-rule',
      certainty: 'proven',
      alternatives: [],
    });
  });
});
