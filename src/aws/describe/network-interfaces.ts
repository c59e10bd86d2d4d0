import * as v from 'valibot';
import { compare, equals, type IpAddress } from '../../address/ip-address.js';
import type { PublicAssociation } from '../../network/network-interface.js';
import {
  address,
  cidr,
  inAddressOrder,
  list,
  optionalAddress,
  optionalFlag,
  optionalInteger,
  optionalText,
  text,
} from '../field.js';
import { type Fragment, fragment, stated } from '../fragment.js';
import { items } from '../reader.js';

const association = v.nullish(v.object({ PublicIp: optionalAddress }));

/** Each address once, in order: that of the answer means nothing. */
const distinct = (addresses: readonly (IpAddress | null | undefined)[]): readonly IpAddress[] =>
  addresses
    .filter((it) => it !== null && it !== undefined)
    .sort(compare)
    .filter((it, index, all) => index === 0 || !equals(it, all[index - 1] as IpAddress));

type Associated = {
  readonly PrivateIpAddress: IpAddress | null;
  readonly Association?: { readonly PublicIp: IpAddress | null } | null | undefined;
};

/** The primary address is listed twice in AWS's answers: on its own and among all. */
const associationsOf = (all: readonly Associated[]): readonly PublicAssociation[] =>
  all
    .flatMap(({ PrivateIpAddress, Association }) =>
      PrivateIpAddress !== null && Association?.PublicIp
        ? [{ privateAddress: PrivateIpAddress, publicAddress: Association.PublicIp }]
        : [],
    )
    .sort((a, b) => compare(a.publicAddress, b.publicAddress))
    .filter(
      (it, index, all) =>
        index === 0 || !equals(it.publicAddress, (all[index - 1] as PublicAssociation).publicAddress),
    );

/** An interface as describe-network-interfaces gives it, and with fewer keys inside describe-instances. */
export const networkInterface = v.object({
  NetworkInterfaceId: text,
  VpcId: optionalText,
  SubnetId: optionalText,
  AvailabilityZone: optionalText,
  OwnerId: optionalText,
  InterfaceType: optionalText,
  Description: optionalText,
  RequesterManaged: optionalFlag,
  Groups: v.nullish(v.array(v.object({ GroupId: text }))),
  PrivateIpAddress: optionalAddress,
  PrivateIpAddresses: list(v.object({ PrivateIpAddress: optionalAddress, Association: association })),
  Ipv6Addresses: list(v.object({ Ipv6Address: address })),
  Ipv4Prefixes: list(v.object({ Ipv4Prefix: cidr })),
  Ipv6Prefixes: list(v.object({ Ipv6Prefix: cidr })),
  Association: association,
  Attachment: v.nullish(v.object({ InstanceId: optionalText })),
  SourceDestCheck: optionalFlag,
  ConnectionTrackingConfiguration: v.nullish(
    v.object({
      TcpEstablishedTimeout: optionalInteger,
      UdpStreamTimeout: optionalInteger,
      UdpTimeout: optionalInteger,
    }),
  ),
});

type Item = v.InferOutput<typeof networkInterface>;

/** A minimal answer may name an interface and nothing else: then its addresses are not known, which is not "none". */
const addressesOf = (it: Item) => {
  const others = distinct([
    ...it.PrivateIpAddresses.map(({ PrivateIpAddress }) => PrivateIpAddress),
    ...it.Ipv6Addresses.map(({ Ipv6Address }) => Ipv6Address),
  ]).filter((own) => it.PrivateIpAddress === null || !equals(own, it.PrivateIpAddress));
  const privateAddresses = it.PrivateIpAddress === null ? others : [it.PrivateIpAddress, ...others];
  if (privateAddresses.length === 0) return {};
  return {
    ...stated({ primaryIpv4: it.PrivateIpAddress }),
    privateAddresses,
    publicAddresses: distinct([
      it.Association?.PublicIp,
      ...it.PrivateIpAddresses.map(({ Association }) => Association?.PublicIp),
    ]),
    associations: associationsOf([
      { PrivateIpAddress: it.PrivateIpAddress, Association: it.Association },
      ...it.PrivateIpAddresses,
    ]),
    prefixes: inAddressOrder([
      ...it.Ipv4Prefixes.map(({ Ipv4Prefix }) => Ipv4Prefix),
      ...it.Ipv6Prefixes.map(({ Ipv6Prefix }) => Ipv6Prefix),
    ]),
  };
};

export const interfaceFragment = (it: Item, instanceId: string | null = null): Fragment =>
  fragment('interfaces', it.NetworkInterfaceId, {
    ...stated({
      vpcId: it.VpcId,
      subnetId: it.SubnetId,
      availabilityZone: it.AvailabilityZone,
      ownerId: it.OwnerId,
      type: it.InterfaceType,
      description: it.Description,
      requesterManaged: it.RequesterManaged,
      instanceId: it.Attachment?.InstanceId ?? instanceId,
      securityGroupIds: it.Groups?.map(({ GroupId }) => GroupId).sort(),
      sourceDestCheck: it.SourceDestCheck,
      connectionTracking: it.ConnectionTrackingConfiguration && {
        tcpEstablishedTimeout: it.ConnectionTrackingConfiguration.TcpEstablishedTimeout,
        udpStreamTimeout: it.ConnectionTrackingConfiguration.UdpStreamTimeout,
        udpTimeout: it.ConnectionTrackingConfiguration.UdpTimeout,
      },
    }),
    ...addressesOf(it),
  });

/** `describe-network-interfaces`. */
export const networkInterfaces = items({
  gives: 'interfaces',
  schema: networkInterface,
  fragments: (it) => [interfaceFragment(it)],
});
