import { describe, expect, it } from 'vitest';
import { explain } from '../../src/index.js';
import { answers, explainBy, idle, reply, request } from './by-hand.js';

const WHOLE = [idle('eni-b', -600), idle('eni-b', 600)];

const codes = (lines: readonly string[], doors: Parameters<typeof answers>[0] = {}) =>
  explainBy(answers(doors), lines).findings.map(({ code, certainty }) => `${code} ${certainty}`);

const [syn, synAck, rst] = [request({ flags: 2 }), reply({ flags: 18 }), reply({ flags: 4 })];

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html */
describe('a SYN that was answered with a reset', () => {
  it('was refused by the host, proven where its own interface shows it', () => {
    const [finding, ...more] = explainBy(answers(), [syn, rst, ...WHOLE]).findings;
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ code: 'refused-by-host', certainty: 'proven', outcome: 'failed' });
    expect(finding?.remedies).toEqual([]);
  });

  it('is likely refused by the host where only the initiator shows it, and without configuration', () => {
    const there = [request({ at: 'eni-a', flags: 2 }), reply({ at: 'eni-a', flags: 4 })];
    expect(codes([...there, idle('eni-a', -600), idle('eni-a', 600)])).toEqual(['refused-by-host likely']);
    const [finding] = explainBy([], [syn, rst]).findings;
    expect(finding).toMatchObject({ code: 'refused-by-host' });
  });

  it('does not deny that a record is the responder’s because its log begins with it', () => {
    const [finding] = explainBy(answers(), [syn, rst]).findings;
    expect(finding).toMatchObject({ certainty: 'likely', missing: [{ kind: 'log-window' }] });
    if (finding === undefined) throw new Error('no finding');
    const because = explain(finding).because.join(' ');
    expect(because).not.toContain('not those of the responder');
    expect(because).toContain('do not show all that came before the reset');
  });

  it('was refused for sure where the log begins with the first of many: nothing is missing before the last', () => {
    const refused = (nth: number) => {
      const one = { packets: 1, sourcePort: 40_000 + nth, later: 600 * nth };
      return [request({ ...one, flags: 2 }), reply({ ...one, flags: 4 })];
    };
    expect(codes(refused(0))).toEqual(['refused-by-host likely']);
    expect(codes([...refused(0), idle('eni-b', 300), ...refused(1)])).toEqual(['refused-by-host proven']);
    expect(codes([...refused(0), ...refused(0.05)])).toEqual(['refused-by-host likely']);
  });

  it('is not for sure where the ports are those that the log begins with: it may be what was there before', () => {
    const refused = (later: number) => [
      request({ packets: 1, later, flags: 2 }),
      reply({ packets: 1, later, flags: 4 }),
    ];
    const again = [...refused(0), idle('eni-b', 300), ...refused(600)];
    expect(codes(again)).toEqual(['refused-by-host likely']);
  });

  it('is told from connections to the same service that went well', () => {
    const well = [request({ flags: 3, sourcePort: 41_000 }), reply({ flags: 19, sourcePort: 41_000 })];
    expect(codes([syn, rst, ...well, ...WHOLE])).toEqual([
      'refused-by-host proven',
      'allowed-both-ways proven',
    ]);
  });

  it('is none where a SYN-ACK came first, where the reset was the initiator’s, or no flags were logged', () => {
    for (const lines of [
      [syn, reply({ flags: 22 })],
      [syn, synAck, rst],
      [request({ flags: 6 }), synAck],
      [request(), reply()],
    ])
      expect(codes([...lines, ...WHOLE]).join()).not.toContain('refused-by-host');
  });

  it('is no REJECT of AWS, and a REJECT of AWS is no refusal of the host', () => {
    const rejected = [request({ flags: 2, action: 'REJECT' }), ...WHOLE];
    expect(codes(rejected, { groupB: { in: [] } })).toEqual(['security-group-ingress-lacks-rule proven']);
  });

  it('contradicts a configuration that would have kept it out', () => {
    expect(codes([syn, rst, ...WHOLE], { groupB: { in: [] } })).toEqual([
      'log-contradicts-configuration likely',
    ]);
  });
});

