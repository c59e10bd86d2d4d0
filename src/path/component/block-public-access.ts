import type { InternetGatewayBlockMode } from '../../network/block-public-access.js';
import type { Network } from '../../network/network.js';
import type { SubnetId, VpcId } from '../../resource/id.js';
import type { Doubt } from '../place.js';

const narrowed = (
  mode: InternetGatewayBlockMode,
  exclusion: 'allow-bidirectional' | 'allow-egress' | null,
): InternetGatewayBlockMode => {
  if (exclusion === null || mode === 'off') return mode;
  return exclusion === 'allow-bidirectional' ? 'off' : 'block-ingress';
};

const inForce = (state: string | null): boolean =>
  state === null || /^(create|update)-complete$/.test(state) || state === 'delete-in-progress';

const exclusionOf = (network: Network, ids: readonly (string | null)[]) => {
  const found = [...network.blockPublicAccessExclusions.values()].filter(
    ({ resourceId, state }) => ids.includes(resourceId) && inForce(state),
  );
  if (found.some(({ mode }) => mode === 'allow-bidirectional')) return 'allow-bidirectional';
  return found.length > 0 ? 'allow-egress' : null;
};

/**
 * The switch is on by its own answer, and that of what is excluded was not given: it may not concern this subnet.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-exclusions.html
 */
export const exclusionDoubts = (network: Network, subnetId: SubnetId | null, id: string): readonly Doubt[] =>
  network.given.has('blockPublicAccessExclusions') ||
  (subnetId !== null && (network.subnets.get(subnetId)?.blockPublicAccess ?? null) !== null)
    ? []
    : [
        {
          reason: 'not-given',
          component: 'internet-gateway',
          id,
          missing: [
            {
              kind: 'block-public-access',
              id: null,
              needs: 'aws ec2 describe-vpc-block-public-access-exclusions',
            },
          ],
        },
      ];

/**
 * What VPC Block Public Access does to a subnet: what its description says (exclusions counted in), else the switch of
 * the account and Region with the exclusions. Null: nothing was given that would say.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
 */
export const publicAccessOf = (
  network: Network,
  vpcId: VpcId,
  subnetId: SubnetId | null,
): InternetGatewayBlockMode | null => {
  const subnet = subnetId === null ? undefined : network.subnets.get(subnetId);
  const said = subnet?.blockPublicAccess ?? null;
  if (said !== null) return said;
  const vpc = network.vpcs.get(vpcId);
  const owner = subnet?.ownerId ?? vpc?.ownerId ?? null;
  const switches = [...network.blockPublicAccess.values()].filter(
    ({ accountId }) => accountId === null || owner === null || accountId === owner,
  );
  const [only, ...more] = switches;
  if (only !== undefined && more.length === 0)
    return narrowed(only.mode, exclusionOf(network, [vpcId, subnetId]));
  return vpc?.blockPublicAccess ?? null;
};
