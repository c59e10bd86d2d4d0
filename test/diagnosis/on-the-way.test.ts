import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAnswers } from '../../src/index.js';
import { answers, eni, explainIn } from './by-hand.js';

/** The networks are those of the scenarios that ask `check`; the lines are what an interface would have written there. */

type Document = { readonly source: string; readonly json: Readonly<Record<string, unknown>> };

const networkOf = (scenario: string): readonly Document[] => {
  const folder = join('scenarios', scenario, 'network');
  return readdirSync(folder).map((source) => ({
    source,
    json: JSON.parse(readFileSync(join(folder, source), 'utf8')),
  }));
};

const records = (scenario: string, trafficType = 'ALL'): readonly Document[] => {
  const all = networkOf(scenario);
  const vpcs = all.flatMap(({ json }) => (json.Vpcs ?? []) as readonly { readonly VpcId: string }[]);
  const FlowLogs = vpcs.map(({ VpcId }, i) => ({
    FlowLogId: `fl-${i}`,
    ResourceId: VpcId,
    TrafficType: trafficType,
    MaxAggregationInterval: 60,
  }));
  return [...all, { source: 'flow-logs.json', json: { FlowLogs } }];
};

const explainBy = (documents: readonly Document[], lines: readonly string[]) =>
  explainIn(readAnswers(documents).network, lines);

const START = 1_700_000_000;

type Sent = { readonly from: string; readonly to: string; readonly port: number; readonly protocol?: number };

/** Four packets of 60 bytes: SYNs, as far as they are TCP. */
const request = (at: string, { from, to, port, protocol = 6 }: Sent, flags = 2, bytes = 240): string =>
  `${at} ${from} ${to} ${protocol === 6 ? `40000 ${port}` : '0 0'} ${protocol} 4 ${bytes} ${START} ${START + 50} ACCEPT ${protocol === 6 ? flags : '-'} OK`;

const reply = (at: string, { from, to, port, protocol = 6 }: Sent, action = 'ACCEPT'): string =>
  `${at} ${to} ${from} ${protocol === 6 ? `${port} 40000` : '0 0'} ${protocol} 4 240 ${START} ${START + 50} ${action} ${protocol === 6 ? 18 : '-'} OK`;

const around = (at: string): readonly string[] =>
  [-900, 900].map((at0) => `${at} - - - - - - - ${START + at0} ${START + at0 + 60} - - NODATA`);

const HERE = 'eni-0a1b2c3d4e5f60201';
const FAR = 'eni-0a1b2c3d4e5f60203';

const internet: Sent = { from: '10.0.1.10', to: '203.0.113.7', port: 443 };
const otherVpc: Sent = { from: '10.0.1.10', to: '10.8.1.30', port: 443 };

const stopped = [
  ['route-to-a-deleted-nat-gateway', 'blackhole-route', internet],
  ['no-public-address-for-the-internet', 'no-public-address', internet],
  ['peering-is-pending', 'peering-not-usable', otherVpc],
  ['transit-gateway-lacks-a-route', 'transit-gateway-does-not-forward', otherVpc],
  ['nat-instance-checks-source-and-destination', 'source-destination-check-drops', internet],
  ['nat-gateway-in-the-private-subnet', 'nat-gateway-cannot-carry', internet],
  ['ping-to-an-interface-endpoint', 'endpoint-cannot-carry', { ...internet, to: '10.0.2.80', protocol: 1 }],
  [
    'load-balancer-has-no-listener-on-the-port',
    'load-balancer-does-not-forward',
    { ...internet, to: '10.0.3.30', port: 8080 },
  ],
] as const;

const found = (network: readonly Document[], lines: readonly string[]) =>
  explainBy(network, lines).findings.map(({ code, certainty }) => `${code} ${certainty}`);

