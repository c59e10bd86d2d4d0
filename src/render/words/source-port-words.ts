import type { EphemeralPorts } from '../../path/source-ports.js';
import { type PortRange, print as printPorts } from '../../traffic/ports.js';
import { listed } from './phrase.js';

/** Why these source ports: what follows the range, after a comma. */
export const PORT_REASONS: Readonly<Record<EphemeralPorts['reason'], string>> = {
  instance: 'which holds what Linux and Windows instances choose from',
  'windows-instance': 'from which Windows instances choose',
  observed: 'as the log shows',
  asked: 'as asked',
  'any-initiator': 'which holds what clients, NAT gateways and load balancers choose from',
};

/** Who chooses from which ports. https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html */
const CLIENTS: readonly { readonly who: string; readonly range: PortRange }[] = [
  { who: 'Windows clients', range: { from: 49152, to: 65535 } },
  { who: 'Linux clients', range: { from: 32768, to: 60999 } },
  { who: 'NAT gateways, load balancers and Lambda functions', range: { from: 1024, to: 65535 } },
];

const overlaps = (a: PortRange, b: PortRange): boolean => a.from <= b.to && b.from <= a.to;

const isWithin = (inner: PortRange, ranges: readonly PortRange[]): boolean =>
  ranges.some((range) => range.from <= inner.from && inner.to <= range.to);

/** `49152-65535: every port of Windows clients, some ports of Linux clients`. */
export const failingPortsPhrase = (failing: readonly PortRange[]): string => {
  const all = CLIENTS.filter(({ range }) => isWithin(range, failing)).map(({ who }) => who);
  const some = CLIENTS.filter(
    ({ range }) => !isWithin(range, failing) && failing.some((it) => overlaps(it, range)),
  );
  const who = [
    ...(all.length > 0 ? [`all that ${listed(all)} use`] : []),
    ...(some.length > 0 ? [`some that ${listed(some.map((it) => it.who))} use`] : []),
  ];
  return `${listed(failing.map(printPorts))}${who.length === 0 ? '' : ` (${who.join(', ')})`}`;
};
