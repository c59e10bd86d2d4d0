import type { LookAt, NeverLogged, NeverLoggedCode } from '../../capture/never-logged/never-logged.js';
import { NEVER_LOGGED } from '../../capture/never-logged/table.js';
import type { Finding } from '../../diagnosis/finding/finding.js';
import { trafficPhrase } from './ends.js';
import type { Wording } from './wording.js';

type Service = {
  readonly name: string;
  readonly where: string;
  /** What looks like it and is logged. */
  readonly nearMiss: string;
  /** What else to say about where to look. */
  readonly hint: string;
  /** Security groups and network ACLs let it pass, whatever their rules. */
  readonly isUnfiltered: boolean;
};

const services: Readonly<Record<NeverLoggedCode, Service>> = {
  'never-logged-instance-metadata': {
    name: 'the instance metadata service',
    where: '169.254.169.254 (fd00:ec2::254 over IPv6)',
    nearMiss: 'Only this service is exempt; traffic to other addresses is logged.',
    hint: 'HTTP 401 means that IMDSv2 wants a token. Compare HttpEndpoint, HttpTokens and HttpPutResponseHopLimit; containers need a hop limit of 2.',
    isUnfiltered: true,
  },
  'never-logged-time-sync': {
    name: 'the Amazon Time Sync Service',
    where: '169.254.169.123 (fd00:ec2::123 over IPv6)',
    nearMiss: 'Public NTP servers, time.aws.com included, are ordinary traffic and are logged.',
    hint: 'Ask the time service itself.',
    isUnfiltered: true,
  },
  'never-logged-dhcp': {
    name: 'DHCP',
    where: 'UDP ports 67 and 68 (546 and 547 for DHCPv6)',
    nearMiss: 'It is told by the ports of both ends alone, whatever the addresses.',
    hint: 'See the lease that the DHCP client holds.',
    isUnfiltered: true,
  },
  'never-logged-amazon-dns': {
    name: 'the Amazon DNS server (Route 53 Resolver)',
    where: 'base + 2 of the primary block of the VPC, 169.254.169.253 (fd00:ec2::253 over IPv6), port 53',
    nearMiss: 'Queries to a DNS server of your own are ordinary traffic and are logged.',
    hint: 'Turn on Route 53 Resolver query logging. Only Route 53 Resolver DNS Firewall can block these queries.',
    isUnfiltered: true,
  },
  'never-logged-windows-licensing': {
    name: 'Amazon Windows license activation',
    where: '169.254.169.250 and 169.254.169.251 (fd00:ec2::250 over IPv6), TCP port 1688',
    nearMiss: 'A KMS host of your own on port 1688 is ordinary traffic and is logged.',
    hint: 'Windows needs routes to 169.254.169.250 and .251.',
    isUnfiltered: true,
  },
  'never-logged-default-router': {
    name: 'the default router of the VPC',
    where: 'base + 1 of each subnet (::1 of its IPv6 block), fe80:ec2::1',
    nearMiss: 'What is routed through it to other addresses is logged.',
    hint: 'The router answers no service; look at the routes that lead to it.',
    isUnfiltered: true,
  },
  'never-logged-mirrored': {
    name: 'traffic that is mirrored, at its source',
    where: 'VXLAN, UDP port 4789, from the interface that is mirrored to the mirror target',
    nearMiss:
      'The interface of the mirror target records what it gets. VXLAN of your own (an overlay network) is ordinary traffic and is logged.',
    hint: 'Read the flow log of the mirror target, and see whether a mirror session is the sender.',
    isUnfiltered: false,
  },
  'never-logged-endpoint-to-load-balancer': {
    name: 'traffic between a VPC endpoint and a Network Load Balancer',
    where: 'one end is an interface of type vpc_endpoint, the other of type network_load_balancer',
    nearMiss: 'What a client sends to the endpoint, and the load balancer to its targets, is logged.',
    hint: 'Read the flow logs of the client and of the targets, and the metrics of the endpoint service.',
    isUnfiltered: false,
  },
  'never-logged-arp': {
    name: 'ARP',
    where: 'no IP traffic, with neither IP protocol nor ports; `--protocol arp` asks for it',
    nearMiss: 'AWS says nothing of its IPv6 counterpart, neighbour discovery (ICMPv6).',
    hint: 'See which neighbours the host knows.',
    isUnfiltered: false,
  },
  'never-logged-regional-nat-gateway': {
    name: 'traffic of a regional NAT gateway that was deleted soon after it was created',
    where: 'a regional NAT gateway that lived for a few minutes',
    nearMiss: 'A regional NAT gateway that lives on is logged under its nat- id.',
    hint: 'See when it was created and deleted.',
    isUnfiltered: false,
  },
  'never-logged-multicast': {
    name: 'multicast, in the flow logs of a transit gateway',
    where: '224.0.0.0/4 (ff00::/8 over IPv6) at a transit gateway',
    nearMiss: 'Unicast traffic through the same attachments is logged.',
    hint: 'See which group members the multicast domain knows.',
    isUnfiltered: false,
  },
  'never-logged-inside-the-host': {
    name: 'traffic that stays inside one host',
    where: 'loopback, or both addresses belong to one network interface (such as pods on one node)',
    nearMiss: 'As soon as a packet crosses a network interface of the VPC it is logged there.',
    hint: 'Capture the packets on the host itself.',
    isUnfiltered: false,
  },
  'never-logged-link-local': {
    name: 'a link-local or AWS-reserved address',
    where:
      '169.254.0.0/16, fe80::/10 and fd00:ec2::/32, such as ECS task metadata (169.254.170.2) and the EKS Pod Identity agent (169.254.170.23)',
    nearMiss: 'Other addresses are logged as any traffic; a record of one of these proves nothing wrong.',
    hint: 'What answers there runs on the host or below it.',
    isUnfiltered: false,
  },
};

