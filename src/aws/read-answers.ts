import * as v from 'valibot';
import { type Network, RESOURCE_KINDS, type ResourceKind, type ResourceOf } from '../network/network.js';
import { canonicalJson } from '../prelude/canonical-json.js';
import type { Gap } from '../problem/gap.js';
import { origin } from '../problem/origin.js';
import type { Problem } from '../problem/problem.js';
import { flowLog } from './flow-logs.js';
import type { JsonDocument } from './json-document.js';
import { networkAcl } from './network-acls.js';
import { networkInterface } from './network-interfaces.js';
import { securityGroup } from './security-groups.js';
import type { Answer } from './statements.js';
import { statementsOf } from './statements-of.js';
import { subnet } from './subnets.js';
import { vpc } from './vpcs.js';

type Reader<K extends ResourceKind> = {
  readonly kind: K;
  /** The call whose answer this is, without `aws ec2`. */
  readonly call: string;
  readonly schema: v.GenericSchema<unknown, ResourceOf<K>>;
};

/** The answers that are read, by the key that names their list. AWS's next answer is one more row. */
const readers = {
  Vpcs: { kind: 'vpcs', call: 'describe-vpcs', schema: vpc },
  Subnets: { kind: 'subnets', call: 'describe-subnets', schema: subnet },
  NetworkInterfaces: { kind: 'interfaces', call: 'describe-network-interfaces', schema: networkInterface },
  SecurityGroups: { kind: 'securityGroups', call: 'describe-security-groups', schema: securityGroup },
  NetworkAcls: { kind: 'networkAcls', call: 'describe-network-acls', schema: networkAcl },
  FlowLogs: { kind: 'flowLogs', call: 'describe-flow-logs', schema: flowLog },
} as const satisfies Readonly<Record<string, Reader<ResourceKind>>>;

type ReaderKey = keyof typeof readers;

const hasReader = (key: string): key is ReaderKey => Object.hasOwn(readers, key);

type Draft = {
  readonly maps: { readonly [K in ResourceKind]: Map<string, { readonly id: string }> };
  readonly raw: Map<string, string>;
  readonly given: Set<ResourceKind>;
  readonly gaps: Gap[];
  readonly problems: Problem[];
};

const emptyDraft = (): Draft => ({
  maps: Object.fromEntries(RESOURCE_KINDS.map((kind) => [kind, new Map()])) as Draft['maps'],
  raw: new Map(),
  given: new Set(),
  gaps: [],
  problems: [],
});

const pathOf = (key: string, index: number, issue: v.BaseIssue<unknown>): string =>
  (issue.path ?? []).reduce(
    (path, { key: step }) => path + (typeof step === 'number' ? `[${step}]` : `.${String(step)}`),
    `${key}[${index}]`,
  );

const shown = (input: unknown): string => {
  const text = input === undefined ? 'nothing' : JSON.stringify(input);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

const readItem = (draft: Draft, source: string, key: ReaderKey, item: unknown, index: number): void => {
  const { kind, schema } = readers[key];
  const result = v.safeParse(schema as v.GenericSchema<unknown, { readonly id: string }>, item);
  if (!result.success) {
    const [issue] = result.issues;
    draft.problems.push({
      kind: 'unreadable-item',
      origin: origin(source),
      path: pathOf(key, index, issue),
      expected: issue.input === undefined ? 'given' : (issue.expected ?? issue.message),
      found: shown(issue.input),
    });
    return;
  }
  const { id } = result.output;
  const raw = canonicalJson(item);
  const known = draft.raw.get(`${kind} ${id}`);
  if (known !== undefined && known !== raw)
    draft.problems.push({ kind: 'conflicting-copies', origin: origin(source), id });
  draft.raw.set(`${kind} ${id}`, raw);
  draft.maps[kind].set(id, result.output);
};

const readList = (draft: Draft, source: string, key: ReaderKey, items: unknown): void => {
  const { kind } = readers[key];
  if (!Array.isArray(items)) {
    draft.problems.push({
      kind: 'unreadable-item',
      origin: origin(source),
      path: key,
      expected: 'a list',
      found: shown(items),
    });
    return;
  }
  draft.given.add(kind);
  items.forEach((item, index) => {
    readItem(draft, source, key, item, index);
  });
};

const gapKinds: Readonly<Record<ResourceKind, Gap['kind']>> = {
  vpcs: 'vpc',
  subnets: 'subnet',
  interfaces: 'interface',
  instances: 'instance',
  securityGroups: 'security-group',
  securityGroupAssociations: 'security-group',
  networkAcls: 'network-acl',
  routeTables: 'route-table',
  prefixLists: 'prefix-list',
  peeringConnections: 'peering-connection',
  natGateways: 'nat-gateway',
  internetGateways: 'internet-gateway',
  vpcEndpoints: 'vpc-endpoint',
  transitGateways: 'transit-gateway',
  transitGatewayAttachments: 'transit-gateway',
  transitGatewayRouteTables: 'transit-gateway',
  loadBalancers: 'load-balancer',
  targetGroups: 'load-balancer',
  flowLogs: 'flow-logs',
  blockPublicAccess: 'block-public-access',
  blockPublicAccessExclusions: 'block-public-access',
  encryptionControls: 'encryption-control',
  dhcpOptions: 'dhcp-options',
};

/** A page that is not the last one (`--max-items`) leaves a gap: the rest of its list was not given. */
const readAnswer = (draft: Draft, source: string, { key, items, isLastPage }: Answer): void => {
  if (!hasReader(key)) {
    draft.problems.push({ kind: 'not-an-aws-answer', origin: origin(source), keys: [key] });
    return;
  }
  readList(draft, source, key, items);
  const { kind, call } = readers[key];
  if (!isLastPage) draft.gaps.push({ kind: gapKinds[kind], id: null, needs: `aws ec2 ${call}` });
};

const readDocument = (draft: Draft, document: JsonDocument): void => {
  const { answers, gaps, problems } = statementsOf(document);
  draft.gaps.push(...gaps);
  draft.problems.push(...problems);
  for (const answer of answers) readAnswer(draft, document.source, answer);
};

/**
 * Reads answers of `aws ec2 describe-*` in any order and mix into one network.
 * What cannot be read is a problem beside it; the rest is used. Of two copies that differ the later one wins.
 */
export const readAnswers = (
  documents: readonly JsonDocument[],
): { readonly network: Network; readonly problems: readonly Problem[] } => {
  const draft = emptyDraft();
  for (const document of documents) readDocument(draft, document);
  // Each schema puts its own type into its own map; the table of readers cannot tell TypeScript so.
  const network = { ...draft.maps, given: draft.given, gaps: draft.gaps } as unknown as Network;
  return { network, problems: draft.problems };
};