describe.each(stopped)('in %s a request that was accepted and got no answer', (scenario, code, sent) => {
  it(`is stopped on its way, ${code}, proven where the log would show the answer`, () => {
    const lines = [request(HERE, sent), ...around(HERE)];
    const [finding, ...more] = explainBy(records(scenario), lines).findings;
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ code, certainty: 'proven', leg: 'request', outcome: 'blocked' });
    expect(finding?.alternatives).toEqual([]);
    expect(finding?.stopped?.code).toBe(code);
    expect(finding?.assumes).toContain('configuration-in-force');
  });

  it('is not proven to be where nobody says what the flow log keeps, or where the log breaks off', () => {
    const lines = [request(HERE, sent), ...around(HERE)];
    expect(found(networkOf(scenario), lines)).not.toContain(`${code} proven`);
    expect(found(records(scenario, 'ACCEPT'), lines)).not.toContain(`${code} proven`);
    expect(found(records(scenario), lines.slice(0, 2))).not.toContain(`${code} proven`);
  });

  it('was not stopped where an answer came: then it is the configuration that is not of that time', () => {
    const lines = [request(HERE, sent), reply(HERE, sent), ...around(HERE)];
    expect(found(records(scenario), lines).join()).not.toContain(code);
  });

  it('is no routing matter where it was rejected', () => {
    const rejected = request(HERE, sent).replace('ACCEPT', 'REJECT');
    expect(found(records(scenario), [rejected, ...around(HERE)]).join()).not.toContain(code);
  });

  it('is not told from its routes where route tables were not given', () => {
    const without = records(scenario).filter(({ json }) => !('RouteTables' in json));
    const lines = [request(HERE, sent), ...around(HERE)];
    expect(found(without, lines).join()).not.toContain(`${code} proven`);
  });
});

describe('a reply that finds no way back', () => {
  const network = records('no-route-back-over-the-peering');
  const [asked, answered] = [request(FAR, otherVpc), reply(FAR, otherVpc)];

  it('is proven where the interface that asked records all and shows no reply', () => {
    const lines = [asked, answered, request(HERE, otherVpc), ...around(HERE), ...around(FAR)];
    expect(found(network, lines)).toEqual(['no-route proven']);
  });

  it('is likely where only the interface that answered is recorded', () => {
    expect(found(network, [asked, answered, ...around(FAR)])).toEqual(['no-route likely']);
  });

  it('came back after all where the initiator closed the connection or sent data', () => {
    for (const more of [request(FAR, otherVpc, 3), request(FAR, otherVpc, 2, 4000)])
      expect(found(network, [more, answered, ...around(FAR)]).join()).not.toContain('no-route');
  });

  it('came back after all where the interface that asked recorded it', () => {
    const lines = [asked, answered, request(HERE, otherVpc), reply(HERE, otherVpc)];
    expect(found(network, [...lines, ...around(HERE), ...around(FAR)]).join()).not.toContain('no-route');
  });

  it('is named though the responder records all and shows none, as AWS does not say whether it would', () => {
    const lines = [asked, request(HERE, otherVpc), ...around(HERE), ...around(FAR)];
    expect(found(network, lines)).toEqual(['no-route likely']);
  });

  it('takes the way through a NAT gateway that has not seen the request', () => {
    const sent: Sent = { from: '203.0.113.7', to: '10.0.1.10', port: 443 };
    const lines = [request(HERE, sent), reply(HERE, sent), ...around(HERE)];
    expect(found(records('public-instance-answers-through-the-nat-gateway'), lines)).toEqual([
      'asymmetric-path likely',
    ]);
  });
});

describe('mail to a public address on port 25', () => {
  const mail: Sent = { ...internet, port: 25 };
  const network = records('mail-leaves-on-port-25');

  it('without an answer is likely what EC2 restricts, and never proven', () => {
    const [finding] = explainBy(network, [request(HERE, mail), ...around(HERE)]).findings;
    expect(finding).toMatchObject({ code: 'outbound-smtp-restricted', certainty: 'likely' });
    expect(finding?.alternatives.map(({ code }) => code)).toContain('no-reply-observed');
  });

  it('with an answer is not restricted, nor is another port', () => {
    const answered = [request(HERE, mail), reply(HERE, mail), ...around(HERE)];
    expect(found(network, answered).join()).not.toContain('smtp');
    expect(found(network, [request(HERE, internet), ...around(HERE)]).join()).not.toContain('smtp');
  });
});

