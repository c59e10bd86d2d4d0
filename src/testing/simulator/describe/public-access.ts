import type { Network } from '../../../network/network.js';
import { said } from './addresses.js';

const REGION = 'eu-west-1';

const ownerIn = ({ vpcs }: Network): string | null => [...vpcs.values()][0]?.ownerId ?? null;

/** `aws ec2 describe-vpc-block-public-access-options`: of the account and Region that are asked. */
export const describeVpcBlockPublicAccessOptions = (network: Network) => {
  const [account] = network.blockPublicAccess.values();
  return {
    VpcBlockPublicAccessOptions: said({
      AwsAccountId: account?.accountId ?? ownerIn(network),
      AwsRegion: account?.region ?? REGION,
      State: account === undefined ? 'default-state' : 'update-complete',
      InternetGatewayBlockMode: account?.mode ?? 'off',
    }),
  };
};

const arnOf = (network: Network, id: string): string =>
  `arn:aws:ec2:${REGION}:${ownerIn(network)}:${id.startsWith('vpc-') ? 'vpc' : 'subnet'}/${id}`;

/** `aws ec2 describe-vpc-block-public-access-exclusions`. */
export const describeVpcBlockPublicAccessExclusions = (network: Network) => ({
  VpcBlockPublicAccessExclusions: [...network.blockPublicAccessExclusions.values()].map((it) =>
    said({
      ExclusionId: it.id,
      InternetGatewayExclusionMode: it.mode,
      ResourceArn: arnOf(network, it.resourceId),
      State: it.state,
    }),
  ),
});
