/** An inclusive range of ports. */
export type PortRange = { readonly from: number; readonly to: number };

export const ALL_PORTS: PortRange = { from: 0, to: 65535 };

export const onePort = (port: number): PortRange => ({ from: port, to: port });

export const contains =
  (port: number) =>
  (range: PortRange): boolean =>
    range.from <= port && port <= range.to;

export const isSubset = (inner: PortRange, outer: PortRange): boolean =>
  outer.from <= inner.from && inner.to <= outer.to;

export const print = (range: PortRange): string =>
  range.from === range.to ? String(range.from) : `${range.from}-${range.to}`;

/**
 * The source ports an initiator may choose, and so the destination ports of the replies to it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html
 */
export const EPHEMERAL_ANY: PortRange = { from: 1024, to: 65535 };
