import type {
  BlockPublicAccess,
  BlockPublicAccessExclusion,
  InternetGatewayBlockMode,
} from '../../network/block-public-access.js';
import { type Drawn, OWNER, piece } from './piece.js';

export const accountWith = (mode: InternetGatewayBlockMode): BlockPublicAccess => ({
  id: `${OWNER} eu-west-1`,
  accountId: OWNER,
  region: 'eu-west-1',
  mode,
});

/** Block Public Access of the account in this Region; where it is not drawn it is off. */
export const blockPublicAccess = (mode: InternetGatewayBlockMode): Drawn =>
  piece('blockPublicAccess', accountWith(mode));

/** A VPC or subnet that Block Public Access leaves alone, in both directions or going out. */
export const publicAccessExclusion = (
  id: string,
  resourceId: string,
  mode: BlockPublicAccessExclusion['mode'],
): Drawn => piece('blockPublicAccessExclusions', { id, resourceId, mode, state: 'create-complete' });
