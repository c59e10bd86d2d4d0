import { describe, expect, it } from 'vitest';
import { allowed, type Deciding, denied, sameDeciding, undetermined } from '../../src/filter/verdict.js';
import { entry, fromCidr, rule } from './build.js';

const gap = { kind: 'routes', id: null, needs: 'aws ec2 describe-route-tables' } as const;
const same: Deciding = { kind: 'same-subnet', interfaceId: 'eni-1' };
const none: Deciding = { kind: 'no-security-groups', interfaceId: 'eni-1' };
const byEntry = (number: number, direction: 'ingress' | 'egress'): Deciding => ({
  kind: 'network-acl-entry',
  networkAclId: 'acl-1',
  direction,
  entry: entry(number, direction, 'allow', 'all', '0.0.0.0/0'),
  shadowed: [],
});
const https = rule('ingress', 6, fromCidr('10.0.0.0/8'));
const byRule = (one: typeof https): Deciding => ({
  kind: 'security-group-rule',
  groupId: 'sg-1',
  direction: 'ingress',
  rule: one,
  peer: { kind: 'security-group', id: 'sg-2', interfaceId: null },
});

describe('verdicts', () => {
  it('say nothing that was not said', () => {
    expect(allowed(same)).toEqual({ outcome: 'allowed', deciding: [same], nearest: [], missing: [] });
    expect(denied([same])).toEqual({ outcome: 'denied', deciding: [same], nearest: [], missing: [] });
    expect(undetermined([gap])).toEqual({
      outcome: 'undetermined',
      deciding: [],
      nearest: [],
      missing: [gap],
    });
  });

  it('are decided by the same thing when it is the same rule, entry or reason', () => {
    expect(sameDeciding(byRule(https), byRule(https))).toBe(true);
    expect(sameDeciding(byRule(https), byRule({ ...https }))).toBe(false);
    expect(sameDeciding(byRule(https), same)).toBe(false);
    expect(sameDeciding(byEntry(100, 'ingress'), byEntry(100, 'ingress'))).toBe(true);
    expect(sameDeciding(byEntry(100, 'ingress'), byEntry(110, 'ingress'))).toBe(false);
    expect(sameDeciding(byEntry(100, 'ingress'), byEntry(100, 'egress'))).toBe(false);
    expect(sameDeciding(byEntry(100, 'ingress'), byRule(https))).toBe(false);
    expect(sameDeciding(same, { ...same, interfaceId: 'eni-2' })).toBe(true);
    expect(sameDeciding(same, none)).toBe(false);
  });
});