const nat = (target: string) => [
  {
    RouteTables: [
      {
        RouteTableId: 'rtb-1',
        VpcId: 'vpc-1',
        Associations: [{ Main: true, RouteTableId: 'rtb-1' }],
        Routes: [
          { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' },
          {
            DestinationCidrBlock: '0.0.0.0/0',
            State: 'active',
            ...(target.startsWith('nat') ? { NatGatewayId: target } : { GatewayId: target }),
          },
        ],
      },
      {
        RouteTableId: 'rtb-2',
        VpcId: 'vpc-1',
        Associations: [{ SubnetId: 'subnet-2', RouteTableId: 'rtb-2' }],
        Routes: [
          { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' },
          { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: 'active' },
        ],
      },
    ],
  },
  {
    InternetGateways: [{ InternetGatewayId: 'igw-1', Attachments: [{ VpcId: 'vpc-1', State: 'available' }] }],
  },
  {
    NatGateways: [
      {
        NatGatewayId: 'nat-1',
        VpcId: 'vpc-1',
        SubnetId: 'subnet-2',
        State: 'available',
        ConnectivityType: 'public',
        NatGatewayAddresses: [
          { NetworkInterfaceId: 'eni-nat', PrivateIp: '10.0.2.5', PublicIp: '198.51.100.9' },
        ],
      },
    ],
  },
];

/** https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html */
describe('a connection that goes on after a silence and gets a reset', () => {
  const outside = (line: string) => line.replaceAll('10.0.2.10', '203.0.113.7');
  const opened = [request({ at: 'eni-a', flags: 2 }), reply({ at: 'eni-a', flags: 18 })];
  const goingOn = (later: number) => [
    request({ at: 'eni-a', flags: 0, later }),
    reply({ at: 'eni-a', flags: 4, later }),
    idle('eni-a', -600),
    idle('eni-a', later + 600),
  ];
  const found = (lines: readonly string[], target = 'nat-1') =>
    explainBy([...answers(), ...nat(target)], lines.map(outside)).findings.map(
      ({ code, certainty }) => `${code} ${certainty}`,
    );

  it('was forgotten by the NAT gateway on its way', () => {
    expect(found([...opened, ...goingOn(1200)])[0]).toBe('nat-gateway-idle-timeout likely');
  });

  it('may have been, where its windows leave room for 350 s of silence, or nothing of it stands in the log before', () => {
    expect(found([...opened, ...goingOn(360)])[0]).toBe('nat-gateway-idle-timeout possible');
    expect(found(goingOn(1200))[0]).toBe('nat-gateway-idle-timeout possible');
  });

  it('was not, where it had been silent for less than 350 s, whatever its windows hide', () => {
    expect(found([...opened, ...goingOn(280)]).join()).not.toContain('nat-gateway');
  });

  it('was not, where no NAT gateway is on the way, and only may have been where no route is known', () => {
    expect(found([...opened, ...goingOn(1200)], 'igw-1').join()).not.toContain('nat-gateway');
    const { findings } = explainBy(answers(), [...opened, ...goingOn(1200)].map(outside));
    expect(findings.map(({ code, certainty }) => `${code} ${certainty}`)).toEqual([
      'nat-gateway-idle-timeout possible',
      'allowed-both-ways proven',
    ]);
    expect(findings[0]?.alternatives[0]).toMatchObject({ code: 'allowed-both-ways', certainty: 'possible' });
    expect(findings[0]?.missing.map(({ needs }) => needs)).toEqual(['aws ec2 describe-route-tables']);
  });

  const unflagged = (later: number) => [
    request({ at: 'eni-a', later }),
    reply({ at: 'eni-a', later }),
    idle('eni-a', later + 600),
  ];

  it('may have been, where no flags tell what came after the silence', () => {
    const lines = [idle('eni-a', -600), ...unflagged(0), ...unflagged(1200)];
    const { findings } = explainBy([...answers(), ...nat('nat-1')], lines.map(outside));
    expect(findings[0]).toMatchObject({ code: 'nat-gateway-idle-timeout', certainty: 'possible' });
    expect(findings[0]?.missing.map(({ needs }) => needs)).toEqual(['tcp-flags in the log format']);
  });

  it('is not named for ports that are used again and again', () => {
    const lines = [0, 1200, 2400, 3600].flatMap(unflagged);
    const well = 'allowed-both-ways likely';
    expect(found([idle('eni-a', -600), ...lines])).toEqual([well]);
  });

  it('leaves nothing proven that begins with the log, without flags', () => {
    const begins = (before: number) => found([idle('eni-a', -before), ...unflagged(0)])[0];
    expect(begins(200)).toBe('allowed-both-ways likely');
    expect(begins(600)).toBe('allowed-both-ways proven');
  });

  it('is none where data came back, or where the connection was opened anew', () => {
    const [asked, , ...rest] = goingOn(1200);
    expect(
      found([...opened, asked as string, reply({ at: 'eni-a', flags: 0, later: 1200 }), ...rest]).join(),
    ).not.toContain('nat-gateway');
    const anew = [
      request({ at: 'eni-a', flags: 2, later: 1200 }),
      reply({ at: 'eni-a', flags: 4, later: 1200 }),
    ];
    expect(found([...opened, ...anew, ...rest])[0]).toContain('refused-by-host');
  });
});
