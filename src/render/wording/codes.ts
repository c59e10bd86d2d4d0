import type { Code } from '../../diagnosis/code.js';
import { filteredWords, noTrafficWords, notCapturedWords, pendingWords, skippedWords } from './absence.js';
import { contradiction } from './contradiction.js';
import { blockedByFilter } from './filter-blocks.js';
import { healthy, oneLeg } from './healthy.js';
import { noReply, requestLost, smtpRestricted } from './lost.js';
import { neverLoggedWords } from './never-logged.js';
import { backgroundNoise } from './noise.js';
import {
  eitherFilter,
  encryptionRefused,
  lateReply,
  publicAccessBlocked,
  undeterminedWords,
  untrackedReply,
} from './other-causes.js';
import { idleReset, refused } from './reset.js';
import { routingWords } from './routing.js';
import { rulesChanged } from './rules-changed.js';
import type { Wording } from './wording.js';

/** Every code has its words here; all wording lives in this folder. */
export const WORDING: Readonly<Record<Code, Wording>> = {
  'security-group-egress-lacks-rule': blockedByFilter({
    meaning: 'No outbound rule of the security groups of the initiator allows the request.',
    signature: 'One entry: REJECT, egress, at the interface that starts the conversation.',
    advice: 'Add an outbound rule to one of its security groups for the destination, protocol and port.',
  }),
  'network-acl-egress-denies-request': blockedByFilter({
    meaning: "The network ACL of the initiator's subnet denies the request on its way out.",
    signature: 'One entry: REJECT, egress, at the interface that starts the conversation.',
    advice:
      'Add an outbound allow entry with a number below the entry that denies; replies need an inbound one too.',
  }),
  'network-acl-ingress-denies-request': blockedByFilter({
    meaning: "The network ACL of the responder's subnet denies the request on its way in.",
    signature: 'At the responder one entry: REJECT, ingress. At the initiator the request is ACCEPT.',
    advice: 'Add an inbound allow entry with a number below the entry that denies.',
  }),
  'security-group-ingress-lacks-rule': blockedByFilter({
    meaning: 'No inbound rule of the security groups of the responder allows the request.',
    signature: 'At the responder one entry: REJECT, ingress. At the initiator the request is ACCEPT.',
    advice: 'Add an inbound rule to one of its security groups for the source, protocol and port.',
  }),
  'network-acl-egress-denies-reply': blockedByFilter({
    meaning:
      "The request came in, but the network ACL of the responder's subnet denies the reply on its way out.",
    signature:
      'At the responder two entries: ACCEPT for the request (ingress), REJECT for the reply (egress).',
    advice:
      "Add an outbound allow entry for the reply: to the initiator's address, for the ephemeral ports it uses.",
  }),
  'network-acl-ingress-denies-reply': blockedByFilter({
    meaning: "The reply was sent, but the network ACL of the initiator's subnet denies it on its way in.",
    signature:
      'At the initiator two entries: ACCEPT for the request (egress), REJECT for the reply (ingress). At the responder both are ACCEPT.',
    advice:
      "Add an inbound allow entry for the reply: from the responder's address, for the ephemeral ports.",
  }),
  'untracked-reply-lacks-rule': untrackedReply,
  'security-group-or-network-acl-blocks': eitherFilter,
  'block-public-access': publicAccessBlocked,
  'encryption-controls': encryptionRefused,
  'internet-background-noise': backgroundNoise,
  'rules-changed-during-flow': rulesChanged,
  'packet-outside-tracked-connection': lateReply,
  'request-not-delivered': requestLost,
  'outbound-smtp-restricted': smtpRestricted,
  'refused-by-host': refused,
  'nat-gateway-idle-timeout': idleReset,
  'no-reply-observed': noReply,
  'log-contradicts-configuration': contradiction,
  'allowed-both-ways': healthy,
  'one-leg-recorded': oneLeg,
  'interface-not-captured': notCapturedWords,
  'filtered-by-traffic-type': filteredWords,
  'delivery-pending': pendingWords,
  'records-skipped': skippedWords,
  'no-traffic': noTrafficWords,
  undetermined: undeterminedWords,
  ...neverLoggedWords,
  ...routingWords,
};