/** What a row is called where its code stands for several things. */
const names: Readonly<Record<string, string>> = {
  'ecs-task-metadata': 'the Amazon ECS task metadata endpoint',
  'eks-pod-identity': 'the Amazon EKS Pod Identity agent',
};

/** What AWS calls it, for a sentence. */
export const serviceNameOf = ({ id, code }: Pick<NeverLogged, 'id' | 'code'>): string =>
  names[id] ?? services[code].name;

const commands = (instead: readonly LookAt[], on: LookAt['on'], title: string): string => {
  const found = [...new Set(instead.filter((it) => it.on === on).map(({ command }) => `\`${command}\``))];
  return found.length === 0 ? '' : ` ${title}: ${found.join(', ')}.`;
};

const lookAt = ({ hint }: Service, instead: readonly LookAt[]): string =>
  `${hint}${commands(instead, 'host', 'On the host')}${commands(instead, 'account', 'In the account')}`;

const isListed = ({ id }: NeverLogged): boolean =>
  NEVER_LOGGED.some((row) => row.id === id && row.basis === 'documented');

const basisSentence = (row: NeverLogged): string => {
  const { basis, source } = row;
  if (basis === 'documented') return `AWS says so: ${source}`;
  if (isListed(row))
    return `AWS lists this kind of traffic, and traffic that is logged can look the same, so that this is of that kind is only likely: ${source}`;
  return basis === 'assumed'
    ? `AWS's list of what is not logged does not settle this case; it is inferred from ${source}`
    : `AWS does not say so; it is what others observed. About such addresses: ${source}`;
};

const neverWords = ({ neverLogged }: Finding): string =>
  neverLogged === null || neverLogged.basis === 'documented'
    ? 'flow logs never record'
    : 'flow logs are not expected to record';

const exempt = (row: NeverLogged): string =>
  row.basis === 'documented'
    ? 'The flow-log service writes no record of it, accepted or not, so an empty result says nothing about whether it works.'
    : 'No record of it is to be expected, accepted or not, so an empty result says nothing about whether it works.';

const becauseOf = (service: Service, row: NeverLogged): readonly string[] => [
  `This is ${serviceNameOf(row)}: ${service.where}. ${exempt(row)}`,
  ...(service.isUnfiltered ? ['Security groups and network ACLs do not filter it either.'] : []),
  service.nearMiss,
  basisSentence(row),
];

const wordingOf = (code: NeverLoggedCode): Wording => {
  const service = services[code];
  const instead = NEVER_LOGGED.filter((row) => row.code === code).flatMap(
    (row): readonly LookAt[] => row.instead,
  );
  return {
    meaning: `Flow logs never show ${service.name}: ${service.where}.`,
    signature: 'No entry, whatever the flow log is set to.',
    advice: lookAt(service, instead),
    headline: (finding: Finding) =>
      `${trafficPhrase(finding)}: ${neverWords(finding)} ${finding.neverLogged === null ? service.name : serviceNameOf(finding.neverLogged)}`,
    because: ({ neverLogged }) => (neverLogged === null ? [] : becauseOf(service, neverLogged)),
    fix: ({ neverLogged }) => [`Look elsewhere. ${lookAt(service, neverLogged?.instead ?? instead)}`],
  };
};

export const neverLoggedWords: Readonly<Record<NeverLoggedCode, Wording>> = {
  'never-logged-instance-metadata': wordingOf('never-logged-instance-metadata'),
  'never-logged-time-sync': wordingOf('never-logged-time-sync'),
  'never-logged-dhcp': wordingOf('never-logged-dhcp'),
  'never-logged-amazon-dns': wordingOf('never-logged-amazon-dns'),
  'never-logged-windows-licensing': wordingOf('never-logged-windows-licensing'),
  'never-logged-default-router': wordingOf('never-logged-default-router'),
  'never-logged-mirrored': wordingOf('never-logged-mirrored'),
  'never-logged-endpoint-to-load-balancer': wordingOf('never-logged-endpoint-to-load-balancer'),
  'never-logged-arp': wordingOf('never-logged-arp'),
  'never-logged-regional-nat-gateway': wordingOf('never-logged-regional-nat-gateway'),
  'never-logged-multicast': wordingOf('never-logged-multicast'),
  'never-logged-inside-the-host': wordingOf('never-logged-inside-the-host'),
  'never-logged-link-local': wordingOf('never-logged-link-local'),
};
