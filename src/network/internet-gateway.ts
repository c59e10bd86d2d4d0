import type { GatewayId, VpcId } from '../resource/id.js';

/**
 * An internet gateway, or an egress-only one for IPv6.
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
export type InternetGateway = {
  readonly id: GatewayId;
  readonly egressOnly: boolean;
  /** The VPCs it is attached to; AWS's answers say `available` or `attached`, and such as are being detached are left out. */
  readonly vpcIds: readonly VpcId[];
};
