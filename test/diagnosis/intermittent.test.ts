import { describe, expect, it } from 'vitest';
import { reportText } from '../../src/index.js';
import { answers, eni, explainBy, idle, OPEN, reply, request } from './by-hand.js';

const WHOLE = [idle('eni-b', -600), idle('eni-b', 9000)];

type Doors = Parameters<typeof answers>[0];

const explained = (doors: Doors, lines: readonly string[]) => explainBy(answers(doors), [...lines, ...WHOLE]);

/** What separates each finding that is trouble. */
const separations = (doors: Doors, lines: readonly string[]) =>
  explained(doors, lines)
    .findings.filter(({ outcome }) => outcome !== 'allowed')
    .map((it) => it.separations);

const well = (sourcePort: number, later = 0) => [
  request({ flags: 3, sourcePort, later }),
  reply({ flags: 19, sourcePort, later }),
];
const dead = (sourcePort: number, later = 0) => [
  request({ flags: 2, sourcePort, later }),
  reply({ flags: 18, sourcePort, later, action: 'REJECT' }),
];

describe('trouble that comes and goes', () => {
  const lowOnly = { aclB: { out: [[100, 'allow', '6', '0.0.0.0/0', [32_768, 49_151]]] } } as Doors;

  it('is told from what goes well by the ports to which the replies go', () => {
    const lines = [33_000, 40_000, 48_000]
      .flatMap((port) => well(port))
      .concat([50_000, 55_000, 60_000].flatMap((port) => dead(port)));
    expect(separations(lowOnly, lines)).toEqual([
      [{ dimension: 'source-port', bad: [50_000, 60_000], good: [33_000, 48_000] }],
    ]);
    expect(reportText(explained(lowOnly, lines)).replace(/\s+/g, ' ')).toContain(
      "It fails for the initiator's ports 50000-60000 and went well for 33000-48000",
    );
  });

  it('is not told by ports of which there are few, or that lie among each other', () => {
    expect(separations(lowOnly, [...well(33_000), ...dead(50_000)])).toEqual([[]]);
    const mixed = [33_000, 40_000, 60_000]
      .flatMap((port) => well(port))
      .concat([39_000, 45_000, 61_000].flatMap((port) => dead(port)));
    expect(separations({ aclB: { out: [] } }, mixed).flat()).toEqual([]);
  });

  it('is told by ports alone where it happened later, too: they are taken in order', () => {
    const lines = [33_000, 40_000, 48_000]
      .flatMap((port, i) => well(port, i * 60))
      .concat([50_000, 55_000, 60_000].flatMap((port, i) => dead(port, 600 + i * 60)));
    expect(
      separations(lowOnly, lines)
        .flat()
        .map(({ dimension }) => dimension),
    ).toEqual(['source-port']);
  });

  it('is not told by the ports that rejected requests came from, which no filter looks at', () => {
    const lines = [33_000, 33_001, 33_002]
      .flatMap((port, i) => well(port, i * 60))
      .concat(
        [33_003, 33_004, 33_005].map((sourcePort, i) =>
          request({ flags: 2, sourcePort, later: 600 + i * 60, action: 'REJECT' }),
        ),
      );
    const { findings } = explained({ groupB: { in: [] } }, lines);
    const rejected = findings.find(({ code }) => code === 'security-group-ingress-lacks-rule');
    expect(rejected?.separations.map(({ dimension }) => dimension)).toEqual(['time']);
  });

  it('is told by the time at which it began', () => {
    const lines = [well(40_000), well(40_001, 600), dead(40_002, 3600), dead(40_003, 4200)].flat();
    const [[time] = []] = separations({ aclB: { out: [] } }, lines);
    expect(time?.dimension).toBe('time');
    expect(time?.bad[0]).toBeGreaterThan(time?.good[1] as number);
  });

  it('is told by the Availability Zone of who asks', () => {
    const zoned = (name: string, last: number, AvailabilityZone: string) => ({
      ...eni(name, 1, last, true, 'sg-a'),
      AvailabilityZone,
    });
    const doors: Doors = {
      groupB: {
        in: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.1.21/32' }] }],
      },
      moreInterfaces: [zoned('good', 21, 'eu-west-1a'), zoned('bad', 22, 'eu-west-1b')],
    };
    const by = (lines: readonly string[], address: string) =>
      lines.map((line) => line.replaceAll('10.0.1.10', address));
    const lines = [
      ...by(well(40_000), '10.0.1.21'),
      ...by([request({ flags: 2, action: 'REJECT' })], '10.0.1.22'),
    ];
    expect(separations(doors, lines)).toEqual([
      [{ dimension: 'availability-zone', bad: ['eu-west-1b'], good: ['eu-west-1a'] }],
    ]);
  });

  it('is told by the address family', () => {
    const sixth = (line: string) =>
      line.replaceAll('10.0.1.10', '2001:db8:0:1::10').replaceAll('10.0.2.10', '2001:db8:0:2::10');
    // The same host by two families is two initiators, and two targets.
    const lines = [...well(40_000), ...[request({ flags: 2, action: 'REJECT' })].map(sixth)];
    const doors: Doors = { groupB: { in: [{ ...OPEN, Ipv6Ranges: [] }] } };
    expect(
      separations(doors, lines)
        .flat()
        .map(({ dimension }) => dimension),
    ).toEqual(['family']);
  });

  it('is compared with nothing where nothing of the service went well', () => {
    expect(separations({ aclB: { out: [] } }, dead(40_000))).toEqual([[]]);
  });
});

describe('records that the configuration cannot have written', () => {
  const closed: Doors = { groupB: { in: [] } };

  it('come from before a change where later ones fit, and name the rules that were others', () => {
    const rejected = [0, 1].map((n) =>
      request({ flags: 2, action: 'REJECT', sourcePort: 41_000 + n, later: n * 60 }),
    );
    const later = well(42_000, 3600);
    const report = explained({}, [...rejected, ...later]);
    const found = report.findings.find(({ code }) => code === 'log-contradicts-configuration');
    expect(found?.separations).toMatchObject([{ dimension: 'time' }]);
    expect(reportText(report).replace(/\s+/g, ' ')).toContain('the answers given are from after that');
  });

  it('name the one thing that must have been another', () => {
    expect(reportText(explained(closed, well(40_000))).replace(/\s+/g, ' ')).toContain(
      'the rules of sg-b alone were others when this was recorded',
    );
  });
});
