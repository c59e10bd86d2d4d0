import type { FileOptions, FlowLog } from '../../network/flow-log.js';
import type { Network } from '../../network/network.js';
import type { FlowLogId } from '../../resource/id.js';
import { faultOf } from '../subscription.js';

export type Destination = NonNullable<FlowLog['destination']>;

/** Where a new flow log delivers. What no flow log that works tells is null, and the user's to say. */
export type Delivery = {
  readonly destination: Destination;
  /** The flow log that delivers there already; null when nothing is known of any. */
  readonly like: FlowLogId | null;
  readonly destinationArn: string | null;
  readonly logGroupName: string | null;
  /** The log group is one of its own beside that of `like`, as one stream must not mix two formats. */
  readonly isOwnGroup: boolean;
  readonly deliveryRoleArn: string | null;
  readonly crossAccountRoleArn: string | null;
  readonly fileOptions: FileOptions | null;
};

const destinationOf = ({ destination }: FlowLog): Destination => destination ?? 'cloud-watch-logs';

const place = ({ destinationArn, logGroupName }: FlowLog): string | null => logGroupName ?? destinationArn;

const isTransitGateway = (resourceId: string): boolean => resourceId.startsWith('tgw-');

/** How many things of its delivery are not known. */
const unknowns = (it: FlowLog): number => {
  const needed = destinationOf(it) === 'cloud-watch-logs' ? [place(it), it.deliveryRoleArn] : [place(it)];
  return needed.filter((value) => value === null).length;
};

/** Flow logs that work and say where they deliver: those of the resource itself first, then where most others deliver. */
const examplesFor = (network: Network, resourceId: string): readonly FlowLog[] => {
  const all = [...network.flowLogs.values()].filter((it) => faultOf(it) === null && place(it) !== null);
  const sharing = (it: FlowLog) => all.filter((other) => place(other) === place(it)).length;
  const strangeness = (it: FlowLog) =>
    it.resourceId === resourceId
      ? 0
      : isTransitGateway(it.resourceId) === isTransitGateway(resourceId)
        ? 1
        : 2;
  return all.toSorted(
    (a, b) =>
      strangeness(a) - strangeness(b) ||
      unknowns(a) - unknowns(b) ||
      sharing(b) - sharing(a) ||
      (a.id < b.id ? -1 : 1),
  );
};

/** Of what the flow logs given are, if they agree; else AWS's default. */
const usualDestination = (network: Network): Destination => {
  const [only, ...more] = new Set([...network.flowLogs.values()].map(destinationOf));
  return only !== undefined && more.length === 0 ? only : 'cloud-watch-logs';
};

/**
 * Where a flow log of this resource should deliver: where one delivers that works. "If the same network interface is
 * present in one or more flow logs in the same log group, it has one combined log stream", so beside a flow log of the
 * same resource it takes a log group of its own: its records have other fields. AWS makes the group.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-cwl.html
 */
export const deliveryFor = (network: Network, resourceId: string, isBeside: boolean): Delivery => {
  const [like] = examplesFor(network, resourceId);
  if (like === undefined)
    return {
      destination: usualDestination(network),
      like: null,
      destinationArn: null,
      logGroupName: null,
      isOwnGroup: false,
      deliveryRoleArn: null,
      crossAccountRoleArn: null,
      fileOptions: null,
    };
  const { destinationArn, logGroupName, deliveryRoleArn, crossAccountRoleArn, fileOptions } = like;
  const isOwnGroup = isBeside && logGroupName !== null;
  return {
    destination: destinationOf(like),
    like: like.id,
    destinationArn,
    logGroupName: isOwnGroup ? `${logGroupName}-all-fields` : logGroupName,
    isOwnGroup,
    deliveryRoleArn,
    crossAccountRoleArn,
    fileOptions,
  };
};
