import { isSilent } from '../../conversation/conversation.js';
import type { Finding } from '../../diagnosis/finding/finding.js';
import { routingSentence } from '../words/routing-words.js';
import { absenceSentences, stopperSentences } from './absence.js';
import { entrySentences, trafficPhrase } from './ends.js';
import { beyondSentences } from './reasons.js';
import type { Wording } from './wording.js';

type Told = Pick<Wording, 'meaning' | 'signature' | 'advice'>;

/** Its own interface shows no reply, and would show one that was accepted. */
const isSilentHost = ({ seenAt }: Finding): boolean =>
  seenAt.some(({ side, capture }) => side === 'responder' && (capture === 'all' || capture === 'accept')) &&
  seenAt.every(({ reverse }) => isSilent(reverse));

/** The way ends here for one of the addresses that an end may have had, and not for all. */
const isOneOfSeveral = ({ missing }: Finding): boolean =>
  missing.some(({ kind, id }) => kind === 'record-field' && id?.startsWith('pkt-'));

/** What the records can say of it, and what they cannot. */
const silenceSentence = (finding: Finding): string => {
  const { leg, certainty } = finding;
  if (certainty !== 'proven' && leg === 'reply' && isSilentHost(finding))
    return 'The interface of the responder shows no reply. AWS does not say whether one that finds no route is recorded there, so its host may be silent as well; but until this is mended no answer of it comes back.';
  if (isOneOfSeveral(finding))
    return 'The records show the primary address in place of any other of its interface, and not every one of them ends here: without pkt-srcaddr and pkt-dstaddr they do not tell which it was.';
  if (certainty !== 'proven')
    return 'The records do not contradict this, and do not show it either: whoever reads the log where the packets should have come knows more.';
  return leg === 'reply'
    ? 'The request came and was answered; the interface of the initiator, which records all, shows no reply.'
    : 'Nothing came back, and the log would show it.';
};

/** Where it ends, of which its records say what they can. */
const stoppedSentences = (finding: Finding): readonly string[] =>
  finding.stopped === null
    ? []
    : [routingSentence(finding.stopped), silenceSentence(finding), ...beyondSentences(finding)];

/** Where records show that it was let on so far; nothing where there are none. */
const acceptedPhrase = ({ group, leg, seenAt }: Finding): string => {
  if (group === null) return '';
  const flows = seenAt.map((at) => (leg === 'reply' ? at.reverse : at.forward));
  return flows.some(({ ACCEPT }) => ACCEPT !== null)
    ? `the ${leg ?? 'request'} was accepted and goes no further; `
    : `no ${leg ?? 'request'} is recorded, and one would go no further; `;
};

/** Codes of the way: `check` finds them in the configuration, `explain` where records bear them out. */
const onTheWay = ({ meaning, signature, advice }: Told): Wording => ({
  meaning,
  signature,
  advice,
  headline: (finding) =>
    `${trafficPhrase(finding)}: ${acceptedPhrase(finding)}${meaning.charAt(0).toLowerCase()}${meaning.slice(1, -1)}`,
  because: (finding) => [
    ...entrySentences(finding),
    ...(finding.stopped === null ? stopperSentences(finding) : []),
    ...absenceSentences(finding),
    ...stoppedSentences(finding),
    ...(finding.stopped === null ? [] : stopperSentences(finding)),
  ],
  fix: () => [advice],
});

const UNSEEN =
  'No REJECT. Where the packet last was an interface may show ACCEPT; beyond the blocker there is nothing.';

const byAnotherDoor = (told: Told): Wording => {
  const words = onTheWay(told);
  return {
    ...words,
    headline: (finding) =>
      finding.otherDoor === null
        ? words.headline(finding)
        : `${trafficPhrase(finding)}: the reply went by another interface, ${finding.otherDoor}`,
    because: (finding) =>
      finding.otherDoor === null
        ? words.because(finding)
        : [
            ...entrySentences(finding),
            `The request is recorded at one interface of the instance and the reply at ${finding.otherDoor}, another one. Security groups track connections interface by interface, so those of ${finding.otherDoor} judge the reply as if nobody had asked for it; and with its source/destination check on, an interface sends only what is from its own addresses.`,
          ],
    fix: (finding) =>
      finding.otherDoor === null
        ? words.fix(finding)
        : [
            'On the host, send replies by the interface that the request came by: a route table for each interface, chosen by source address (`ip rule`), as AWS describes for instances with several interfaces.',
          ],
  };
};

