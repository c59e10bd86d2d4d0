import { allowedBothWays } from './cause/allowed-both-ways.js';
import { blockPublicAccess } from './cause/block-public-access.js';
import { encryptionControls } from './cause/encryption-controls.js';
import { logContradictsConfiguration } from './cause/log-contradicts-configuration.js';
import { networkAclEgressDeniesReply } from './cause/network-acl-egress-denies-reply.js';
import { networkAclEgressDeniesRequest } from './cause/network-acl-egress-denies-request.js';
import { networkAclIngressDeniesReply } from './cause/network-acl-ingress-denies-reply.js';
import { networkAclIngressDeniesRequest } from './cause/network-acl-ingress-denies-request.js';
import { noReplyObserved } from './cause/no-reply-observed.js';
import { oneLegRecorded } from './cause/one-leg-recorded.js';
import { packetOutsideTrackedConnection } from './cause/packet-outside-tracked-connection.js';
import { securityGroupEgressLacksRule } from './cause/security-group-egress-lacks-rule.js';
import { securityGroupIngressLacksRule } from './cause/security-group-ingress-lacks-rule.js';
import { securityGroupOrNetworkAclBlocks } from './cause/security-group-or-network-acl-blocks.js';
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
  securityGroupEgressLacksRule,
  networkAclEgressDeniesRequest,
  networkAclIngressDeniesRequest,
  securityGroupIngressLacksRule,
  securityGroupOrNetworkAclBlocks,
  networkAclEgressDeniesReply,
  networkAclIngressDeniesReply,
  packetOutsideTrackedConnection,
  untrackedReplyLacksRule,
  logContradictsConfiguration,
  allowedBothWays,
  noReplyObserved,
  oneLegRecorded,
  undetermined,
];
