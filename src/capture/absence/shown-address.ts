import { equals, type IpAddress } from '../../address/ip-address.js';
import type { FlowLog } from '../../network/flow-log.js';
import { DEFAULT_FORMAT, type RecordFormat } from '../../record/record-format.js';
import { formatOfFlowLog } from '../subscription.js';
import { type Watch, working } from './watch.js';

const ENDS = ['source', 'destination'] as const;
type End = (typeof ENDS)[number];

const PACKET_FIELD: Readonly<Record<End, string>> = { source: 'pkt-srcaddr', destination: 'pkt-dstaddr' };

/** The end of a record that the interface stands for: it sends what goes out, and gets what comes in. */
const ownEnd = ({ passage, end }: Watch): End | null => {
  if (passage !== null) return passage.direction === 'egress' ? 'source' : 'destination';
  return end === 'source' || end === 'destination' ? end : null;
};

/** Public addresses are translated before the interface sees them. */
const carriedAt = ({ passage, asked, interface: it }: Watch, end: End): IpAddress | null => {
  const address = passage?.packet[end] ?? asked[end];
  const isPublic = ({ publicAddress }: { readonly publicAddress: IpAddress }) =>
    address !== null && equals(publicAddress, address);
  return it?.associations.find(isPublic)?.privateAddress ?? address;
};

/**
 * The address that a record of this format has at this end. Without the packet's own address, that of the interface is
 * its primary private IPv4 address, whichever the packet carries.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html
 */
const shownAt = (watch: Watch, format: RecordFormat, end: End): IpAddress | null => {
  const carried = carriedAt(watch, end);
  const isReplaced =
    carried?.family === 4 && ownEnd(watch) === end && !format.fields.includes(PACKET_FIELD[end]);
  return isReplaced ? (watch.interface?.primaryIpv4 ?? carried) : carried;
};

type Shown = { readonly asked: IpAddress; readonly shown: IpAddress };

const differing = (watch: Watch, format: RecordFormat): Shown | null => {
  for (const end of ENDS) {
    const [asked, shown] = [watch.asked[end], shownAt(watch, format, end)];
    if (asked !== null && shown !== null && !equals(asked, shown)) return { asked, shown };
  }
  return null;
};

/** The flow logs that deliver and show what was asked for; all that deliver where none shows it. */
export const showing = (watch: Watch): readonly FlowLog[] => {
  const all = working(watch);
  const some = all.filter((it) => differing(watch, formatOfFlowLog(it)) === null);
  return some.length > 0 ? some : all;
};

/** An address that was asked for and the one that stands in its place in every flow log; null when one shows what was asked for. */
export const shownInPlace = (watch: Watch): Shown | null => {
  const [first] = showing(watch);
  return differing(watch, first === undefined ? DEFAULT_FORMAT : formatOfFlowLog(first));
};