/** Nobody has to mend anything where the internet knocks at a NAT gateway. */
const atNatGateway = (told: Told): Wording => {
  const words = onTheWay(told);
  return {
    ...words,
    fix: (finding) =>
      finding.stopped?.reason === 'nat-gateway-takes-no-connections'
        ? [
            'Do nothing if nobody is meant to come: the NAT gateway drops it, and ACCEPT at its interface says no more than that the network ACL of its subnet let the packet in. What is to be reached from outside needs a load balancer or a public address of its own.',
          ]
        : words.fix(finding),
  };
};

/** The words of what stops a packet although no filter denies it. */
export const routingWords = {
  'no-route': onTheWay({
    meaning:
      'A route table on the way has no route to the destination, or the route leads where nothing takes it, or in a circle.',
    signature: UNSEEN,
    advice: 'Add the route that is missing; for a reply it is missing in the table of the responder.',
  }),
  'blackhole-route': onTheWay({
    meaning: 'The route that matches leads to something that is gone.',
    signature: UNSEEN,
    advice:
      'Replace the target of the route, or delete it. A blackhole keeps its place: no shorter route takes over.',
  }),
  'no-public-address': onTheWay({
    meaning: 'Traffic of an internet gateway needs a public address, and that of the interface has none.',
    signature: UNSEEN,
    advice:
      'Associate an Elastic IP address, or route through a NAT gateway (a Lambda function can only do that).',
  }),
  'peering-not-usable': onTheWay({
    meaning: 'The peering connection is not active, or the addresses are not those of its two VPCs.',
    signature: UNSEEN,
    advice:
      'Accept the peering connection. It leads nowhere beyond the other VPC: use a transit gateway for that.',
  }),
  'transit-gateway-does-not-forward': onTheWay({
    meaning: 'The transit gateway has no usable attachment here, or no route to the destination.',
    signature: `${UNSEEN} Flow logs of the transit gateway count packets-lost-no-route and packets-lost-blackhole.`,
    advice: 'Look at the attachment, its zones, its association, and the route table that is named.',
  }),
  'source-destination-check-drops': onTheWay({
    meaning: 'A route leads to an interface that takes only packets addressed to it.',
    signature: UNSEEN,
    advice: 'Turn the source/destination check of that interface off, if the instance is to forward.',
  }),
  'nat-gateway-cannot-carry': atNatGateway({
    meaning:
      'The NAT gateway does not carry this: by its state, its routes, the protocol, or as it came from outside.',
    signature: UNSEEN,
    advice: 'A NAT gateway carries TCP, UDP and ICMP that is opened behind it, from a subnet that leads on.',
  }),
  'endpoint-cannot-carry': onTheWay({
    meaning: 'The VPC endpoint does not carry this: by its state, its VPC, the protocol, or the direction.',
    signature: UNSEEN,
    advice:
      'Endpoints take what their service takes, from inside their VPC; interface endpoints answer no ping.',
  }),
  'load-balancer-does-not-forward': onTheWay({
    meaning: 'The load balancer has no listener for this, or no target that could take it.',
    signature: 'At the interface of the load balancer ACCEPT or nothing; at the targets nothing.',
    advice: 'Look at its listeners, its target groups and the health of the targets.',
  }),
  'asymmetric-path': byAnotherDoor({
    meaning: 'The reply takes another way than the request, through something that has not seen the request.',
    signature: 'Both request and reply are ACCEPT at the responder; at the initiator no reply comes.',
    advice: 'Route replies the way the requests come.',
  }),
} satisfies Readonly<Record<string, Wording>>;
