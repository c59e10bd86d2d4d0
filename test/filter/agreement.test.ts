import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tracking } from '../../src/filter/connection-tracking.js';
import { PLAIN_CROSSING } from '../../src/filter/crossing.js';
import { judgeNetworkAcl } from '../../src/filter/network-acl.js';
import { judgeSecurityGroups } from '../../src/filter/security-group.js';
import type { Outcome, Verdict } from '../../src/filter/verdict.js';
import { worldAndPacket } from '../arbitrary/aws-world.js';
import { judgedInterface, readPacket, readWorld } from '../arbitrary/read-aws.js';
import { runs } from '../arbitrary/runs.js';
import {
  type AwsWorld,
  isTracked,
  networkAclDecides,
  securityGroupsAllow,
  type WrittenPacket,
} from '../oracle/filter.js';

const judge = (
  judgement: typeof judgeNetworkAcl,
  world: AwsWorld,
  egress: boolean,
  packet: WrittenPacket,
) => {
  const network = readWorld(world);
  const direction = egress ? 'egress' : 'ingress';
  return judgement(network, judgedInterface(network), direction, readPacket(packet), PLAIN_CROSSING);
};

const outcomeOf = (allow: boolean): Outcome => (allow ? 'allowed' : 'denied');

/** The outcome that holds for every type with the codes 0 to 7 (no rule here names a higher one), if there is one. */
const everyIcmp = (allows: (packet: WrittenPacket) => boolean, packet: WrittenPacket): Outcome => {
  const answers = new Set<boolean>();
  for (let icmpType = 0; icmpType < 256; icmpType++)
    for (let icmpCode = 0; icmpCode < 8; icmpCode++) {
      answers.add(allows({ ...packet, icmpType, icmpCode }));
      if (answers.size === 2) return 'undetermined';
    }
  return outcomeOf(answers.has(true));
};

const everyPort = (allows: (packet: WrittenPacket) => boolean, packet: WrittenPacket): Outcome => {
  const answers = new Set<boolean>();
  for (let destinationPort = 0; destinationPort < 65536; destinationPort++) {
    answers.add(allows({ ...packet, destinationPort }));
    if (answers.size === 2) return 'undetermined';
  }
  return outcomeOf(answers.has(true));
};

const decidingNumber = (verdict: Verdict): number | null => {
  const [deciding] = verdict.deciding;
  if (deciding?.kind !== 'network-acl-entry') throw new Error(deciding?.kind);
  return deciding.entry.number > 32766 ? null : deciding.entry.number;
};

describe('the filters agree with evaluators written from the sentences of AWS', () => {
  it('security groups allow what some rule of some group allows', () => {
    fc.assert(
      fc.property(worldAndPacket, ({ world, egress, packet }) => {
        const verdict = judge(judgeSecurityGroups, world, egress, packet);
        expect(verdict.outcome).toBe(outcomeOf(securityGroupsAllow(world, 'eni-1', egress, packet)));
      }),
      runs(300),
    );
  });

  it('a network ACL decides by its lowest matching number', () => {
    fc.assert(
      fc.property(worldAndPacket, ({ world, egress, packet }) => {
        const verdict = judge(judgeNetworkAcl, world, egress, packet);
        const { allow, number } = networkAclDecides(world, 'subnet-1', egress, packet);
        expect(verdict.outcome).toBe(outcomeOf(allow));
        expect(decidingNumber(verdict)).toBe(number);
      }),
      runs(300),
    );
  });

  it('a connection is tracked unless rules are open both ways, by every reading of what AWS leaves open', () => {
    fc.assert(
      fc.property(worldAndPacket, ({ world, egress, packet }) => {
        const network = readWorld(world);
        const direction = egress ? 'egress' : 'ingress';
        const found = tracking(
          network,
          judgedInterface(network),
          direction,
          readPacket(packet),
          PLAIN_CROSSING,
        );
        const [read, orRead] = [true, false].map((prefixListsCount) =>
          isTracked(world, 'eni-1', egress, packet, prefixListsCount),
        );
        expect(found.tracked).toBe(read === orRead ? read : 'unknown');
      }),
      runs(300),
    );
  });

  it('an unknown ICMP type is decided only where all types and codes agree', () => {
    fc.assert(
      fc.property(worldAndPacket, fc.constantFrom(1, 58), ({ world, egress, packet }, protocol) => {
        const unknown = { ...packet, protocol, icmpType: null, icmpCode: null };
        const groups = (one: WrittenPacket) => securityGroupsAllow(world, 'eni-1', egress, one);
        const acl = (one: WrittenPacket) => networkAclDecides(world, 'subnet-1', egress, one).allow;
        expect(judge(judgeSecurityGroups, world, egress, unknown).outcome).toBe(everyIcmp(groups, unknown));
        expect(judge(judgeNetworkAcl, world, egress, unknown).outcome).toBe(everyIcmp(acl, unknown));
      }),
      { numRuns: Math.ceil(runs(1_000).numRuns / 10) },
    );
  });

  it('an unknown port is decided only where all 65,536 ports agree', () => {
    fc.assert(
      fc.property(worldAndPacket, fc.constantFrom(6, 17), ({ world, egress, packet }, protocol) => {
        const unknown = { ...packet, protocol, destinationPort: null };
        const acl = (one: WrittenPacket) => networkAclDecides(world, 'subnet-1', egress, one).allow;
        expect(judge(judgeNetworkAcl, world, egress, unknown).outcome).toBe(everyPort(acl, unknown));
      }),
      { numRuns: Math.ceil(runs(1_000).numRuns / 100) },
    );
  });
});
