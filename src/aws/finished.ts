import type { ResourceKind } from '../network/network.js';
import { inAnyOrder } from './any-order.js';
import { inAddressOrder } from './field.js';
import type { Says } from './fragment.js';
import { inOrder, marked } from './rules.js';

type Finish = { readonly [K in ResourceKind]?: (says: Says<K>) => Omit<Says<K>, 'stale'> };

/** What is left to do when all that is said of a resource is put together: lists whose order says nothing get one. */
const FINISH: Finish = {
  securityGroups: ({ stale = [], ...says }) => ({
    ...says,
    ...(says.ingress && { ingress: marked(inOrder(says.ingress), stale) }),
    ...(says.egress && { egress: marked(inOrder(says.egress), stale) }),
  }),
  prefixLists: (says) => ({ ...says, ...(says.entries && { entries: inAddressOrder(says.entries) }) }),
  transitGatewayRouteTables: (says) => ({
    ...says,
    ...(says.routes && { routes: inAnyOrder(says.routes) }),
    ...(says.propagatingAttachmentIds && {
      propagatingAttachmentIds: inAnyOrder(says.propagatingAttachmentIds),
    }),
  }),
  loadBalancers: (says) => ({ ...says, ...(says.listeners && { listeners: inAnyOrder(says.listeners) }) }),
  targetGroups: (says) => ({ ...says, ...(says.targets && { targets: inAnyOrder(says.targets) }) }),
};

export const finished = (kind: ResourceKind, says: object): object => {
  const finish = FINISH[kind] as ((says: object) => object) | undefined;
  return finish === undefined ? says : finish(says);
};
