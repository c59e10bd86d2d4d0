import type { NeverLoggedCode } from '../capture/never-logged/never-logged.js';
import type { BlockerCode } from '../path/blocker.js';
import type { RoutingCode } from '../path/routing-blocker.js';
import type { Leg } from '../traffic/direction.js';

/**
 * Every cause that a finding can name. Codes are a public promise: a released code never changes its meaning.
 * What each means in words, and what to do about it, is in `render`.
 */
export type Code =
  | BlockerCode
  | NeverLoggedCode
  | RoutingCode
  | 'outbound-smtp-restricted'
  | 'security-group-or-network-acl-blocks'
  | 'packet-outside-tracked-connection'
  | 'rules-changed-during-flow'
  | 'internet-background-noise'
  | 'encryption-controls'
  | 'request-not-delivered'
  | 'refused-by-host'
  | 'nat-gateway-idle-timeout'
  | 'no-reply-observed'
  | 'interface-not-captured'
  | 'filtered-by-traffic-type'
  | 'delivery-pending'
  | 'records-skipped'
  | 'no-traffic'
  | 'log-contradicts-configuration'
  | 'allowed-both-ways'
  | 'one-leg-recorded'
  | 'undetermined';

/** What became of the traffic. */
export type FindingOutcome = 'blocked' | 'failed' | 'not-logged' | 'allowed' | 'undetermined';

/** A row of the catalogue: a code, what becomes of such traffic, and the leg, where the code itself says which. */
export type CatalogueEntry = {
  readonly code: Code;
  readonly outcome: FindingOutcome;
  readonly leg: Leg | null;
  /** Where AWS says what this code rests on. */
  readonly sources: readonly string[];
};

const DOCS = 'https://docs.aws.amazon.com';
const VPC = `${DOCS}/vpc/latest/userguide`;
const REACHABILITY = `${DOCS}/vpc/latest/reachability`;
const ELB = `${DOCS}/elasticloadbalancing/latest`;
const EXAMPLES = `${VPC}/flow-logs-records-examples.html`;
const RECORDS = `${VPC}/flow-log-records.html`;
const BASICS = `${VPC}/flow-logs-basics.html`;
const CREATE_FLOW_LOGS = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html';
const LIMITATIONS = `${VPC}/flow-logs-limitations.html`;
const SECURITY_GROUP_RULES = `${VPC}/security-group-rules.html`;
const NETWORK_ACL_RULES = `${VPC}/nacl-rules.html`;
const ROUTES = `${VPC}/route-tables-priority.html`;
const EC2 = 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide';
const TRACKING = `${EC2}/security-group-connection-tracking.html`;
const MIRRORING =
  'https://docs.aws.amazon.com/vpc/latest/mirroring/traffic-mirroring-network-limitations.html';
const TRANSIT_GATEWAY_LOGS = 'https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html';

const entry = (
  code: Code,
  outcome: FindingOutcome,
  leg: Leg | null,
  ...sources: readonly string[]
): CatalogueEntry => ({ code, outcome, leg, sources });

