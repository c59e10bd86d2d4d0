import { print } from '../../address/ip-address.js';
import { isPrivate } from '../../address/special-ranges.js';
import type { AskedTraffic } from '../../capture/never-logged/likeness.js';
import { FLOW_LOGS } from '../../capture/subscription.js';
import { captureOver } from '../../capture/traffic-type.js';
import { flowLogsCovering } from '../../network/look-up.js';
import type { Network, ResourceKind } from '../../network/network.js';
import { blockers } from '../../path/blocker.js';
import { distinct, type Gap } from '../../problem/gap.js';
import type { Coverage } from '../../record/coverage.js';
import type { InterfaceId } from '../../resource/id.js';
import type { TrafficFilter } from '../../traffic/traffic-filter.js';
import type { Certainty } from '../certainty.js';
import { type Code, entryOf } from '../code.js';
import { type Alternative, type Assumption, asAlternative, type Finding } from '../finding/finding.js';
import type { Question } from '../question.js';
import { blockedOutOfSight, whereItWouldShow } from './blocked-out-of-sight.js';
import { reasonsOf, type Silence, silenceOf } from './silence.js';
import { explains, LOG_OF_THE_TIME, type SilenceExamination, whatWasSent } from './silence-cause.js';
import { SILENCE_CAUSES } from './silence-causes.js';

const idOf = (code: Code, { source, destination, protocol, port }: TrafficFilter): string =>
  [
    code,
    ...[source, destination].map((end) => (end === null ? '*' : print(end))),
    protocol ?? '*',
    port ?? '*',
  ].join('/');

/** The interfaces that some flow log covers, as far as the configuration tells. */
const recordedInterfaces = (network: Network): readonly InterfaceId[] =>
  [...network.interfaces.values()]
    .filter((it) => flowLogsCovering(network, it).length > 0)
    .map(({ id }) => id);

/** `x.x.x.2` asked on port 53 could be the Amazon DNS server, which only the VPC's block tells. */
const couldBeAmazonDns = (network: Network, { destination, port }: TrafficFilter): boolean =>
  network.vpcs.size === 0 && port === 53 && destination?.family === 4 && destination.value % 16 === 2;

const VPCS: Gap = { kind: 'vpc', id: null, needs: 'aws ec2 describe-vpcs' };

/** The source is public: our own side of it may be a NAT gateway, of which a regional one has no interface. */
const couldBeNatGateway = ({ given }: Network, { source, interfaceId }: AskedTraffic): boolean =>
  !given.has('natGateways') &&
  (interfaceId?.startsWith('nat-') === true || (source !== null && !isPrivate(source)));

const NAT_GATEWAYS: Gap = { kind: 'nat-gateway', id: null, needs: 'aws ec2 describe-nat-gateways' };

/** What tells where a record would stand. */
const NEEDED: readonly { readonly kind: ResourceKind; readonly gap: Gap }[] = [
  {
    kind: 'interfaces',
    gap: { kind: 'interface', id: null, needs: 'aws ec2 describe-network-interfaces' },
  },
  { kind: 'subnets', gap: { kind: 'subnet', id: null, needs: 'aws ec2 describe-subnets' } },
  { kind: 'flowLogs', gap: FLOW_LOGS },
];

const undecidedGaps = ({ network, asked, watches }: Silence): readonly Gap[] =>
  distinct([
    ...(couldBeAmazonDns(network, asked) ? [VPCS] : []),
    ...(couldBeNatGateway(network, asked) ? [NAT_GATEWAYS] : []),
    ...watches.flatMap(({ recording }) => recording.missing),
    ...NEEDED.filter(({ kind }) => !network.given.has(kind)).map(({ gap }) => gap),
    LOG_OF_THE_TIME,
  ]);

type Survivor = {
  readonly code: Code;
  readonly examination: SilenceExamination;
  /** What would settle it, were it not proven. */
  readonly settling: readonly Gap[];
};

const survivor = (code: Code, examination: SilenceExamination, settledBy: readonly Gap[]): Survivor => ({
  code,
  examination,
  settling: distinct(examination.missing.length > 0 ? examination.missing : settledBy),
});

