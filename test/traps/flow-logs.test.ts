import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { print } from '../../src/address/ip-address.js';
import { expectationsOf, PASSING, rejectedAt } from '../../src/capture/expectation.js';
import { correlate } from '../../src/conversation/correlator.js';
import { crossingOf } from '../../src/path/crossing-of.js';
import { atInterface } from '../../src/path/endpoint.js';
import { readText } from '../../src/record/read-text.js';
import { flowcause } from '../cli/cli.js';
import { eni, ip, network } from '../filter/build.js';
import { trap, trapLater } from './trap.js';

/** The codes of what `explain` finds in a scenario. */
const codesIn = async (scenario: string): Promise<readonly string[]> => {
  const { out } = await flowcause('explain', join('scenarios', scenario), '--format', 'json');
  return JSON.parse(out).findings.map(({ code }: { code: string }) => code);
};

const rowsOf = (scenario: string): readonly (readonly string[])[] =>
  readFileSync(join('scenarios', scenario, 'flow.log'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(' '));

/** "Every REJECT is a rule, every silence a drop, and no record no traffic." */
const naiveCodes = (scenario: string): readonly string[] => {
  const rows = rowsOf(scenario).filter((row) => !row.includes('NODATA'));
  if (rows.length === 0) return ['no-traffic'];
  if (rows.some((row) => row.includes('REJECT'))) return ['security-group-or-network-acl-blocks'];
  return rows.length % 2 === 1 ? ['security-group-or-network-acl-blocks'] : [];
};

/** Who talked to whom, and where it was seen, as the log is paired. */
const pairing = (format: string, line: string): readonly string[] => {
  const { batches } = readText(`${format}\n${line}`, { source: 'flow.log' });
  return correlate(batches).conversations.map(
    ({ observationPoint, initiator, responder }) =>
      `${observationPoint}: ${print(initiator.address)} > ${print(responder.address)}`,
  );
};

/** The same by the field names one thinks of first. */
const naivePairing = (format: string, line: string): readonly string[] => {
  const names = format.split(' ');
  const values = line.split(' ');
  const field = (name: string) => values[names.indexOf(name)];
  return [`${field('interface-id')}: ${field('srcaddr')} > ${field('dstaddr')}`];
};

const REST = 'srcport dstport protocol packets bytes start end action log-status';

// https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
const NAT = `interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr ${REST}`;
const throughNat =
  'eni-1235b8ca123456789 10.0.1.5 10.0.0.220 10.0.1.5 203.0.113.5 40000 443 6 5 500 1616729292 1616729349 ACCEPT OK';
const REGIONAL = `interface-id resource-id srcaddr dstaddr ${REST}`;
const throughRegionalNat =
  '- nat-1234567890abcdef 10.0.1.5 203.0.113.5 40000 443 6 5 500 1616729292 1616729349 ACCEPT OK';

const mustExist = (fates: Parameters<typeof expectationsOf>[0]): number =>
  expectationsOf(fates).filter(({ presence }) => presence === 'must').length;

describe('traps of flow logs', () => {
  trapLater(10, 'a REJECT after the close is no verdict of the rules', {
    naive: () => naiveCodes('late-packet-after-the-close'),
    truth: () => codesIn('late-packet-after-the-close'),
    correct: ['packet-outside-tracked-connection'],
  });

  for (const [service, scenario] of Object.entries({
    'amazon-dns': 'amazon-dns-is-never-logged',
    'instance-metadata': 'metadata-is-never-logged',
    'time-sync': 'time-sync-is-never-logged',
    dhcp: 'dhcp-is-never-logged',
  }))
    trapLater(15, `no record of ${service} does not mean no traffic: it is never logged`, {
      naive: () => ['no-traffic'],
      truth: () => codesIn(scenario),
      correct: [`never-logged-${service}`],
    });

  trapLater(16, 'an accepted request without a reply is no drop by security group or network ACL', {
    naive: () => naiveCodes('host-does-not-answer'),
    truth: () => codesIn('host-does-not-answer'),
    correct: ['no-reply-observed'],
  });

  trap(17, 'dstaddr is the interface; where the packet goes stands in pkt-dstaddr', {
    naive: () => naivePairing(NAT, throughNat),
    truth: () => pairing(NAT, throughNat),
    correct: ['eni-1235b8ca123456789: 10.0.1.5 > 203.0.113.5'],
  });

  trap(18, 'a regional NAT gateway has no interface; its records carry a resource id', {
    naive: () => naivePairing(REGIONAL, throughRegionalNat),
    truth: () => pairing(REGIONAL, throughRegionalNat),
    correct: ['nat-1234567890abcdef: 10.0.1.5 > 203.0.113.5'],
  });

  trap(19, 'how many records there must be depends on where the conversation ends', {
    naive: () => [4, 4, 4],
    truth: () => [
      mustExist(PASSING),
      mustExist(rejectedAt({ side: 'initiator', leg: 'request' })),
      mustExist(rejectedAt({ side: 'responder', leg: 'reply' })),
    ],
    correct: [4, 1, 3],
  });

  trapLater(27, 'Block Public Access rejects by itself: no rule is to blame', {
    naive: () => naiveCodes('public-access-is-blocked'),
    truth: () => codesIn('public-access-is-blocked'),
    correct: ['block-public-access'],
  });
});

describe('traps of the words AWS answers with', () => {
  const host = eni('eni-1', ['10.0.1.10'], ['sg-1']);
  const documented = ['natGateway', 'network_load_balancer', 'lambda', 'vpc_endpoint'];
  trap(34, 'an interface type that answers spell unlike the documentation is the same type', {
    naive: () => documented.includes('nat_gateway'),
    truth: () => {
      const nat = eni('eni-2', ['10.0.1.20'], [], { type: 'nat_gateway' });
      const net = network({ interfaces: [host, nat] });
      return crossingOf(net, host, atInterface(ip('10.0.1.20'), nat), 'egress').automaticallyTracked;
    },
    correct: true,
  });
});