/** One row per code, most harmful first: findings are printed in this order. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  entry('security-group-egress-lacks-rule', 'blocked', 'request', SECURITY_GROUP_RULES, RECORDS),
  entry('network-acl-egress-denies-request', 'blocked', 'request', NETWORK_ACL_RULES, RECORDS),
  entry('network-acl-ingress-denies-request', 'blocked', 'request', NETWORK_ACL_RULES, EXAMPLES),
  entry('security-group-ingress-lacks-rule', 'blocked', 'request', SECURITY_GROUP_RULES, EXAMPLES),
  entry('network-acl-egress-denies-reply', 'blocked', 'reply', EXAMPLES, NETWORK_ACL_RULES),
  entry('network-acl-ingress-denies-reply', 'blocked', 'reply', EXAMPLES, NETWORK_ACL_RULES),
  entry('untracked-reply-lacks-rule', 'blocked', 'reply', TRACKING),
  entry('security-group-or-network-acl-blocks', 'blocked', 'request', RECORDS, EXAMPLES),
  entry('block-public-access', 'blocked', null, RECORDS, `${VPC}/security-vpc-bpa-assess-impact-main.html`),
  entry('encryption-controls', 'blocked', null, RECORDS, `${VPC}/vpc-encryption-controls.html`),
  entry('no-route', 'blocked', null, ROUTES, `${VPC}/subnet-route-tables.html`),
  entry('blackhole-route', 'blocked', null, ROUTES, `${REACHABILITY}/explanation-codes.html`),
  entry('no-public-address', 'blocked', null, `${VPC}/VPC_Internet_Gateway.html`),
  entry('peering-not-usable', 'blocked', null, `${DOCS}/vpc/latest/peering/vpc-peering-basics.html`),
  entry(
    'transit-gateway-does-not-forward',
    'blocked',
    null,
    `${DOCS}/vpc/latest/tgw/tgw-vpc-attachments.html`,
  ),
  entry('source-destination-check-drops', 'blocked', null, `${DOCS}/AWSEC2/latest/UserGuide/using-eni.html`),
  entry('nat-gateway-cannot-carry', 'blocked', null, `${VPC}/nat-gateway-basics.html`),
  entry('endpoint-cannot-carry', 'blocked', null, `${DOCS}/vpc/latest/privatelink/gateway-endpoints.html`),
  entry('load-balancer-does-not-forward', 'blocked', null, `${ELB}/network/load-balancer-listeners.html`),
  entry('asymmetric-path', 'blocked', 'reply', `${VPC}/nat-gateway-troubleshooting.html`),
  entry('rules-changed-during-flow', 'blocked', null, `${TRACKING}#untracked-connections`, NETWORK_ACL_RULES),
  entry('packet-outside-tracked-connection', 'blocked', null, RECORDS, TRACKING),
  entry('outbound-smtp-restricted', 'failed', 'request', `${EC2}/ec2-resource-limits.html`),
  entry('request-not-delivered', 'failed', 'request', `${REACHABILITY}/explanation-codes.html`, EXAMPLES),
  entry('refused-by-host', 'failed', 'reply', RECORDS),
  entry('nat-gateway-idle-timeout', 'failed', 'reply', `${VPC}/nat-gateway-troubleshooting.html`),
  entry('no-reply-observed', 'failed', 'reply', EXAMPLES),
  entry('log-contradicts-configuration', 'undetermined', null, SECURITY_GROUP_RULES, NETWORK_ACL_RULES),
  entry('never-logged-instance-metadata', 'not-logged', null, LIMITATIONS),
  entry('never-logged-time-sync', 'not-logged', null, LIMITATIONS),
  entry('never-logged-dhcp', 'not-logged', null, LIMITATIONS),
  entry('never-logged-amazon-dns', 'not-logged', null, LIMITATIONS),
  entry('never-logged-windows-licensing', 'not-logged', null, LIMITATIONS),
  entry('never-logged-default-router', 'not-logged', null, LIMITATIONS, `${VPC}/subnet-sizing.html`),
  entry('never-logged-mirrored', 'not-logged', null, LIMITATIONS, MIRRORING),
  entry('never-logged-endpoint-to-load-balancer', 'not-logged', null, LIMITATIONS),
  entry('never-logged-arp', 'not-logged', null, LIMITATIONS),
  entry('never-logged-regional-nat-gateway', 'not-logged', null, LIMITATIONS),
  entry('never-logged-multicast', 'not-logged', null, TRANSIT_GATEWAY_LOGS),
  entry('never-logged-inside-the-host', 'not-logged', null, RECORDS),
  entry('never-logged-link-local', 'not-logged', null, `${EC2}/using-instance-addressing.html`),
  entry('interface-not-captured', 'not-logged', null, BASICS, `${VPC}/flow-logs-troubleshooting.html`),
  entry('filtered-by-traffic-type', 'not-logged', null, CREATE_FLOW_LOGS),
  entry('delivery-pending', 'not-logged', null, RECORDS, BASICS),
  entry('records-skipped', 'not-logged', null, RECORDS, EXAMPLES),
  entry('no-traffic', 'not-logged', null, RECORDS, EXAMPLES),
  entry('internet-background-noise', 'blocked', 'request', RECORDS),
  entry('undetermined', 'undetermined', null, LIMITATIONS),
  entry('one-leg-recorded', 'allowed', null, RECORDS, BASICS),
  entry('allowed-both-ways', 'allowed', null, EXAMPLES),
];

const byCode: ReadonlyMap<string, CatalogueEntry> = new Map(CATALOGUE.map((it) => [it.code, it]));

/** The catalogue's row of a code; undefined when there is no such code. */
export const catalogueEntry = (code: string): CatalogueEntry | undefined => byCode.get(code);

export const entryOf = (code: Code): CatalogueEntry => byCode.get(code) as CatalogueEntry;
