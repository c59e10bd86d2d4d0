import { describe, expect, it } from 'vitest';
import { EVERYTHING, type Question } from '../../src/index.js';
import { answers, explainBy, idle, without } from './by-hand.js';

const START = 1_700_000_000;
const WHOLE = [idle('eni-nat', -900), idle('eni-nat', 900), idle('eni-b', -900), idle('eni-b', 900)];

const gateway = {
  NetworkInterfaceId: 'eni-nat',
  VpcId: 'vpc-1',
  SubnetId: 'subnet-1',
  InterfaceType: 'nat_gateway',
  RequesterManaged: true,
  SourceDestCheck: false,
  Groups: [],
  PrivateIpAddress: '10.0.1.5',
  Association: { PublicIp: '198.51.100.9' },
};

const all: ReturnType<typeof answers> = [
  ...answers({ moreInterfaces: [gateway], groupB: { in: [] } }),
  {
    NatGateways: [
      {
        NatGatewayId: 'nat-1',
        VpcId: 'vpc-1',
        SubnetId: 'subnet-1',
        State: 'available',
        NatGatewayAddresses: [
          { NetworkInterfaceId: 'eni-nat', PrivateIp: '10.0.1.5', PublicIp: '198.51.100.9' },
        ],
      },
    ],
  },
];

/** At the interface of the NAT gateway. */
const knock = (from: string, port: number, packets = 1, flags: number | '-' = 2, action = 'ACCEPT') =>
  `eni-nat ${from} 10.0.1.5 51000 ${port} 6 ${packets} ${packets * 40} ${START} ${START + 60} ${action} ${flags} OK`;

const STRANGERS = [22, 23, 445, 3389, 6379, 8080].map((port, n) => knock(`203.0.113.${n}`, port, n + 1));

const found = (lines: readonly string[], question: Question = EVERYTHING, given = all) =>
  explainBy(given, [...lines, ...WHOLE], question).findings;

const from = (value: number): Question => ({
  ...EVERYTHING,
  filter: { ...EVERYTHING.filter, source: { family: 4, value } },
});

describe('what comes from the internet to a NAT gateway unasked', () => {
  it('is background noise, all of it one finding, though its interface shows ACCEPT', () => {
    const [finding, ...more] = found(STRANGERS);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      code: 'internet-background-noise',
      stopped: null,
      noise: { senders: 6, targets: 6, interfaces: ['eni-nat'], natGateways: ['nat-1'] },
      alternatives: [],
      remedies: [],
    });
  });

  it('is noise without flags as well, where the port tells, and without describe-nat-gateways', () => {
    const [finding, ...more] = found(
      [knock('203.0.113.1', 23, 3, '-')],
      EVERYTHING,
      without('NatGateways')(all),
    );
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      code: 'internet-background-noise',
      noise: { natGateways: ['eni-nat'] },
    });
  });

  it('is no entry to anything: who comes there is a scanner elsewhere, too', () => {
    const elsewhere = `eni-b 203.0.113.1 10.0.2.10 51000 23 6 1 40 ${START} ${START + 60} REJECT 2 OK`;
    const more = [22, 445, 3389, 6379].map((port) => elsewhere.replace(' 23 6', ` ${port} 6`));
    const codes = found([knock('203.0.113.1', 23), elsewhere, ...more]).map(({ code }) => code);
    expect(codes).toEqual(['internet-background-noise']);
  });

  it('is not carried, for whoever asks for it, with or without route tables', () => {
    const [finding] = found(STRANGERS, from(0xcb007101));
    expect(finding).toMatchObject({
      code: 'nat-gateway-cannot-carry',
      certainty: 'proven',
      stopped: { component: 'nat-1', reason: 'nat-gateway-takes-no-connections' },
      alternatives: [],
      remedies: [],
    });
  });

  it('is noise where the network ACL rejects it', () => {
    expect(found([knock('203.0.113.1', 23, 1, 2, 'REJECT')]).map(({ code }) => code)).toEqual([
      'internet-background-noise',
    ]);
  });

  it('is not the reply of a server, on whatever port', () => {
    const reply = `eni-nat 203.0.113.1 10.0.1.5 443 40000 6 3 120 ${START} ${START + 60} ACCEPT 18 OK`;
    expect(found([reply]).map(({ code }) => code)).not.toContain('internet-background-noise');
    const unknown = reply.replace(' 443 40000 ', ' 50000 40000 ').replace(' 18 ', ' - ');
    expect(found([unknown]).map(({ code }) => code)).not.toContain('internet-background-noise');
  });

  it('is not what comes from a private network, nor what was answered', () => {
    expect(found([knock('10.9.0.1', 23)]).map(({ code }) => code)).not.toContain('internet-background-noise');
    const answer = `eni-nat 10.0.1.5 203.0.113.1 23 51000 6 1 40 ${START} ${START + 60} ACCEPT 18 OK`;
    expect(found([knock('203.0.113.1', 23), answer]).map(({ code }) => code)).not.toContain(
      'internet-background-noise',
    );
  });
});
