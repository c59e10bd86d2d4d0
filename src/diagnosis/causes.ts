import { allowedBothWays } from './cause/allowed-both-ways.js';
import { asymmetricPath } from './cause/asymmetric-path.js';
import { blackholeRoute } from './cause/blackhole-route.js';
import { blockPublicAccess } from './cause/block-public-access.js';
import { encryptionControls } from './cause/encryption-controls.js';
import { endpointCannotCarry } from './cause/endpoint-cannot-carry.js';
import { internetBackgroundNoise } from './cause/internet-background-noise.js';
import { loadBalancerDoesNotForward } from './cause/load-balancer-does-not-forward.js';
import { logContradictsConfiguration } from './cause/log-contradicts-configuration.js';
import { natGatewayCannotCarry } from './cause/nat-gateway-cannot-carry.js';
import { natGatewayIdleTimeout } from './cause/nat-gateway-idle-timeout.js';
import { networkAclEgressDeniesReply } from './cause/network-acl-egress-denies-reply.js';
import { networkAclEgressDeniesRequest } from './cause/network-acl-egress-denies-request.js';
import { networkAclIngressDeniesReply } from './cause/network-acl-ingress-denies-reply.js';
import { networkAclIngressDeniesRequest } from './cause/network-acl-ingress-denies-request.js';
import { noPublicAddress } from './cause/no-public-address.js';
import { noReplyObserved } from './cause/no-reply-observed.js';
import { noRoute } from './cause/no-route.js';
import { oneLegRecorded } from './cause/one-leg-recorded.js';
import { outboundSmtpRestricted } from './cause/outbound-smtp-restricted.js';
import { packetOutsideTrackedConnection } from './cause/packet-outside-tracked-connection.js';
import { peeringNotUsable } from './cause/peering-not-usable.js';
import { refusedByHost } from './cause/refused-by-host.js';
import { requestNotDelivered } from './cause/request-not-delivered.js';
import { rulesChangedDuringFlow } from './cause/rules-changed-during-flow.js';
import { securityGroupEgressLacksRule } from './cause/security-group-egress-lacks-rule.js';
import { securityGroupIngressLacksRule } from './cause/security-group-ingress-lacks-rule.js';
import { securityGroupOrNetworkAclBlocks } from './cause/security-group-or-network-acl-blocks.js';
import { sourceDestinationCheckDrops } from './cause/source-destination-check-drops.js';
import { transitGatewayDoesNotForward } from './cause/transit-gateway-does-not-forward.js';
import { undetermined } from './cause/undetermined.js';
import { untrackedReplyLacksRule } from './cause/untracked-reply-lacks-rule.js';
import type { Cause } from './cause.js';

/**
 * Every cause that records can speak for. Among equally certain causes the earlier one is named: filters in the order in
 * which a round trip meets them, then the rest.
 */
export const CAUSES: readonly Cause[] = [
  blockPublicAccess,
  encryptionControls,
  internetBackgroundNoise,
  rulesChangedDuringFlow,
  securityGroupEgressLacksRule,
  networkAclEgressDeniesRequest,
  noRoute,
  blackholeRoute,
  noPublicAddress,
  peeringNotUsable,
  transitGatewayDoesNotForward,
  sourceDestinationCheckDrops,
  natGatewayCannotCarry,
  endpointCannotCarry,
  loadBalancerDoesNotForward,
  outboundSmtpRestricted,
  networkAclIngressDeniesRequest,
  securityGroupIngressLacksRule,
  securityGroupOrNetworkAclBlocks,
  networkAclEgressDeniesReply,
  networkAclIngressDeniesReply,
  asymmetricPath,
  packetOutsideTrackedConnection,
  untrackedReplyLacksRule,
  logContradictsConfiguration,
  refusedByHost,
  natGatewayIdleTimeout,
  allowedBothWays,
  requestNotDelivered,
  noReplyObserved,
  oneLegRecorded,
  undetermined,
];
