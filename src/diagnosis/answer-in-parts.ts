import { isPrivate } from '../address/special-ranges.js';
import { type Conversation, isInitiatorProven, windowOf } from '../conversation/conversation.js';
import type { Correlation } from '../conversation/correlation.js';
import { groups } from '../conversation/group.js';
import type { Journey } from '../conversation/journey/journey.js';
import type { Network } from '../network/network.js';
import { roughSet } from '../prelude/rough-set.js';
import { type Answer, examine, journeysIn } from './answer.js';
import { isRejectedOnly, NOBODY, senderLedger } from './case/senders.js';
import { servedIn } from './case/surroundings.js';
import { unsolicitedAt } from './case/unsolicited.js';
import { FEWEST_TARGETS } from './cause/internet-background-noise.js';
import { noiseCollector } from './finding/noise.js';
import { askedFor, asksSomething, type Question } from './question.js';

/** What may be noise waits for so many seconds of the log, and so many of it: then it is told as what it looks like. */
const LONGEST_WAIT = 3600;
const MOST_WAITING = 5000;

/** More targets of all senders together need not be known at once. */
const MOST_TARGETS = 200_000;

/** Nothing but rejected requests of a public address: what the rest of the log shows of it tells whether it is noise. */
const mayBeNoise = ({ initiator, conversations }: Journey): boolean =>
  !isPrivate(initiator.address) && isRejectedOnly(conversations);

const isUnsolicited = (network: Network, it: Journey): boolean =>
  unsolicitedAt(network, { ...it, initiatorProven: isInitiatorProven(it), sightings: it.conversations }) !==
  null;

const lastSeen = ({ conversations }: Journey): number =>
  Math.max(...conversations.map((it) => windowOf(it).end));

/**
 * Answers for conversations that come part by part, those of the same two ends together. Whether rejected requests from
 * the internet are noise is told by what else their senders did, so they wait a while; noise itself is summed up and told
 * with the last part. Memory does not grow with the log.
 */
export const answerInParts = (network: Network, question: Question) => {
  const ledger = senderLedger(roughSet(), MOST_TARGETS);
  const isNamed = asksSomething(question);
  let noise = noiseCollector();
  let waiting: readonly Journey[] = [];
  let newest = Number.NEGATIVE_INFINITY;
  const isOpen = (it: Journey): boolean =>
    mayBeNoise(it) &&
    !ledger.wasAccepted(it.initiator.address) &&
    ledger.targetsOf(it.initiator.address) < FEWEST_TARGETS &&
    lastSeen(it) > newest - LONGEST_WAIT;
  return (
    correlation: Correlation,
    conversations: Iterable<readonly Conversation[]>,
    isLast: boolean,
  ): Answer => {
    const known = [...waiting];
    for (const it of journeysIn(network, correlation, conversations)) {
      newest = Math.max(newest, lastSeen(it));
      if (!isNamed) ledger.note(it, it.conversations, isUnsolicited(network, it));
      known.push(it);
    }
    const open = isLast || isNamed ? [] : known.filter(isOpen);
    waiting = open.slice(-MOST_WAITING);
    const waits = new Set(waiting);
    const told = groups(known.filter((it) => !waits.has(it)));
    const asked = askedFor(told, question);
    const found = examine(
      network,
      correlation,
      asked,
      question.all || isNamed,
      'rule',
      // Who is asked for is no noise.
      { senders: isNamed ? NOBODY : ledger, served: servedIn(told) },
      noise,
      () => isLast || noise.isFull(),
    );
    if (noise.isFull()) noise = noiseCollector();
    return found;
  };
};
