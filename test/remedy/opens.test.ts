import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { print } from '../../src/address/ip-address.js';
import type { Opening } from '../../src/remedy/opening.js';
import type { Remedy } from '../../src/remedy/remedy.js';
import { contains } from '../../src/traffic/header-set.js';
import { runs } from '../arbitrary/runs.js';
import { type TwoEnds, twoEnds } from '../arbitrary/two-ends.js';
import { ALL_SEEN, explain } from '../diagnosis/simulator.js';
import { ip } from '../filter/build.js';
import {
  type AwsWorld,
  isInBlock,
  isIpv6Text,
  networkAclDecides,
  securityGroupsAllow,
  type WrittenPacket,
} from '../oracle/filter.js';
import { edit } from './edit-answers.js';

const check = <T extends unknown[]>(property: fc.IProperty<T>) => fc.assert(property, runs(60));

/** Remedies for the very traffic, not for replies that were taken for requests. */
const remediesFor = (it: TwoEnds): readonly Remedy[] =>
  explain(it, ALL_SEEN)
    .report.findings.filter(
      ({ group }) =>
        group !== null && print(group.initiator.address) === print(ip(it.ends.initiator.address)),
    )
    .flatMap(({ remedies }) => remedies);

const SUBNET: Readonly<Record<string, readonly string[]>> = {
  'subnet-1': ['10.0.1.0/24', '2001:db8:0:1::/64'],
  'subnet-2': ['10.0.2.0/24', '2001:db8:0:2::/64'],
};

/** Addresses inside the subnets: interfaces, and one that nobody has. */
const OWN = [
  ['10.0.1.10', '10.0.1.20', '10.0.2.10', '10.0.2.11', '10.0.1.99', '10.0.2.99'],
  ['2001:db8:0:1::10', '2001:db8:0:1::20', '2001:db8:0:2::10', '2001:db8:0:2::11', '2001:db8:0:1::99'],
] as const;
const FAR = [['203.0.113.7', '203.0.113.8'], ['2600:1f00::7']] as const;

const addressesOf = (world: AwsWorld, interfaceId: string): readonly string[] => {
  const it = world.NetworkInterfaces.find((one) => one.NetworkInterfaceId === interfaceId);
  return [
    ...(it?.PrivateIpAddresses ?? []).map(({ PrivateIpAddress }) => PrivateIpAddress),
    ...(it?.Ipv6Addresses ?? []).map(({ Ipv6Address }) => Ipv6Address),
  ];
};

/** Whether this filter lets the packet pass for one of the addresses it serves; null when it does not serve the address. */
const filterAllows = (
  world: AwsWorld,
  { component, direction }: Opening,
  packet: WrittenPacket,
): boolean | null => {
  const egress = direction === 'egress';
  const own = egress ? packet.source : packet.destination;
  if (component.startsWith('acl-')) {
    const acl = world.NetworkAcls.find(({ NetworkAclId }) => NetworkAclId === component);
    const subnet = acl?.Associations.find(({ SubnetId }) =>
      (SUBNET[SubnetId] ?? []).some((block) => isInBlock(own, block)),
    );
    return subnet === undefined ? null : networkAclDecides(world, subnet.SubnetId, egress, packet).allow;
  }
  const holder = world.NetworkInterfaces.find((one) =>
    addressesOf(world, one.NetworkInterfaceId).includes(own),
  );
  if (holder === undefined || !holder.Groups.some(({ GroupId }) => GroupId === component)) return null;
  return securityGroupsAllow(world, holder.NetworkInterfaceId, egress, packet);
};

/** Ports at which the rules of this world, or of the remedy, could begin to say something else. */
const portsOf = ({ traffic: { servicePort, sourcePorts } }: TwoEnds, { sourcePorts: range }: Remedy) => [
  ...new Set(
    [servicePort ?? 443, ...sourcePorts, range?.range.from ?? 1024, range?.range.to ?? 65_535].flatMap(
      (port) => [port - 1, port, port + 1],
    ),
  ),
];

function* packetsFor(it: TwoEnds, remedy: Remedy, { direction }: Opening): Generator<WrittenPacket> {
  const which = it.traffic.isIpv6 ? 1 : 0;
  const all = [...OWN[which], ...FAR[which]];
  for (const own of OWN[which])
    for (const peer of all) {
      const [source, destination] = direction === 'egress' ? [own, peer] : [peer, own];
      const plain = { source, destination, sourcePort: null, destinationPort: null };
      for (const protocol of [6, 17])
        for (const destinationPort of portsOf(it, remedy).filter((port) => port >= 0 && port <= 65_535))
          yield {
            ...plain,
            protocol,
            sourcePort: 50_000,
            destinationPort,
            icmpType: null,
            icmpCode: null,
          };
      for (const icmpType of [0, 3, 8, 128, 129])
        for (const icmpCode of [0, 1, 4])
          yield { ...plain, protocol: it.traffic.isIpv6 ? 58 : 1, icmpType, icmpCode };
    }
}

