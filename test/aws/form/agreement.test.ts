import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLAIN_CROSSING } from '../../../src/filter/crossing.js';
import { judgeNetworkAcl } from '../../../src/filter/network-acl.js';
import { judgeSecurityGroups } from '../../../src/filter/security-group.js';
import type { Network } from '../../../src/network/network.js';
import type { SecurityGroupRule } from '../../../src/network/security-group.js';
import { awsWorld, worldAndPacket } from '../../arbitrary/aws-world.js';
import {
  asAnswers,
  asConfigItems,
  asFlatRules,
  asOldTerraformState,
  asTerraformShow,
  asTerraformState,
  HOMES,
  withoutPeering,
} from '../../arbitrary/other-forms.js';
import { readPacket } from '../../arbitrary/read-aws.js';
import { runs } from '../../arbitrary/runs.js';
import type { AwsWorld } from '../../oracle/filter.js';
import { networkOf } from '../read.js';

const FORMS: readonly (readonly [string, (world: AwsWorld) => readonly unknown[]])[] = [
  ['describe-security-group-rules', asFlatRules],
  ['an AWS Config snapshot', (world) => asConfigItems(world, false)],
  ['an AWS Config history, whose configurations are texts', (world) => asConfigItems(world, true)],
  ...HOMES.map(
    (home) => [`a Terraform state with ${home}`, (world: AwsWorld) => asTerraformState(world, home)] as const,
  ),
  ['terraform show -json, in a module', (world) => asTerraformShow(world, 'inline')],
  ['a Terraform state of version 3', asOldTerraformState],
];

/** What every form states of a rule: not its id, and not who owns the group at its other end. */
const ruleOf = ({ id, description, peer, ...rule }: SecurityGroupRule) => ({
  ...rule,
  peer: peer.kind === 'security-group' ? { kind: peer.kind, id: peer.id } : peer,
});

const factsOf = (network: Network) => ({
  groups: [...network.securityGroups.values()].map(({ id, ingress, egress }) => ({
    id,
    ingress: ingress?.map(ruleOf),
    egress: egress?.map(ruleOf),
  })),
  acls: [...network.networkAcls.values()].map(({ id, vpcId, subnetIds, entries }) => ({
    id,
    vpcId,
    subnetIds,
    entries: entries.map(({ filledIn, ...entry }) => entry),
  })),
  interfaces: [...network.interfaces.values()].map(
    ({ id, vpcId, subnetId, securityGroupIds, privateAddresses }) => ({
      id,
      subnetId,
      securityGroupIds,
      privateAddresses,
      vpcId: subnetId === 'subnet-1' ? vpcId : null,
    }),
  ),
  prefixLists: [...network.prefixLists.values()].map(({ id, entries }) => ({ id, entries })),
  vpcs: [...network.vpcs.values()].map(({ id, cidrs }) => ({ id, cidrs })),
  subnets: [...network.subnets.values()].map(({ id, vpcId, cidrs }) => ({ id, vpcId, cidrs })),
});

/** The flat view has no row of a group without rules. */
const withRules = (facts: ReturnType<typeof factsOf>) => ({
  ...facts,
  groups: facts.groups.filter(({ ingress, egress }) => [...(ingress ?? []), ...(egress ?? [])].length > 0),
});

/** Every list and every object the other way round; a text of JSON too. */
const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned).reverse();
  if (typeof value === 'string' && value.startsWith('{')) return JSON.stringify(turned(JSON.parse(value)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, turned(item)] as const)
      .reverse(),
  );
};

describe.each(FORMS)('%s', (name, written) => {
  const compared =
    name === 'describe-security-group-rules' ? withRules : (facts: ReturnType<typeof factsOf>) => facts;

  it('states the same facts as AWS’s answers', () => {
    fc.assert(
      fc.property(awsWorld.map(withoutPeering), (world) => {
        expect(compared(factsOf(networkOf(...written(world))))).toEqual(
          compared(factsOf(networkOf(...asAnswers(world)))),
        );
      }),
      runs(30),
    );
  });

  it('never allows what AWS’s answers deny, nor the other way round', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(worldAndPacket, ({ world: full, egress, packet }) => {
        const world = withoutPeering(full);
        const outcomes = [asAnswers(world), written(world)].map((documents) => {
          const network = networkOf(...documents);
          const own = network.interfaces.get('eni-1');
          if (own === undefined) throw new Error('eni-1');
          return [judgeSecurityGroups, judgeNetworkAcl].map(
            (judge) =>
              judge(network, own, egress ? 'egress' : 'ingress', readPacket(packet), PLAIN_CROSSING).outcome,
          );
        });
        const [full_, poorer] = outcomes as [string[], string[]];
        for (const [i, outcome] of poorer.entries()) {
          seen.add(outcome);
          if (outcome !== 'undetermined') expect(outcome).toBe(full_[i]);
        }
      }),
      runs(50),
    );
    expect(seen).toContain('allowed');
    expect(seen).toContain('denied');
  });

  it('says the same in any order of its lists and keys', () => {
    fc.assert(
      fc.property(awsWorld.map(withoutPeering), (world) => {
        const documents = written(world);
        expect(networkOf(...(turned(documents) as unknown[]))).toEqual(networkOf(...documents));
      }),
      runs(30),
    );
  });

  it('may be given beside AWS’s answers, and contradicts nothing', () => {
    fc.assert(
      fc.property(awsWorld.map(withoutPeering), (world) => {
        const alone = networkOf(...asAnswers(world));
        const both = networkOf(...written(world), ...asAnswers(world));
        expect(factsOf(both)).toEqual(factsOf(alone));
        expect([...both.given].sort()).toEqual([...alone.given].sort());
      }),
      runs(20),
    );
  });
});
