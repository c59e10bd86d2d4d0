import type { BlockPublicAccess, BlockPublicAccessExclusion } from '../../network/block-public-access.js';
import type { Network } from '../../network/network.js';
import { expects, type FaultMaker, interfaceAt, reconfigures, type Scene } from './scene.js';

/** The gateway that joins the VPC with the internet, where the traffic is between the two; else null. */
const gatewayUsed = (scene: Scene): string | null => {
  const isWithInternet = interfaceAt(scene, 'client') === null || interfaceAt(scene, 'server') === null;
  const [gateway] = scene.network.internetGateways.values();
  return isWithInternet && gateway !== undefined ? gateway.id : null;
};

const switched = (
  network: Network,
  mode: BlockPublicAccess['mode'],
  exclusions: readonly BlockPublicAccessExclusion[] = [],
): Network => {
  const accountId = [...network.vpcs.values()][0]?.ownerId ?? null;
  const account = { id: `${accountId} eu-west-1`, accountId, region: 'eu-west-1', mode };
  return {
    ...network,
    blockPublicAccess: new Map([[account.id, account]]),
    blockPublicAccessExclusions: new Map(exclusions.map((it) => [it.id, it])),
  };
};

const expected = (component: string) => expects(['block-public-access'], { component, isAsked: true });

const blocksBothWays: FaultMaker = (scene) => {
  const gateway = gatewayUsed(scene);
  if (gateway === null) return null;
  return {
    kind: 'public access is blocked',
    ...reconfigures((network) => switched(network, 'block-bidirectional')),
    expects: expected(gateway),
  };
};

/** Whoever asks from the internet is kept out; what was asked for from inside is not what this is about. */
const isAskedFromOutside = (scene: Scene): boolean => interfaceAt(scene, 'client') === null;

const blocksInbound: FaultMaker = (scene) => {
  const gateway = gatewayUsed(scene);
  if (gateway === null || !isAskedFromOutside(scene)) return null;
  return {
    kind: 'inbound public access is blocked',
    ...reconfigures((network) => switched(network, 'block-ingress')),
    expects: expected(gateway),
  };
};

/** An exclusion that lets the VPC out does not let anybody in. */
const excludedForEgress: FaultMaker = (scene) => {
  const gateway = gatewayUsed(scene);
  const resourceId = interfaceAt(scene, 'server')?.vpcId ?? null;
  if (gateway === null || resourceId === null || !isAskedFromOutside(scene)) return null;
  const exclusion = {
    id: 'vpcbpa-exclude-1',
    resourceId,
    mode: 'allow-egress',
    state: 'create-complete',
  } as const;
  return {
    kind: 'exclusion from blocked public access for egress alone',
    ...reconfigures((network) => switched(network, 'block-bidirectional', [exclusion])),
    expects: expected(gateway),
  };
};

export const PUBLIC_ACCESS_FAULTS: readonly FaultMaker[] = [blocksBothWays, blocksInbound, excludedForEgress];
