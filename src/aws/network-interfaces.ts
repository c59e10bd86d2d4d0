import * as v from 'valibot';
import { equals, type IpAddress } from '../address/ip-address.js';
import type { NetworkInterface, PublicAssociation } from '../network/network-interface.js';
import { address, cidr, list, optionalFlag, optionalInteger, optionalText, text } from './field.js';

const optionalAddress = v.optional(v.nullable(address), null);
const association = v.nullish(v.object({ PublicIp: optionalAddress }));

const distinct = (addresses: readonly (IpAddress | null | undefined)[]): readonly IpAddress[] =>
  addresses
    .filter((it) => it !== null && it !== undefined)
    .filter((it, index, all) => all.findIndex((other) => equals(it, other)) === index);

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
    .filter(
      (it, index, list) => list.findIndex((other) => equals(other.publicAddress, it.publicAddress)) === index,
    );

/** `describe-network-interfaces`. */
export const networkInterface = v.pipe(
  v.object({
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
  }),
  v.transform(
    (it): NetworkInterface => ({
      id: it.NetworkInterfaceId,
      vpcId: it.VpcId,
      subnetId: it.SubnetId,
      availabilityZone: it.AvailabilityZone,
      ownerId: it.OwnerId,
      type: it.InterfaceType,
      description: it.Description ?? '',
      requesterManaged: it.RequesterManaged ?? false,
      instanceId: it.Attachment?.InstanceId ?? null,
      securityGroupIds: it.Groups?.map(({ GroupId }) => GroupId) ?? null,
      primaryIpv4: it.PrivateIpAddress,
      privateAddresses: distinct([
        it.PrivateIpAddress,
        ...it.PrivateIpAddresses.map(({ PrivateIpAddress }) => PrivateIpAddress),
        ...it.Ipv6Addresses.map(({ Ipv6Address }) => Ipv6Address),
      ]),
      prefixes: [
        ...it.Ipv4Prefixes.map(({ Ipv4Prefix }) => Ipv4Prefix),
        ...it.Ipv6Prefixes.map(({ Ipv6Prefix }) => Ipv6Prefix),
      ],
      publicAddresses: distinct([
        it.Association?.PublicIp,
        ...it.PrivateIpAddresses.map(({ Association }) => Association?.PublicIp),
      ]),
      associations: associationsOf([
        { PrivateIpAddress: it.PrivateIpAddress, Association: it.Association },
        ...it.PrivateIpAddresses,
      ]),
      sourceDestCheck: it.SourceDestCheck,
      connectionTracking: it.ConnectionTrackingConfiguration
        ? {
            tcpEstablishedTimeout: it.ConnectionTrackingConfiguration.TcpEstablishedTimeout,
            udpStreamTimeout: it.ConnectionTrackingConfiguration.UdpStreamTimeout,
            udpTimeout: it.ConnectionTrackingConfiguration.UdpTimeout,
          }
        : null,
    }),
  ),
);
