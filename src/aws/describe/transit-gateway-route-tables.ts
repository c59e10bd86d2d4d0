import * as v from 'valibot';
import type { TransitGatewayRoute } from '../../network/transit-gateway.js';
import { cidr, list, optionalText, text } from '../field.js';
import { fragment, stated } from '../fragment.js';
import { items, rowsOfSubject } from '../reader.js';
import { isUsed } from './transit-gateways.js';

/** `describe-transit-gateway-route-tables`: the tables without their routes. */
export const transitGatewayRouteTables = items({
  gives: 'transitGatewayRouteTables',
  schema: v.object({ TransitGatewayRouteTableId: text, TransitGatewayId: optionalText }),
  fragments: (it) => [
    fragment(
      'transitGatewayRouteTables',
      it.TransitGatewayRouteTableId,
      stated({ transitGatewayId: it.TransitGatewayId }),
    ),
  ],
});

const member = v.object({
  TransitGatewayAttachmentId: text,
  ResourceType: optionalText,
  ResourceId: optionalText,
  State: optionalText,
});

/** `get-transit-gateway-route-table-associations`, which does not name its table: what comes in there uses it. */
export const transitGatewayAssociations = rowsOfSubject({
  schema: member,
  fragments: (it, table) =>
    isUsed(it.State)
      ? [
          fragment('transitGatewayAttachments', it.TransitGatewayAttachmentId, {
            ...stated({ resourceType: it.ResourceType, resourceId: it.ResourceId }),
            routeTableId: table,
          }),
        ]
      : [],
});

/** `get-transit-gateway-route-table-propagations`, which does not name its table. */
export const transitGatewayPropagations = rowsOfSubject({
  schema: member,
  fragments: (it, table) => [
    fragment('transitGatewayRouteTables', table, {
      propagatingAttachmentIds:
        it.State === 'disabled' || it.State === 'disabling' ? [] : [it.TransitGatewayAttachmentId],
    }),
  ],
  empty: (table) => [fragment('transitGatewayRouteTables', table, { propagatingAttachmentIds: [] })],
});

const route = v.pipe(
  v.object({
    DestinationCidrBlock: v.nullish(cidr),
    PrefixListId: optionalText,
    Type: v.nullish(v.picklist(['static', 'propagated'])),
    State: optionalText,
    TransitGatewayAttachments: list(v.object({ TransitGatewayAttachmentId: optionalText })),
  }),
  v.rawTransform(({ dataset, addIssue, NEVER }): TransitGatewayRoute | null => {
    const it = dataset.value;
    if (it.State === 'deleted' || it.State === 'deleting') return null;
    // A route of a prefix list is given once for each of its blocks, with both keys: the block is what routes.
    if (!it.DestinationCidrBlock && !it.PrefixListId) {
      addIssue({ message: 'a destination', expected: 'a DestinationCidrBlock or a PrefixListId' });
      return NEVER;
    }
    return {
      destination: it.DestinationCidrBlock
        ? { kind: 'cidr', cidr: it.DestinationCidrBlock }
        : { kind: 'prefix-list', id: it.PrefixListId as string },
      type: it.Type ?? null,
      state: it.State === 'active' || it.State === 'blackhole' ? it.State : null,
      attachmentIds: it.TransitGatewayAttachments.flatMap(({ TransitGatewayAttachmentId: id }) =>
        id === null ? [] : [id],
      ).sort(),
    };
  }),
);

/** `search-transit-gateway-routes`, which does not name its table. */
export const transitGatewayRoutes = rowsOfSubject({
  schema: route,
  fragments: (it, table) => [
    fragment('transitGatewayRouteTables', table, { routes: it === null ? [] : [it] }),
  ],
  empty: (table) => [fragment('transitGatewayRouteTables', table, { routes: [] })],
});