describe('a request that left and did not arrive', () => {
  const network = records('peering-joins-two-vpcs');
  const left = [request(HERE, otherVpc), ...around(HERE)];

  it('is not delivered where the other interface records all and shows nothing', () => {
    const twice = left.map((line) => line.replace(/ 4\d{4} /, ' 47123 '));
    const [finding] = explainBy(network, [...left, ...twice, ...around(FAR)]).findings;
    expect(finding).toMatchObject({ code: 'request-not-delivered', certainty: 'likely', leg: 'request' });
  });

  it('is only possibly undelivered where a single record is missing, which may be lost', () => {
    const [finding] = explainBy(network, [...left, ...around(FAR)]).findings;
    expect(finding).toMatchObject({ code: 'request-not-delivered', certainty: 'possible' });
    expect(finding?.alternatives.map(({ code }) => code)).toEqual(['no-reply-observed']);
  });

  it('is only unanswered where the log says nothing of the other interface', () => {
    expect(found(network, left)).toEqual(['no-reply-observed likely']);
    const lost = [
      ...around(FAR),
      around(FAR)[0]
        ?.replace(/\d{10} \d{10}/, `${START} ${START + 60}`)
        .replace('NODATA', 'SKIPDATA') ?? '',
    ];
    expect(found(network, [...left, ...lost])).toEqual(['no-reply-observed likely']);
  });

  it('is blocked there where the other interface rejected it', () => {
    const rejected = request(FAR, otherVpc).replace('ACCEPT', 'REJECT');
    expect(found(network, [...left, rejected, ...around(FAR)]).join()).not.toContain('request-not-delivered');
  });

  it('is not undelivered where the records show another address of the destination', () => {
    const secondary = network.map(({ source, json }) => ({
      source,
      json: JSON.parse(
        JSON.stringify(json).replace(
          /"PrivateIpAddress":"10.8.1.30","PrivateIpAddresses":\[[^\]]*\]/,
          '"PrivateIpAddress":"10.8.1.31","PrivateIpAddresses":[{"Primary":true,"PrivateIpAddress":"10.8.1.31"},{"Primary":false,"PrivateIpAddress":"10.8.1.30"}]',
        ),
      ),
    }));
    expect(JSON.stringify(secondary)).toContain('10.8.1.31');
    expect(found(secondary, [...left, ...around(FAR)]).join()).not.toContain('request-not-delivered');
  });
});

describe('an answer that does not come', () => {
  const network = records('peering-joins-two-vpcs');
  const lostAt = (lines: readonly string[]) =>
    explainBy(network, lines).findings.map(({ code, lostAt: at }) => `${code} ${at}`);
  const [asked, arrived] = [request(HERE, otherVpc), request(FAR, otherVpc)];
  const both = [...around(HERE), ...around(FAR)];

  it('was not sent where the interface of the responder shows the request alone', () => {
    expect(lostAt([arrived, ...around(FAR)])).toEqual(['no-reply-observed at-the-responder']);
    expect(lostAt([asked, arrived, ...both])).toEqual(['no-reply-observed at-the-responder']);
  });

  it('was lost on its way where it left and did not come', () => {
    expect(lostAt([asked, arrived, reply(FAR, otherVpc), ...both])).toEqual([
      'no-reply-observed on-the-way-back',
    ]);
  });

  it('was lost nobody knows where, where only the initiator is recorded', () => {
    expect(lostAt([asked, ...around(HERE)])).toEqual(['no-reply-observed unknown']);
  });
});

