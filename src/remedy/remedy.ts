import type { EphemeralPorts } from '../path/source-ports.js';
import type { Gap } from '../problem/gap.js';
import type { Change } from './change.js';
import type { Opening } from './opening.js';

/** The smallest change that lets the service pass, with the proof that it does. */
export type Remedy = {
  readonly changes: readonly Change[];
  readonly proof: Proof;
  /** Source ports of the initiator that the change had to provide for; null for protocols without ports. */
  readonly sourcePorts: EphemeralPorts | null;
  readonly cautions: readonly Caution[];
  /** Exactly what becomes possible, filter by filter; empty where nothing does. */
  readonly opens: readonly Opening[];
};

/** The round trip judged again on the changed network, for every source port the initiator may use. */
export type Proof = {
  /**
   * `round-trip`: the filters at both ends were judged. `interface`: the other end is outside, only this one's filters
   * were. `path`: every filter, route and gateway on the way was. `capture`: nothing passes that did not; the flow logs
   * were asked whether they would keep the records.
   */
  readonly scope: 'interface' | 'round-trip' | 'path' | 'capture';
  readonly outcome: 'passes' | 'undetermined' | 'blocked';
  /** Ids of the components that do not allow it even so. */
  readonly remaining: readonly string[];
  /** What could not be judged since the input leaves it out, each with the call that supplies it. */
  readonly missing: readonly Gap[];
  /** Firewalls and appliances on the way: what their own rules let pass is in no answer of `aws ec2`. */
  readonly appliances: readonly string[];
};

/** What whoever makes the change should know first. */
export type Caution =
  /** Either this or the remedy before it: both mend the same. */
  | { readonly kind: 'instead-of-the-first' }
  /** A deny that somebody wrote stands in the way; the new entry goes before it. Ask why it is there. */
  | {
      readonly kind: 'overrides-written-deny';
      readonly networkAclId: string;
      /** The numbers of the entries that deny. */
      readonly numbers: readonly number[];
    }
  /** The network ACL serves other subnets too. */
  | { readonly kind: 'affects-subnets'; readonly networkAclId: string; readonly subnetIds: readonly string[] }
  /** Other interfaces carry the security group too. */
  | {
      readonly kind: 'affects-interfaces';
      readonly groupId: string;
      readonly interfaceIds: readonly string[];
    }
  /** The default quota of rules for this direction and family is used up. */
  | { readonly kind: 'rule-quota-reached'; readonly groupId: string; readonly rules: number }
  /** The default quota of entries for this direction and family is used up. */
  | { readonly kind: 'quota-reached'; readonly networkAclId: string; readonly entries: number };
