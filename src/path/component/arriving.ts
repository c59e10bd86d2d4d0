import { equals } from '../../address/ip-address.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import { answer, type Carried } from '../carried.js';
import { isNatGatewayInterface, owns } from '../holder.js';
import type { Doubt, Move, Place, Translation, Travel } from '../place.js';
import { blockedBy } from '../routing-blocker.js';
import { throughAppliance } from './appliance.js';
import { atInterfaceEndpoint } from './in-vpc.js';
import { throughLoadBalancer } from './load-balancer.js';
import { type BalancerAt, loadBalancerAt } from './load-balancer-at.js';
import { throughNatGatewayInterface } from './nat-gateway.js';
import { pass } from './pass.js';
import { componentStop } from './stop.js';
import { strayedInto } from './stray.js';

const unchecked = (it: NetworkInterface): readonly Doubt[] =>
  it.sourceDestCheck === null
    ? [
        {
          reason: 'not-given',
          component: 'interface',
          id: it.id,
          missing: [
            {
              kind: 'interface',
              id: it.id,
              needs: `aws ec2 describe-network-interfaces --network-interface-ids ${it.id}`,
            },
          ],
        },
      ]
    : [];

/** The translation that an answer at this interface undoes. */
const undoneAt = ({ request, leg }: Travel, it: NetworkInterface, { packet }: Carried): Translation | null =>
  leg === 'request' || request === null
    ? null
    : (request.translations.findLast((one) => {
        if (one.interface?.id !== it.id) return false;
        const back = answer(one.after).packet;
        return equals(back.source, packet.source) && equals(back.destination, packet.destination);
      }) ?? null);

const isInitiator = ({ ends, leg }: Travel, it: NetworkInterface): boolean =>
  leg === 'reply' && ends.initiator.kind === 'interface' && ends.initiator.interface.id === it.id;

const NEVER_FORWARD = new Set(['vpc_endpoint', 'network_load_balancer', 'load_balancer', 'lambda', 'efs']);

/** Interfaces of services are no appliances: they take what is addressed to them, whatever their check says. */
const takesOnlyItsOwn = ({ type }: NetworkInterface, balancer: BalancerAt | null): boolean =>
  balancer !== null || NEVER_FORWARD.has(type ?? '');

/** A packet that comes to an interface: for it, for what stands behind it, or not for it at all. */
export const arriving = (
  travel: Travel,
  place: Extract<Place, { at: 'arriving' }>,
  carried: Carried,
): Move => {
  const { interface: it, boundary } = place;
  const stops = [pass(it, 'ingress', carried, boundary)];
  const undone = undoneAt(travel, it, carried);
  if (undone !== null) {
    const after = answer(undone.before);
    const kind = isNatGatewayInterface(it)
      ? 'nat-gateway'
      : (loadBalancerAt(travel.network, it)?.kind ?? 'appliance');
    return {
      stops: [
        ...stops,
        componentStop(kind, undone.id, carried, { after, identity: 'lost', tracks: kind !== 'appliance' }),
      ],
      carried: after,
      next: { at: 'leaving', interface: it },
    };
  }
  const own = owns(it, carried.packet.destination);
  const strayed = own ? strayedInto(it.vpcId, travel, carried) : null;
  if (strayed !== null) return { stops, carried, next: strayed };
  if (isInitiator(travel, it) && own) return { stops, carried, next: { kind: 'arrived', at: it } };
  if (isNatGatewayInterface(it)) return throughNatGatewayInterface(travel, it, stops, carried);
  const balancer = loadBalancerAt(travel.network, it);
  if (own && balancer !== null) return throughLoadBalancer(travel, it, balancer, stops, carried);
  if (own && it.type === 'vpc_endpoint') return atInterfaceEndpoint(travel, it, stops, carried);
  if (own) return { stops, carried, next: { kind: 'arrived', at: it } };
  if (it.sourceDestCheck !== true && takesOnlyItsOwn(it, balancer))
    return {
      stops,
      carried,
      next: blockedBy(
        'source-destination-check-drops',
        'interface-forwards-nothing',
        'ENI_ADDRESS_RESTRICTION',
        it.id,
        carried.packet,
      ),
    };
  if (it.sourceDestCheck === true)
    return {
      stops,
      carried,
      next: blockedBy(
        'source-destination-check-drops',
        'not-addressed-to-interface',
        'ENI_SOURCE_DEST_CHECK_RESTRICTION',
        it.id,
        carried.packet,
      ),
    };
  const move = throughAppliance(travel, it, stops, carried);
  return { ...move, doubts: [...unchecked(it), ...(move.doubts ?? [])] };
};
