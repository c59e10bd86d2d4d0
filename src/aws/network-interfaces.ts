import * as v from 'valibot';
import { equals, type IpAddress } from '../address/ip-address.js';
import type { NetworkInterface } from '../network/network-interface.js';
import { address, list, optionalFlag, optionalText, text } from './field.js';

const optionalAddress = v.optional(v.nullable(address), null);
const association = v.nullish(v.object({ PublicIp: optionalAddress }));

const distinct = (addresses: readonly (IpAddress | null | undefined)[]): readonly IpAddress[] =>
  addresses
    .filter((it) => it !== null && it !== undefined)
    .filter((it, index, all) => all.findIndex((other) => equals(it, other)) === index);

/** `describe-network-interfaces`. */
export const networkInterface = v.pipe(
  v.object({
    NetworkInterfaceId: text,
    VpcId: optionalText,
    SubnetId: optionalText,
    OwnerId: optionalText,
    InterfaceType: optionalText,
    Description: optionalText,
    RequesterManaged: optionalFlag,
    Groups: v.nullish(v.array(v.object({ GroupId: text }))),
    PrivateIpAddress: optionalAddress,
    PrivateIpAddresses: list(v.object({ PrivateIpAddress: optionalAddress, Association: association })),
    Ipv6Addresses: list(v.object({ Ipv6Address: address })),
    Association: association,
    Attachment: v.nullish(v.object({ InstanceId: optionalText })),
  }),
  v.transform(
    (it): NetworkInterface => ({
      id: it.NetworkInterfaceId,
      vpcId: it.VpcId,
      subnetId: it.SubnetId,
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
      publicAddresses: distinct([
        it.Association?.PublicIp,
        ...it.PrivateIpAddresses.map(({ Association }) => Association?.PublicIp),
      ]),
    }),
  ),
);
