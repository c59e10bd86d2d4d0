import type { InternetGatewayBlockMode } from '../../../network/block-public-access.js';
import type { Network } from '../../../network/network.js';
import type { NetworkInterface } from '../../../network/network-interface.js';
import { gatewayBehind } from './nat-gateway.js';

/**
 * What the switch of the account, and exclusions of the VPC or the subnet, make of internet traffic there. "Allow-egress"
 * exclusions have a meaning where both directions are blocked.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
 */
const modeAt = (network: Network, { vpcId, subnetId }: NetworkInterface): InternetGatewayBlockMode => {
  const [account] = network.blockPublicAccess.values();
  const exclusions = [...network.blockPublicAccessExclusions.values()].filter(
    ({ resourceId, state }) =>
      state === 'create-complete' && (resourceId === vpcId || resourceId === subnetId),
  );
  if (account === undefined || account.mode === 'off') return 'off';
  if (exclusions.some(({ mode }) => mode === 'allow-bidirectional')) return 'off';
  return exclusions.length > 0 ? 'block-ingress' : account.mode;
};

/** Whether nothing may leave for the internet from here. */
export const blocksOut = (network: Network, it: NetworkInterface): boolean =>
  modeAt(network, it) === 'block-bidirectional';

/**
 * "Only traffic to and from NAT gateways and egress-only internet gateways is allowed because these gateways only allow
 * outbound connections to be established."
 */
export const blocksIn = (network: Network, it: NetworkInterface): boolean => {
  const mode = modeAt(network, it);
  if (mode !== 'block-ingress') return mode === 'block-bidirectional';
  return gatewayBehind(network, it) === null;
};
