import * as v from 'valibot';
import { compare } from '../../address/ip-address.js';
import type { NatGatewayAddress } from '../../network/nat-gateway.js';
import { breakTie } from '../any-order.js';
import { list, optionalAddress, optionalText, text } from '../field.js';
import { fragment, stated } from '../fragment.js';
import { items } from '../reader.js';

const natGatewayAddress = v.pipe(
  v.object({
    NetworkInterfaceId: optionalText,
    PrivateIp: optionalAddress,
    PublicIp: optionalAddress,
    AvailabilityZone: optionalText,
    AvailabilityZoneId: optionalText,
    Status: optionalText,
  }),
  v.transform((it) => ({
    status: it.Status,
    address: {
      interfaceId: it.NetworkInterfaceId,
      privateAddress: it.PrivateIp,
      publicAddress: it.PublicIp,
      availabilityZone: it.AvailabilityZone ?? it.AvailabilityZoneId,
    },
  })),
);

const inOrder = (a: NatGatewayAddress, b: NatGatewayAddress): number => {
  const [one, other] = [a.privateAddress ?? a.publicAddress, b.privateAddress ?? b.publicAddress];
  return one === null || other === null ? Number(one === null) - Number(other === null) : compare(one, other);
};

/** `describe-nat-gateways`: zonal ones, and regional ones, which have no subnet. Answers from before those name no mode. */
export const natGateways = items({
  gives: 'natGateways',
  schema: v.object({
    NatGatewayId: text,
    VpcId: optionalText,
    SubnetId: optionalText,
    ConnectivityType: v.nullish(v.picklist(['public', 'private'])),
    AvailabilityMode: v.nullish(v.picklist(['zonal', 'regional'])),
    RouteTableId: optionalText,
    State: optionalText,
    NatGatewayAddresses: list(natGatewayAddress),
  }),
  fragments: (it) => [
    fragment('natGateways', it.NatGatewayId, {
      ...stated({ vpcId: it.VpcId, subnetId: it.SubnetId, routeTableId: it.RouteTableId, state: it.State }),
      connectivity: it.ConnectivityType ?? 'public',
      availability: it.AvailabilityMode ?? 'zonal',
      addresses: it.NatGatewayAddresses.filter(({ status }) => status !== 'failed')
        .map(({ address }) => address)
        .sort((a, b) => inOrder(a, b) || breakTie(a, b)),
    }),
  ],
});