/** What tracks a connection is an interface: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html */
describe('a reply that another interface of the instance sends', () => {
  const door = {
    ...eni('b2', 2, 20, false, 'sg-b'),
    SourceDestCheck: false,
    Attachment: { InstanceId: 'i-b' },
  };
  const network = (more: object) =>
    answers({ moreInterfaces: [{ ...door, ...more }] }).map((json) => ({ source: 'network.json', json }));
  const lines = (action: string) => [
    `eni-b 10.0.1.10 10.0.2.10 40000 443 6 4 240 ${START} ${START + 50} ACCEPT 2 OK`,
    `eni-b2 10.0.2.10 10.0.1.10 443 40000 6 4 240 ${START} ${START + 50} ${action} 18 OK`,
    ...around('eni-b'),
    ...around('eni-b2'),
  ];

  it('took another way than the request, whatever became of it there', () => {
    for (const action of ['ACCEPT', 'REJECT'])
      expect(explainBy(network({}), lines(action)).findings).toMatchObject([
        { code: 'asymmetric-path', certainty: 'likely', leg: 'reply', otherDoor: 'eni-b2' },
      ]);
  });

  it('is no such thing where the interface is of another instance, or the initiator got the reply', () => {
    const other = network({ Attachment: { InstanceId: 'i-c' } });
    expect(found(other, lines('ACCEPT')).join()).not.toContain('asymmetric-path');
    const got = `eni-a 10.0.2.10 10.0.1.10 443 40000 6 4 240 ${START} ${START + 50} ACCEPT 18 OK`;
    expect(found(network({}), [...lines('ACCEPT'), got]).join()).not.toContain('asymmetric-path');
  });
});

/** A NAT gateway has no security group, and the network ACL of its subnet judges what comes to it. */
describe('a filter between the ends', () => {
  const NAT = 'eni-0a1b2c3d4e5f60204';
  const denying = (rule: object, scenario = 'internet-through-a-nat-gateway') =>
    records(scenario).map(({ source, json }) => {
      const acls = json.NetworkAcls as
        | readonly {
            readonly Associations: readonly { readonly SubnetId: string }[];
            readonly Entries: readonly object[];
          }[]
        | undefined;
      if (acls === undefined) return { source, json };
      const NetworkAcls = acls.map((acl) =>
        acl.Associations.some(({ SubnetId }) => SubnetId === 'subnet-0a1b2c3d4e5f60013')
          ? { ...acl, Entries: [...acl.Entries, rule] }
          : acl,
      );
      return { source, json: { NetworkAcls } };
    });
  const closed = denying({
    RuleNumber: 10,
    RuleAction: 'deny',
    Protocol: '6',
    Egress: false,
    CidrBlock: '10.0.1.0/24',
    PortRange: { From: 443, To: 443 },
  });
  const lines = [request(HERE, internet), ...around(HERE)];

  it('that denies the request is named, proven where the log would show the answer', () => {
    const [finding, ...more] = explainBy(closed, lines).findings;
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      code: 'network-acl-ingress-denies-request',
      certainty: 'proven',
      blocking: [{ side: null, interface: { id: NAT } }],
      remedies: [
        { changes: [{ kind: 'add-network-acl-entry' }], proof: { scope: 'path', outcome: 'passes' } },
      ],
    });
    expect(found(closed, lines.slice(0, 2)).join()).not.toContain('proven');
  });

  it('is not named where the answer came, or where the entry is for another port', () => {
    expect(found(closed, [...lines, reply(HERE, internet)]).join()).not.toContain('network-acl');
    expect(found(closed, [request(HERE, { ...internet, port: 80 }), ...around(HERE)]).join()).not.toContain(
      'network-acl',
    );
  });

  it('is not named where its own interface shows that it let the request pass', () => {
    const there = `${NAT} 10.0.1.10 203.0.113.7 40000 443 6 4 240 ${START} ${START + 50} ACCEPT 2 OK`;
    expect(found(closed, [...lines, there, ...around(NAT)]).join()).not.toContain(
      'network-acl-ingress-denies-request',
    );
  });
});
