/**
 * Something the input does not say although an answer depends on it. A gap turns a verdict into `undetermined`;
 * it never turns into a guess. Some of it no input of flowcause can say: then it is told where to look.
 */
export type Gap = {
  readonly kind: GapKind;
  /** The resource that is not known, for example `sg-0a1b` or an address; null when a whole kind of input is absent. */
  readonly id: string | null;
  /** What would fill the gap: an AWS CLI call, or a field to add to the flow log's format. */
  readonly needs: string;
  /** Why it is not known; absent where the kind says it all. */
  readonly reason?: GapReason;
};

export type GapReason =
  /** The answer is one page of several, and the others were not given. */
  | 'more-pages'
  /** Something that was given refers to it, and it was not given itself. */
  | 'not-given'
  /** It was given in a form, or by a call, that does not state this. */
  | 'not-stated'
  /** What was given says two things that cannot both be so: some of it is out of date. */
  | 'contradictory';

export type GapKind =
  | 'interface'
  | 'interface-addresses'
  | 'subnet'
  | 'vpc'
  | 'security-group'
  | 'security-group-members'
  /** Whether a rule that refers to a group knows its members beyond this component. */
  | 'security-group-reference'
  | 'prefix-list-entries'
  /** Whether a prefix list with 0.0.0.0/0 or ::/0 counts as all traffic, which AWS does not say. */
  | 'open-prefix-list'
  | 'network-acl'
  | 'flow-logs'
  | 'routes'
  | 'icmp-type'
  | 'record-field'
  | 'log-window'
  | 'unmodelled-rule'
  | 'instance'
  | 'route-table'
  | 'prefix-list'
  | 'peering-connection'
  | 'nat-gateway'
  | 'internet-gateway'
  | 'vpc-endpoint'
  | 'transit-gateway'
  | 'load-balancer'
  | 'block-public-access'
  | 'encryption-control'
  | 'dhcp-options'
  /** What rules and routes were at another time than the answers given. */
  | 'configuration-history'
  /** What a host itself sends and receives, which no answer of AWS and no flow log tells. */
  | 'packet-capture'
  /** A metric that AWS keeps of the resource. */
  | 'metric'
  /** What AWS granted or denied the account. */
  | 'account'
  /** Whether somebody wants the traffic. */
  | 'intent';

export const same = (a: Gap, b: Gap): boolean => a.kind === b.kind && a.id === b.id && a.needs === b.needs;

/** The gaps without repetition, in the order of their first appearance. */
export const distinct = (gaps: readonly Gap[]): readonly Gap[] =>
  gaps.filter((gap, index) => gaps.findIndex((other) => same(gap, other)) === index);
