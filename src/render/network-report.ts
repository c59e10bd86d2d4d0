import type { Call } from '../aws/call.js';
import { canBeAskedFor } from '../aws/call.js';
import { callsToComplete, type Given } from '../aws/completion.js';
import {
  type DanglingGroup,
  danglingGroups,
  type StaleRule,
  staleRules,
  unusedGroups,
} from '../network/group-use.js';
import type { SecurityGroup } from '../network/security-group.js';
import type { ProblemLog } from '../problem/problem-log.js';
import type { RecordPlaces } from '../record/places.js';
import { commandLine } from './words/shell.js';

/** A call at one place; null where input does not tell the account or the Region. */
export type PlacedCall = {
  readonly account: string | null;
  readonly region: string | null;
  readonly call: Call;
  /** What to type. */
  readonly command: string;
};

/** What was understood of the configuration, and what would complete it. */
export type NetworkReport = {
  readonly given: Given;
  readonly unused: readonly SecurityGroup[] | null;
  readonly dangling: readonly DanglingGroup[];
  readonly stale: readonly StaleRule[];
  readonly calls: readonly PlacedCall[];
  readonly problems: ProblemLog;
};

const regionOf = (zone: string | null): string | null =>
  /^([a-z]{2}(?:-[a-z]+)+-\d+)[a-z]$/.exec(zone ?? '')?.[1] ?? null;

/** Regions that records name; where they do not, those of the zones in the configuration. */
const regionsOf = ({ network }: Given, { regions }: RecordPlaces): readonly (string | null)[] => {
  const zones = [...network.subnets.values(), ...network.interfaces.values()].map((it) =>
    regionOf(it.availabilityZone),
  );
  const asked = regions.filter(canBeAskedFor);
  const found = asked.length > 0 ? asked : [...new Set(zones.filter((region) => region !== null))].sort();
  return found.length > 0 ? found : [null];
};

const placed =
  (call: Call) =>
  (account: string | null, region: string | null): PlacedCall => ({
    account,
    region,
    call,
    command: commandLine([
      'aws',
      ...call.words,
      ...(region === null ? [] : ['--region', region]),
      '--output',
      'json',
    ]),
  });

/** Every call at every place: which of them knows the answer, only AWS can tell. */
const placedCalls = (given: Given, places: RecordPlaces): readonly PlacedCall[] => {
  const accounts = places.accounts.filter(canBeAskedFor);
  const calls = callsToComplete(given, places);
  return (accounts.length > 0 ? accounts : [null]).flatMap((account) =>
    regionsOf(given, places).flatMap((region) => calls.map((call) => placed(call)(account, region))),
  );
};

/** Puts together what was understood of a configuration and what is not known, for `networkText` and `networkJson`. */
export const networkReport = (given: Given, places: RecordPlaces, problems: ProblemLog): NetworkReport => ({
  given,
  unused: unusedGroups(given.network),
  dangling: danglingGroups(given.network),
  stale: staleRules(given.network),
  calls: placedCalls(given, places),
  problems,
});