const RANK: Readonly<Record<Certainty, number>> = { proven: 0, likely: 1, possible: 2 };

/** The causes that nothing refutes, the most certain first; `undetermined` is always the last. */
const survivorsOf = (it: Silence): readonly Survivor[] => {
  const row = it.neverLogged;
  if (row !== null)
    return [survivor(row.code, explains(row.basis === 'documented' ? 'proven' : 'likely'), whatWasSent(it))];
  const blocked = blockedOutOfSight(it);
  const others = SILENCE_CAUSES.flatMap(({ code, examine, settledBy }): readonly Survivor[] => {
    const examination = examine(it);
    return examination === null ? [] : [survivor(code, examination, settledBy(it))];
  });
  return [
    ...[
      ...(blocked === null ? [] : [survivor(blocked.code, blocked.examination, whereItWouldShow(it))]),
      ...others,
    ].toSorted((a, b) => RANK[a.examination.certainty] - RANK[b.examination.certainty]),
    survivor('undetermined', explains('possible'), undecidedGaps(it)),
  ];
};

/** No record tells that it was sent at all. */
const neverSent = (it: Silence): Alternative => ({
  code: 'no-traffic',
  certainty: 'possible',
  missing: whatWasSent(it),
});

const alternativesTo = (
  it: Silence,
  { code: named, examination }: Survivor,
  others: readonly Survivor[],
): readonly Alternative[] => {
  if (examination.certainty === 'proven' || named === 'undetermined') return [];
  const known = others
    .filter(({ code }) => code !== 'undetermined')
    .map((one) => asAlternative(one.code, one.examination.certainty, one.settling));
  const isAmong = [named, ...known.map(({ code }) => code)].includes('no-traffic');
  return isAmong ? known : [...known, neverSent(it)];
};

const assumptions = ({ assumesTcp, trip, isRouted }: Silence): readonly Assumption[] => [
  'configuration-in-force',
  ...(assumesTcp ? (['tcp'] as const) : []),
  ...(!isRouted && [trip?.initiator, trip?.responder].some((end) => end?.kind === 'outside')
    ? (['routes-not-read'] as const)
    : []),
];

/** Why no record matches what was asked: what nothing refutes, the most certain first, with the evidence place by place. */
export const diagnoseSilence = (
  network: Network,
  coverage: ReadonlyMap<string, Coverage>,
  question: Question,
): Finding => {
  const it = silenceOf(network, coverage, question);
  const [named, ...others] = survivorsOf(it) as readonly [Survivor, ...Survivor[]];
  const { code, examination } = named;
  const { outcome, leg } = entryOf(code);
  const { blames, stoppers } = examination;
  const blocking = blames.length === 0 ? [] : examination.trips.flatMap(blockers);
  return {
    id: idOf(code, question.filter),
    code,
    outcome,
    leg: stoppers.length > 0 ? 'request' : leg,
    certainty: examination.certainty,
    entries: 'none',
    group: null,
    seenAt: [],
    stopped: null,
    late: null,
    otherDoor: null,
    meanings: [],
    separations: [],
    noise: null,
    lostAt: null,
    blocking,
    disproved: [],
    legSure: true,
    deciding: blames.flatMap(({ verdict }) => verdict.deciding),
    nearest: blames.flatMap(({ verdict }) => verdict.nearest),
    alternatives: alternativesTo(it, named, others),
    missing: examination.certainty === 'proven' ? examination.missing : named.settling,
    assumes: examination.trips.length === 0 ? [] : assumptions(it),
    evidence: [],
    occurrences: null,
    trips: examination.trips,
    predicts: [],
    oneLegReason: null,
    neverLogged: it.neverLogged,
    unexpected: [],
    asked: question.filter,
    askedInterface: question.interfaceId,
    keeps: captureOver(network, recordedInterfaces(network)),
    stoppers,
    absence: it.neverLogged === null ? reasonsOf(it) : [],
  };
};
