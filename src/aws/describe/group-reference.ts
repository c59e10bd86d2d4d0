import type { Peer } from '../../network/security-group.js';
import { optionalText, text } from '../field.js';

/** The group that a rule names: a UserIdGroupPair in the one view of rules, a ReferencedGroupInfo in the other. */
export const groupReference = {
  GroupId: text,
  UserId: optionalText,
  VpcId: optionalText,
  PeeringStatus: optionalText,
};

type Reference = {
  readonly GroupId: string;
  readonly UserId: string | null;
  readonly VpcId: string | null;
  readonly PeeringStatus: string | null;
};

export const groupPeer = (it: Reference): Peer => ({
  kind: 'security-group',
  id: it.GroupId,
  ownerId: it.UserId,
  vpcId: it.VpcId,
  peeringStatus: it.PeeringStatus,
});
