import type { Chance } from './chance.js';

/**
 * What AWS does not say, and what therefore either may be: one draw for each world. A reader of the log has to live with
 * both.
 */
export type Silences = {
  /** A packet that passed the filters and finds no way on leaves an ACCEPT behind, or nothing. */
  readonly recordsWithoutRoute: boolean;
  /** A late packet of a closed connection is rejected although a rule would allow it. AWS says no more than that it can be. */
  readonly rejectsAfterClose: boolean;
  /** Block Public Access leaves REJECT records of what goes out, of what comes in, or of both. */
  readonly publicAccessRecords: 'egress' | 'ingress' | 'both';
  /** Quiet windows are written as NODATA. */
  readonly writesNoData: boolean;
  /** A window whose only traffic the flow log leaves out is NODATA, too. */
  readonly noDataBesideFiltered: boolean;
  /** Start and end are those of the window, the same for all its records, as in logs seen; or of the first and last packet. */
  readonly timesOfTheWindow: boolean;
  /** `traffic-path` of what goes to a NAT gateway or a transit gateway: 1, or nothing. */
  readonly pathToGateways: 1 | null;
  /** `traffic-path` through an internet gateway: 8, or the older 2, which stood for gateway endpoints (7) as well. */
  readonly pathToTheInternet: 8 | 2;
};

export const silences = (chance: Chance): Silences => ({
  recordsWithoutRoute: chance.happens(0.5),
  rejectsAfterClose: chance.happens(0.5),
  writesNoData: chance.happens(0.8),
  noDataBesideFiltered: chance.happens(0.5),
  timesOfTheWindow: chance.happens(0.8),
  pathToGateways: chance.happens(0.8) ? 1 : null,
  pathToTheInternet: chance.happens(0.8) ? 8 : 2,
  publicAccessRecords: chance.pick(['both', 'egress', 'ingress']),
});