const parsed = new Map<string, ReturnType<typeof ip>>();
const address = (text: string) => {
  const known = parsed.get(text) ?? ip(text);
  parsed.set(text, known);
  return known;
};

const packetOf = (it: WrittenPacket) => ({
  source: address(it.source),
  destination: address(it.destination),
  protocol: it.protocol,
  sourcePort: it.sourcePort,
  destinationPort: it.destinationPort,
  icmp: it.icmpType === null ? null : { type: it.icmpType, code: it.icmpCode ?? 0 },
});

const isBetweenEnds = ({ ends: { initiator, responder } }: TwoEnds, { source, destination }: WrittenPacket) =>
  [initiator.address, responder.address].sort().join() === [source, destination].sort().join();

/** Whether a packet is one that the service sends: a request to its port, or a reply to a port that the initiator may use. */
const isOfService = (it: TwoEnds, { sourcePorts }: Remedy, packet: WrittenPacket): boolean => {
  const { initiator, responder } = it.ends;
  const port = packet.destinationPort;
  if (packet.protocol !== it.traffic.protocol) return false;
  if (packet.source === initiator.address && packet.destination === responder.address)
    return it.traffic.servicePort === null || port === it.traffic.servicePort;
  if (packet.source !== responder.address || packet.destination !== initiator.address) return false;
  if (sourcePorts === null) return true;
  return port !== null && sourcePorts.range.from <= port && port <= sourcePorts.range.to;
};

describe('what a remedy opens', () => {
  it('is exactly what each changed filter lets pass that it did not', () => {
    check(
      fc.property(twoEnds, (it) => {
        for (const remedy of remediesFor(it)) {
          const world = remedy.changes.reduce(edit, it.world);
          for (const opening of remedy.opens) {
            const opens = (packet: WrittenPacket) =>
              filterAllows(it.world, opening, packet) === false &&
              filterAllows(world, opening, packet) === true;
            const wrong = [...packetsFor(it, remedy, opening)].filter(
              (packet) => contains(opening.headers, packetOf(packet)) !== opens(packet),
            );
            expect(wrong).toEqual([]);
          }
        }
      }),
    );
  });

  it('is needed down to the last packet: what goes between the two ends was blocked, and the service sends it', () => {
    check(
      fc.property(twoEnds, (it) => {
        for (const remedy of remediesFor(it))
          for (const opening of remedy.opens) {
            const opened = [...packetsFor(it, remedy, opening)].filter((packet) =>
              contains(opening.headers, packetOf(packet)),
            );
            const between = opened.filter((packet) => isBetweenEnds(it, packet));
            expect(between.filter((packet) => !isOfService(it, remedy, packet))).toEqual([]);
            expect(opened.filter((packet) => !contains(opening.beyond, packetOf(packet)))).toEqual(between);
            expect(between.filter((packet) => filterAllows(it.world, opening, packet) !== false)).toEqual([]);
          }
      }),
    );
  });

  it('goes beyond the two ends only where a rule serves more addresses than one', () => {
    check(
      fc.property(twoEnds, (it) => {
        for (const remedy of remediesFor(it))
          for (const { component, beyond } of remedy.opens) {
            const carriers = it.world.NetworkInterfaces.filter(({ Groups }) =>
              Groups.some(({ GroupId }) => GroupId === component),
            );
            if (!component.startsWith('acl-') && carriers.length === 1) expect(beyond).toEqual([]);
          }
      }),
    );
  });

  it('is said filter by filter, each once', () => {
    check(
      fc.property(twoEnds, (it) => {
        for (const { opens, changes } of remediesFor(it)) {
          const places = opens.map(({ component, direction }) => `${component} ${direction}`);
          expect(new Set(places).size).toBe(places.length);
          expect(places.length).toBe(
            new Set(
              changes.flatMap((change) =>
                change.kind === 'add-network-acl-entry'
                  ? [`${change.networkAclId} ${change.entry.direction}`]
                  : change.kind === 'add-security-group-rule'
                    ? [`${change.groupId} ${change.rule.direction}`]
                    : [],
              ),
            ).size,
          );
        }
      }),
    );
  });
});

describe('the packets that the properties try', () => {
  it('hold opened ones, in both families', () => {
    const opened = { 4: 0, 6: 0 };
    for (const it of fc.sample(twoEnds, { numRuns: 60, seed: 7 }))
      for (const remedy of remediesFor(it))
        for (const opening of remedy.opens)
          for (const packet of packetsFor(it, remedy, opening))
            if (contains(opening.headers, packetOf(packet))) opened[isIpv6Text(packet.source) ? 6 : 4]++;
    expect(opened[4]).toBeGreaterThan(20);
    expect(opened[6]).toBeGreaterThan(20);
  });
});
