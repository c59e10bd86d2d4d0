import type { FlowLog } from '../../../network/flow-log.js';
import type { Network } from '../../../network/network.js';
import type { NetworkInterface } from '../../../network/network-interface.js';
import type { Sighting } from '../sighting.js';

/** "If you create a flow log for a subnet or VPC, each network interface in that subnet or VPC is monitored." */
export const covered = (network: Network, { resourceId }: FlowLog): readonly NetworkInterface[] =>
  [...network.interfaces.values()].filter(
    ({ id, subnetId, vpcId }) => resourceId === id || resourceId === subnetId || resourceId === vpcId,
  );

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-basics.html */
export const keeps = ({ trafficType }: FlowLog, { action }: Pick<Sighting, 'action'>): boolean =>
  trafficType === null || trafficType === 'ALL' || trafficType === action;

/** A flow log whose records cannot be delivered leaves none. */
export const delivers = ({ deliveryError, status }: FlowLog): boolean =>
  deliveryError === null && (status === null || status === 'ACTIVE');
