import { allowedBothWays } from './allowed-both-ways.js';
import { asymmetricPath } from './asymmetric-path.js';
import { blackholeRoute } from './blackhole-route.js';
import { blockPublicAccess } from './block-public-access.js';
import type { Cause } from './cause.js';
import { encryptionControls } from './encryption-controls.js';
import { endpointCannotCarry } from './endpoint-cannot-carry.js';
import { internetBackgroundNoise } from './internet-background-noise.js';
import { loadBalancerDoesNotForward } from './load-balancer-does-not-forward.js';
import { logContradictsConfiguration } from './log-contradicts-configuration.js';
import { natGatewayCannotCarry } from './nat-gateway-cannot-carry.js';
import { natGatewayIdleTimeout } from './nat-gateway-idle-timeout.js';
import { networkAclEgressDeniesReply } from './network-acl-egress-denies-reply.js';
import { networkAclEgressDeniesRequest } from './network-acl-egress-denies-request.js';
import { networkAclIngressDeniesReply } from './network-acl-ingress-denies-reply.js';
import { networkAclIngressDeniesRequest } from './network-acl-ingress-denies-request.js';
import { noPublicAddress } from './no-public-address.js';
import { noReplyObserved } from './no-reply-observed.js';
import { noRoute } from './no-route.js';
import { oneLegRecorded } from './one-leg-recorded.js';
import { outboundSmtpRestricted } from './outbound-smtp-restricted.js';
import { packetOutsideTrackedConnection } from './packet-outside-tracked-connection.js';
import { peeringNotUsable } from './peering-not-usable.js';
import { refusedByHost } from './refused-by-host.js';
import { requestNotDelivered } from './request-not-delivered.js';
import { rulesChangedDuringFlow } from './rules-changed-during-flow.js';
import { securityGroupEgressLacksRule } from './security-group-egress-lacks-rule.js';
import { securityGroupIngressLacksRule } from './security-group-ingress-lacks-rule.js';
import { securityGroupOrNetworkAclBlocks } from './security-group-or-network-acl-blocks.js';
import { sourceDestinationCheckDrops } from './source-destination-check-drops.js';
import { transitGatewayDoesNotForward } from './transit-gateway-does-not-forward.js';
import { undetermined } from './undetermined.js';
import { untrackedReplyLacksRule } from './untracked-reply-lacks-rule.js';

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
