import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CompiledFilter,
  compileNetworkAcl,
  compileSecurityGroups,
  decidingStep,
  outcomeOf,
  type Step,
} from '../../src/filter/compiled.js';
import { PLAIN_CROSSING } from '../../src/filter/crossing.js';
import type { Verdict } from '../../src/filter/verdict.js';
import type { Packet } from '../../src/traffic/packet.js';
import { hasPorts, isIcmp } from '../../src/traffic/protocol.js';
import { worldAndPackets } from '../arbitrary/aws-world.js';
import { halfKnown } from '../arbitrary/half-known.js';
import { readPacket, readWorld } from '../arbitrary/read-aws.js';
import { runs } from '../arbitrary/runs.js';
import { acl, allowAll, eni, entry, group, network, tcp, udp } from './build.js';

/** The rule or entry the step names is the one the explanation names first, or one that may have decided. */
const agrees = (filter: CompiledFilter, packet: Packet, verdict: Verdict): void => {
  const step = filter.steps[decidingStep(filter, packet)];
  if (step === undefined)
    throw new Error('a packet whose fields are all known needs no explanation to be judged');
  expect(step.outcome).toBe(verdict.outcome);
  if (verdict.outcome === 'undetermined' || step.decidedBy === null) return;
  const named = verdict.deciding.map((one) =>
    one.kind === 'network-acl-entry' ? one.entry : one.kind === 'security-group-rule' ? one.rule : null,
  );
  const [first] = named;
  expect(first).toEqual('rule' in step.decidedBy ? step.decidedBy.rule : step.decidedBy);
};

describe('compiled filters', () => {
  it('decide as the explanation does, by the same rule', () => {
    fc.assert(
      fc.property(halfKnown, ({ net, it: one, direction, packet, crossing }) => {
        for (const compile of [compileSecurityGroups, compileNetworkAcl]) {
          const filter = compile(net, one, direction, crossing);
          const verdict = filter.explain(packet);
          // Asked twice: the second answer comes from the table.
          for (const _ of [1, 2]) expect(outcomeOf(filter, packet)).toBe(verdict.outcome);
          agrees(filter, packet, verdict);
        }
      }),
      runs(200),
    );
  });

  it('leave packets with unknown fields to the explanation', () => {
    fc.assert(
      fc.property(halfKnown, ({ net, it: one, direction, packet, crossing }) => {
        const unknown = { ...packet, destinationPort: null, icmp: null };
        const filter = compileSecurityGroups(net, one, direction, crossing);
        if (hasPorts(packet.protocol) || isIcmp(packet.protocol))
          expect(decidingStep(filter, unknown)).toBe(-1);
        if (hasPorts(packet.protocol)) expect(decidingStep(filter, { ...packet, sourcePort: null })).toBe(-1);
        expect(outcomeOf(filter, unknown)).toBe(filter.explain(unknown).outcome);
      }),
      runs(50),
    );
  });

  it('remember answers for one packet without giving them to another', () => {
    fc.assert(
      fc.property(worldAndPackets, ({ world, packets }) => {
        const net = readWorld(world);
        const one = net.interfaces.get('eni-1');
        if (one === undefined) throw new Error('eni-1');
        for (const compile of [compileSecurityGroups, compileNetworkAcl]) {
          const filter = compile(net, one, 'ingress', PLAIN_CROSSING);
          for (const packet of [...packets, ...packets].map(readPacket))
            expect(outcomeOf(filter, packet)).toBe(filter.explain(packet).outcome);
        }
      }),
      runs(30),
    );
  });

  it('leave open what may be Amazon DNS where nobody said where the VPC begins', () => {
    const host = eni('eni-1', ['10.0.1.10'], ['sg-1']);
    const net = network({ groups: [group('sg-1', [])], acls: [acl('acl-1', ['subnet-1'], [])], vpcs: [] });
    for (const compile of [compileSecurityGroups, compileNetworkAcl]) {
      const filter = compile(net, host, 'egress', PLAIN_CROSSING);
      const outcomes = ['10.0.0.2', '10.0.0.3'].map((server) =>
        outcomeOf(filter, udp('10.0.1.10', server, 53)),
      );
      expect(outcomes).toEqual(['undetermined', 'denied']);
    }
  });

  it('name the default deny, the entry or the gap that decides', () => {
    const host = eni('eni-1', ['10.0.1.10'], ['sg-1']);
    const open = allowAll('ingress', '10.0.0.0/8');
    const first = entry(100, 'ingress', 'allow', 6, '10.0.0.0/8');
    const net = network({
      groups: [group('sg-1', [open])],
      acls: [acl('acl-1', ['subnet-1'], [first])],
    });
    const decided = (filter: CompiledFilter, packet: Packet) => {
      const { outcome, decidedBy } = filter.steps[decidingStep(filter, packet)] as Step;
      return [outcome, decidedBy === null ? null : 'rule' in decidedBy ? decidedBy.rule : decidedBy.number];
    };
    const inside = tcp('10.0.2.20', '10.0.1.10', 443);
    const outside = tcp('203.0.113.9', '10.0.1.10', 443);
    const groups = (more: Partial<typeof host> = {}) =>
      compileSecurityGroups(net, { ...host, ...more }, 'ingress', PLAIN_CROSSING);
    const list = (crossing: Partial<typeof PLAIN_CROSSING> = {}, more: Partial<typeof host> = {}) =>
      compileNetworkAcl(net, { ...host, ...more }, 'ingress', { ...PLAIN_CROSSING, ...crossing });
    expect(decided(groups(), inside)).toEqual(['allowed', open]);
    expect(decided(groups(), outside)).toEqual(['denied', null]);
    expect(decided(groups({ securityGroupIds: [] }), outside)).toEqual(['allowed', null]);
    expect(decided(groups({ securityGroupIds: null }), inside)).toEqual(['undetermined', null]);
    expect(decided(groups({ securityGroupIds: ['sg-1', 'sg-9'] }), outside)).toEqual(['undetermined', null]);
    expect(decided(list(), inside)).toEqual(['allowed', 100]);
    expect(decided(list(), outside)).toEqual(['denied', 32767]);
    expect(decided(list({ subnetBoundary: 'unknown' }), outside)).toEqual(['undetermined', 32767]);
    expect(decided(list({ subnetBoundary: false }), outside)).toEqual(['allowed', null]);
    expect(decided(list({}, { subnetId: 'subnet-9' }), inside)).toEqual(['undetermined', null]);
    // What no filter sees is decided before any rule is looked at.
    expect(decided(list(), tcp('169.254.169.254', '10.0.1.10', 40_000, 80))).toEqual(['allowed', null]);
  });
});
