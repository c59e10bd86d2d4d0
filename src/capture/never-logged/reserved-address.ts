import { addressAt, type Cidr } from '../../address/cidr.js';
import type { IpAddress } from '../../address/ip-address.js';
import type { Network } from '../../network/network.js';
import { oncePer } from '../../prelude/once-per.js';
import type { SubnetId, VpcId } from '../../resource/id.js';
import { interfacesOf, isServiceAt, type Matcher, type MatchOf, perhaps } from './likeness.js';
import type { NeverLoggedMatch } from './never-logged.js';
import { NEVER_LOGGED } from './table.js';

type ReservedMatch = MatchOf<'reserved'>;

/** An address that AWS keeps for a service, with the VPC and subnet in which it does. */
type ReservedAddress = Pick<ReservedMatch, 'of' | 'offset'> & {
  readonly vpcId: VpcId | null;
  /** Null for an address of the VPC. */
  readonly subnetId: SubnetId | null;
};

const ROWS: readonly ReservedMatch[] = NEVER_LOGGED.map(({ match }): NeverLoggedMatch => match).filter(
  (match) => match.kind === 'reserved',
);

/** By the value of the address: those of IPv4 are numbers, those of IPv6 are bigints. */
const indexOf = oncePer((network: Network): ReadonlyMap<IpAddress['value'], readonly ReservedAddress[]> => {
  const found = new Map<IpAddress['value'], ReservedAddress[]>();
  const add = (block: Cidr, it: ReservedAddress): void => {
    const { value: key } = addressAt(it.offset)(block);
    found.set(key, [...(found.get(key) ?? []), it]);
  };
  for (const { of, offset } of ROWS) {
    if (of === 'primary-vpc-block')
      for (const { id, primaryCidr } of network.vpcs.values())
        if (primaryCidr !== null) add(primaryCidr, { of, offset, vpcId: id, subnetId: null });
    if (of === 'subnet')
      for (const { id, vpcId, cidrs } of network.subnets.values())
        for (const block of cidrs) add(block, { of, offset, vpcId, subnetId: id });
  }
  return found;
});

/** What the address is kept for in the VPCs and subnets of the input, which may overlap. */
const reservedAt = (network: Network, address: IpAddress): readonly ReservedAddress[] =>
  indexOf(network).get(address.value) ?? [];

/** In the own VPC and subnet for sure; in another subnet of it perhaps, and where the own ones are not known. */
export const matchReserved: Matcher<'reserved'> = (network, asked, { of, offset, ...service }) => {
  const candidatesAt = (address: IpAddress) =>
    reservedAt(network, address).filter((it) => it.of === of && it.offset === offset);
  if (!isServiceAt(asked, service, (address) => candidatesAt(address).length > 0)) return 'no';
  const touched = interfacesOf(network, asked);
  const vpcIds = touched.flatMap(({ vpcId }) => vpcId ?? []);
  const isAround = ({ vpcId }: ReservedAddress) =>
    vpcId === null || vpcIds.length === 0 || vpcIds.includes(vpcId);
  const isOwn = ({ subnetId }: ReservedAddress) =>
    subnetId === null || touched.length === 0 || touched.some((it) => it.subnetId === subnetId);
  const isReserved = (which: (it: ReservedAddress) => boolean) =>
    isServiceAt(asked, service, (address) => candidatesAt(address).some((it) => isAround(it) && which(it)));
  const isElsewhere = asked.interfaceId !== null && !network.interfaces.has(asked.interfaceId);
  if (isReserved(isOwn)) return isElsewhere ? 'maybe' : 'surely';
  return perhaps(isReserved(() => true));
};
