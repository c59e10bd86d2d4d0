import { describe, expect, it } from 'vitest';
import { type Report, readAnswers, readText, troubleshoot } from '../../src/index.js';
import { filterFaults, type Plan, sceneOf, simulate } from '../../src/testing/index.js';

/** What the closed loop found wrong in flowcause, kept as it was found. */
const PLAN: Plan = {
  shape: 'two-subnets',
  protocol: 'tcp',
  port: 443,
  sourcePort: 40_000,
  isIpv6: false,
  client: { peer: 'any', ports: 'exact', besides: 0 },
  server: { peer: 'any', ports: 'exact', besides: 0 },
  clientAcl: 'tight',
  serverAcl: 'tight',
  bystanders: 0,
  log: { scope: 'vpc', format: 'telling', interval: 60, destination: 's3' },
  rounds: 1,
  pause: 1,
  closes: 'fin',
  isWindows: false,
  publicAccess: 'off',
  service: 's3',
};

const explained = (plan: Partial<Plan>, kinds: readonly string[], seed = 1): Report => {
  const scene = sceneOf({ ...PLAN, ...plan });
  const faults = filterFaults(scene).filter(({ kind }) => kinds.includes(kind));
  const { files } = simulate({ ...scene, faults, seed });
  const documents = [...files]
    .filter(([name]) => name.endsWith('.json'))
    .map(([source, text]) => ({ source, json: JSON.parse(text) }));
  const batches = [...files]
    .filter(([name]) => name.startsWith('flow.log'))
    .flatMap(([source, text]) => readText(text, { source }).batches);
  return troubleshoot({ batches, network: readAnswers(documents).network });
};

describe('an interface of a transit gateway', () => {
  it('saw the packet before the rejection, and does not disprove it', () => {
    const both = ['security-group-ingress-lacks-rule', 'network-acl-egress-denies-reply'];
    const [finding] = explained({ shape: 'transit-gateway' }, both).findings;
    expect(finding).toMatchObject({ code: both[0], certainty: 'proven', disproved: [] });
    expect(finding?.blocking).toHaveLength(2);
  });
});

describe('the own address of an interface in between', () => {
  it.each([
    ['through-a-nat-gateway', 'tcp'],
    ['transit-gateway', 'tcp'],
    ['transit-gateway', 'icmp'],
  ] as const)(
    'is no end to judge by the rules, where the format shows no others (%s, %s)',
    (shape, protocol) => {
      const log = { ...PLAN.log, format: 'default' } as const;
      const rules = { peer: 'host', ports: 'exact', besides: 0 } as const;
      const plan = { shape, protocol, log, client: rules, server: rules } as const;
      expect(explained(plan, []).findings.filter(({ outcome }) => outcome !== 'allowed')).toEqual([]);
    },
  );
});
