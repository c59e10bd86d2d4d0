import { equals, type Family, type IpAddress, print } from '../address/ip-address.js';
import { interfacesWithAddress } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import type { Gap } from '../problem/gap.js';
import type { InstanceId, InterfaceId } from '../resource/id.js';
import { atInterface, type Endpoint, type Ends, outside } from './endpoint.js';
import { holdersIn, owns } from './holder.js';

/** An end as somebody names it. */
export type EndName =
  | { readonly kind: 'address'; readonly address: IpAddress }
  | { readonly kind: 'interface'; readonly id: InterfaceId }
  | { readonly kind: 'instance'; readonly id: InstanceId };

/** Why the ends cannot be told from the input, and what would tell. */
export type UnknownEnds = {
  readonly reason:
    | 'unknown-interface'
    | 'several-interfaces'
    | 'no-address'
    | 'no-end-in-input'
    | 'ambiguous-address'
    | 'families-differ';
  /** The end as it was named. */
  readonly name: string;
  readonly missing: readonly Gap[];
};

const interfaceGap = (filter: string, id: string): Gap => ({
  kind: 'interface',
  id,
  needs: `aws ec2 describe-network-interfaces ${filter}`,
});

/** What tells several interfaces apart. */
const whichGap = (named: string, found: readonly NetworkInterface[]): Gap =>
  interfaceGap(`--network-interface-ids ${found.map(({ id }) => id).join(' ')}`, named);

/** The interfaces that a name can mean. */
const candidates = (network: Network, name: EndName): readonly NetworkInterface[] => {
  switch (name.kind) {
    case 'interface':
      return [network.interfaces.get(name.id) ?? []].flat();
    case 'instance':
      return [...network.interfaces.values()].filter(({ instanceId }) => instanceId === name.id);
    case 'address':
      return [
        ...interfacesWithAddress(network, name.address),
        ...[...network.vpcs.keys()].flatMap((vpcId) => holdersIn(network, vpcId, name.address)),
      ].filter((it, index, all) => all.findIndex(({ id }) => id === it.id) === index);
  }
};

const addressFor = (it: NetworkInterface, family: Family): IpAddress | undefined =>
  family === 4
    ? (it.primaryIpv4 ?? it.privateAddresses.find((own) => own.family === 4))
    : it.privateAddresses.find((own) => own.family === 6);

type Side = { readonly name: EndName; readonly found: readonly NetworkInterface[] };

const text = ({ name }: Side, printed: (address: IpAddress) => string): string =>
  name.kind === 'address' ? printed(name.address) : name.id;

/** VPCs may overlap: an address in both is taken to be of the VPC of the other end. */
const chosen = ({ name, found }: Side, other: Side): NetworkInterface | null => {
  if (name.kind !== 'address') return found.length === 1 ? (found[0] as NetworkInterface) : null;
  const [near] = found.filter((it) => other.found.some(({ vpcId }) => vpcId === it.vpcId));
  return near ?? (found.length === 1 ? (found[0] as NetworkInterface) : null);
};

const familyOf = (from: Side, to: Side): Family => {
  for (const { name } of [from, to]) if (name.kind === 'address') return name.address.family;
  const has = (side: Side) => side.found.some((it) => addressFor(it, 4) !== undefined);
  return has(from) && has(to) ? 4 : 6;
};

const wrong = (side: Side, printed: (address: IpAddress) => string): UnknownEnds | null => {
  const { name, found } = side;
  const named = text(side, printed);
  if (name.kind === 'address' || found.length === 1) return null;
  if (found.length > 1)
    return {
      reason: 'several-interfaces',
      name: `${named} (${found.map(({ id }) => id).join(', ')})`,
      missing: [whichGap(named, found)],
    };
  const filter =
    name.kind === 'interface'
      ? `--network-interface-ids ${name.id}`
      : `--filters Name=attachment.instance-id,Values=${name.id}`;
  return { reason: 'unknown-interface', name: named, missing: [interfaceGap(filter, named)] };
};

/** Why a name alone does not tell an interface of the input; null where it does, and for addresses, which may be outside. */
export const unknownName = (network: Network, name: EndName): UnknownEnds | null =>
  wrong({ name, found: candidates(network, name) }, print);

const endOf = (side: Side, other: Side, family: Family): Endpoint | null => {
  const it = chosen(side, other);
  if (side.name.kind === 'address') {
    const { address } = side.name;
    if (it === null) return outside(address);
    const isOwn = owns(it, address) || it.publicAddresses.some((own) => equals(own, address));
    return isOwn ? atInterface(address, it) : outside(address);
  }
  const address = it === null ? undefined : addressFor(it, family);
  return it === null || address === undefined ? null : atInterface(address, it);
};

/**
 * The ends that two names mean: interfaces by their primary address, addresses by whoever holds them. IPv4 is taken
 * where both have it, unless an address or `family` says otherwise.
 */
export const findEnds = (
  network: Network,
  from: EndName,
  to: EndName,
  printed: (address: IpAddress) => string,
  family: Family | null = null,
): Ends | UnknownEnds => {
  const sides = {
    from: { name: from, found: candidates(network, from) },
    to: { name: to, found: candidates(network, to) },
  };
  const fault = wrong(sides.from, printed) ?? wrong(sides.to, printed);
  if (fault !== null) return fault;
  const its = family ?? familyOf(sides.from, sides.to);
  const initiator = endOf(sides.from, sides.to, its);
  const responder = endOf(sides.to, sides.from, its);
  if (initiator === null || responder === null) {
    const side = initiator === null ? sides.from : sides.to;
    return {
      reason: 'no-address',
      name: text(side, printed),
      missing: [whichGap(text(side, printed), side.found)],
    };
  }
  const several = [sides.from, sides.to].find(
    (side) =>
      side.found.length > 1 &&
      side.name.kind === 'address' &&
      chosen(side, side === sides.from ? sides.to : sides.from) === null,
  );
  if (several !== undefined)
    return {
      reason: 'ambiguous-address',
      name: `${text(several, printed)} (${several.found.map(({ id }) => id).join(', ')})`,
      missing: [whichGap(text(several, printed), several.found)],
    };
  if (initiator.kind === 'outside' && responder.kind === 'outside')
    return {
      reason: 'no-end-in-input',
      name: `${printed(initiator.address)} and ${printed(responder.address)}`,
      missing: [initiator, responder].map(({ address }) =>
        interfaceGap(
          `--filters ${address.family === 4 ? 'Name=addresses.private-ip-address' : 'Name=ipv6-addresses.ipv6-address'},Values=${printed(address)}`,
          printed(address),
        ),
      ),
    };
  if (initiator.address.family !== responder.address.family)
    return {
      reason: 'families-differ',
      name: `${printed(initiator.address)} and ${printed(responder.address)}`,
      missing: [],
    };
  return { initiator, responder };
};

export const areEnds = (it: Ends | UnknownEnds): it is Ends => 'initiator' in it;
