import { interfaceOf } from '../passage.js';
import { type Foretold, NOT_APPLICABLE, only, type Predictor } from './foretold.js';

const zoneOf = (it: Foretold): string | null => interfaceOf(it)?.availabilityZone ?? null;

/** `us-west-2-lax-1a` is the name of a Local Zone, `us-east-1-wl1-bos-wlz-1` of a Wavelength Zone. */
const isPlain = (zone: string): boolean => /^[a-z]{2,3}(-[a-z]+)+-\d[a-z]$/.test(zone);

/** `ap-southeast-2a` is a zone of ap-southeast-2; a Local Zone lies in a Region, too. */
export const shownRegion: Predictor = (it) => only(/^[a-z]{2,3}(-[a-z]+)+-\d/.exec(zoneOf(it) ?? '')?.[0]);

/**
 * "If the traffic is from a sublocation, the record displays a '-' symbol"; an Outpost lies in a plain zone and is one.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const shownZoneId: Predictor = (it) => {
  const zone = zoneOf(it);
  if (zone !== null && !isPlain(zone)) return [NOT_APPLICABLE];
  const id = it.network.subnets.get(interfaceOf(it)?.subnetId ?? '')?.availabilityZoneId ?? null;
  return id === null ? null : [id, NOT_APPLICABLE];
};

export const shownSublocationType: Predictor = (it) => {
  const zone = zoneOf(it);
  if (zone === null) return null;
  return isPlain(zone) ? [NOT_APPLICABLE, 'outpost'] : ['localzone', 'wavelength'];
};
