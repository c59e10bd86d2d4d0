import { type Drawn, OWNER, piece } from './piece.js';
import { block } from './written.js';

/** A VPC with its blocks, the primary one first. */
export const vpc = (id: string, ...blocks: readonly string[]): Drawn => {
  const cidrs = blocks.map(block);
  const primaryCidr = cidrs.find(({ network }) => network.family === 4) ?? null;
  return piece('vpcs', {
    id,
    ownerId: OWNER,
    primaryCidr,
    cidrs,
    dhcpOptionsId: null,
    blockPublicAccess: null,
  });
};

/** A subnet of a VPC, in the zone `eu-west-1a` unless another one is named. */
export const subnet = (
  id: string,
  vpcId: string,
  blocks: readonly string[],
  availabilityZone = 'eu-west-1a',
): Drawn =>
  piece('subnets', {
    id,
    vpcId,
    ownerId: OWNER,
    availabilityZone,
    availabilityZoneId: null,
    cidrs: blocks.map(block),
    blockPublicAccess: null,
  });
