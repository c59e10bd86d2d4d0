import { isPrivate } from '../../address/special-ranges.js';
import { rejectedAt, UNANSWERED } from '../../capture/expectation.js';
import { total } from '../../conversation/conversation.js';
import { recorded } from '../case/agreement.js';
import type { Case } from '../case/case.js';
import { isCheckerOfRoute53 } from '../case/health-check.js';
import { WANTED } from '../case/missing-input.js';
import { isLegSure } from '../case/orientation.js';
import { isMidConnection, rejectReason } from '../case/rejection.js';
import { stoppedOnTheWay } from '../case/way.js';
import { type Cause, survives } from './cause.js';

/** Whoever is rejected on so many addresses and ports, and never let in, looks for what is open. */
export const FEWEST_TARGETS = 5;

/** One stranger who gives up may be a customer who was told to stop; so many are the internet. */
const FEWEST_STRANGERS = 5;

/** Clients send a SYN again when nothing answers, more than once; who sends one or two and goes away meant nobody. */
const MOST_TRIES = 2;

const packetsOf = ({ observations }: Case): number =>
  Math.max(...observations.map(({ forward }) => total(forward)?.packets ?? 0));

/** It sent a packet or two, as others do; it is no answer to what we had asked. */
const triedLittle = (it: Case): boolean =>
  it.strangers >= FEWEST_STRANGERS && isLegSure(it) && packetsOf(it) <= MOST_TRIES;

/** The log would show it if the sender had tried again: not where it ends with its first packets, as every log does of some. */
const wouldShowMore = (it: Case): boolean => it.observations.every(({ covered }) => covered.reply);

const isFromOutside = ({ ends: { initiator } }: Case): boolean =>
  initiator.kind === 'outside' && !isPrivate(initiator.address);

/** Nothing but rejected requests. */
const isRejectedRequest = (it: Case): boolean =>
  recorded(it, 'REJECT', 'request', 'responder') &&
  it.observations.every(({ forward, reverse }) => forward.ACCEPT === null && total(reverse) === null);

/** Rejected, or at a NAT gateway, which takes in nobody. */
const isKeptOut = (it: Case): boolean => isRejectedRequest(it) || it.unsolicited !== null;

/**
 * A public address that was never let in was rejected at many addresses and ports, or sent a packet or two and went
 * away, as others did too, or spoke to a NAT gateway: somebody scans the internet. The filters did what they are for. It says what the rejected packets mean, not who rejected
 * them, so it goes before the filters that did; and they stay beside it, for who is a customer after all.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const internetBackgroundNoise: Cause = {
  code: 'internet-background-noise',
  settledBy: () => [WANTED],
  examine: (it) => {
    if (!isFromOutside(it) || !isKeptOut(it) || it.past !== null) return null;
    // A health checker was asked to come.
    if (isCheckerOfRoute53(it)) return null;
    if (rejectReason(it, 'request') !== null || isMidConnection(it, 'request')) return null;
    if (it.targetsOfSender === 0) return null;
    const isScan = it.unsolicited !== null || it.targetsOfSender >= FEWEST_TARGETS;
    if (!isScan && !triedLittle(it)) return null;
    const predicts = isRejectedRequest(it) ? rejectedAt({ side: 'responder', leg: 'request' }) : UNANSWERED;
    return survives(isScan || wouldShowMore(it) ? 'likely' : 'possible', predicts, {
      leg: 'request',
      stopped: it.unsolicited === null ? null : (stoppedOnTheWay(it)?.blocker ?? null),
      byConfiguration: it.unsolicited !== null,
      goesFirst: true,
    });
  },
};
