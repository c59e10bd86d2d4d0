import { describe } from 'vitest';
import { tracking } from '../../src/filter/connection-tracking.js';
import { PLAIN_CROSSING } from '../../src/filter/crossing.js';
import { afterChange, type ConnectionFate } from '../../src/filter/state-change.js';
import type { SecurityGroupRule } from '../../src/network/security-group.js';
import type { Packet } from '../../src/traffic/packet.js';
import { acl, allowAll, eni, entry, fromCidr, group, network, ports, rule, tcp } from '../filter/build.js';
import { naiveGroups } from './naive.js';
import { trap } from './trap.js';

const host = eni('eni-1', ['10.0.1.10', '2001:db8::10'], ['sg-1']);
const request = tcp('10.0.2.20', '10.0.1.10', 443);
const request6 = tcp('2001:db8::20', '2001:db8::10', 443);
const open = rule('ingress', 6, fromCidr('0.0.0.0/0'), { ports: ports(443) });
const open6 = rule('ingress', 6, fromCidr('::/0'), { ports: ports(443) });
const narrow = rule('ingress', 6, fromCidr('10.0.2.0/24'), { ports: ports(443) });
const out = allowAll('egress', '0.0.0.0/0');

const openAcl = acl(
  'acl-1',
  ['subnet-1'],
  (['ingress', 'egress'] as const).map((way) => entry(100, way, 'allow', 'all', '0.0.0.0/0')),
);
const withRules = (rules: readonly SecurityGroupRule[]) =>
  network({ interfaces: [host], groups: [group('sg-1', rules)], acls: [openAcl] });

type Rules = readonly SecurityGroupRule[];
const fate = (before: Rules, after: Rules): ConnectionFate => {
  const found = afterChange({
    before: withRules(before),
    after: withRules(after),
    interfaceId: 'eni-1',
    direction: 'ingress',
    request,
    crossing: PLAIN_CROSSING,
  });
  if (found === null) throw new Error('eni-1');
  return found;
};

/** Whoever reads only the rules of today. */
const naiveFate = (after: Rules): ConnectionFate['outcome'] =>
  naiveGroups(withRules(after), host, 'ingress', request) === 'allowed' ? 'continues' : 'ends';

const tracked = (rules: Rules, packet: Packet, automaticallyTracked = false) =>
  tracking(withRules(rules), host, 'ingress', packet, { ...PLAIN_CROSSING, automaticallyTracked }).tracked;

/** "Security groups are stateful", so whatever they allow they remember. */
const naiveTracked = (rules: Rules, packet: Packet) =>
  naiveGroups(withRules(rules), host, 'ingress', packet) === 'allowed';

describe('traps of connection tracking', () => {
  trap(8, 'removing a rule leaves tracked connections alone', {
    naive: () => naiveFate([out]),
    truth: () => fate([narrow, out], [out]).outcome,
    correct: 'continues',
  });

  trap(8, 'removing the way out cuts an untracked connection that the way in still allows', {
    naive: () => naiveFate([open]),
    truth: () => fate([open, out], [open]).outcome,
    correct: 'ends',
  });

  trap(9, 'rules open both ways leave TCP untracked', {
    naive: () => naiveTracked([open, out], request),
    truth: () => tracked([open, out], request),
    correct: false,
  });

  trap(9, 'tracking goes by family: IPv4 is untracked and IPv6 tracked when only IPv4 is open back', {
    naive: () => [request, request6].map((packet) => naiveTracked([open, open6, out], packet)),
    truth: () => [request, request6].map((packet) => tracked([open, open6, out], packet)),
    correct: [false, true],
  });

  trap(9, 'some ways are always tracked, however open the rules are', {
    // Who has learned the first half of the rule.
    naive: () => !naiveTracked([open, out], request),
    truth: () => tracked([open, out], request, true),
    correct: true,
  });

  trap(
    33,
    'a change is not one verdict for everybody: connections of before pass while new ones are denied',
    {
      naive: () => [naiveFate([out]), naiveGroups(withRules([out]), host, 'ingress', request)],
      truth: () => {
        const { outcome, newRequest } = fate([narrow, out], [out]);
        return [outcome, newRequest.securityGroups.outcome];
      },
      correct: ['continues', 'denied'],
    },
  );
});
