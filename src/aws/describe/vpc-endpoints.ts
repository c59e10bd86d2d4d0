import * as v from 'valibot';
import type { VpcEndpoint } from '../../network/vpc-endpoint.js';
import { list, optionalText, text } from '../field.js';
import { fragment, stated } from '../fragment.js';
import { items } from '../reader.js';

const TYPES: Readonly<Record<string, VpcEndpoint['type']>> = {
  interface: 'interface',
  gateway: 'gateway',
  gatewayloadbalancer: 'gateway-load-balancer',
};

/** Before interface endpoints came, every endpoint was a gateway endpoint and the answer named no type. */
const typeOf = (said: string | null): VpcEndpoint['type'] =>
  said === null ? 'gateway' : (TYPES[said.toLowerCase()] ?? 'other');

/** `describe-vpc-endpoints`. States are documented with capitals and answered without: they are kept without. */
export const vpcEndpoints = items({
  gives: 'vpcEndpoints',
  schema: v.object({
    VpcEndpointId: text,
    VpcEndpointType: optionalText,
    VpcId: optionalText,
    ServiceName: optionalText,
    State: optionalText,
    RouteTableIds: list(text),
    SubnetIds: list(text),
    Groups: list(v.object({ GroupId: text })),
    NetworkInterfaceIds: list(text),
  }),
  fragments: (it) => [
    fragment('vpcEndpoints', it.VpcEndpointId, {
      ...stated({ vpcId: it.VpcId, serviceName: it.ServiceName, state: it.State?.toLowerCase() }),
      type: typeOf(it.VpcEndpointType),
      routeTableIds: [...it.RouteTableIds].sort(),
      subnetIds: [...it.SubnetIds].sort(),
      securityGroupIds: it.Groups.map(({ GroupId }) => GroupId).sort(),
      interfaceIds: [...it.NetworkInterfaceIds].sort(),
    }),
  ],
});
