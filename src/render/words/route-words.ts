import { print as printCidr } from '../../address/cidr.js';
import type { Route, RouteTarget } from '../../network/route-table.js';

export const targetName = (target: RouteTarget): string => (target.kind === 'local' ? 'local' : target.id);

export const destinationName = ({ destination }: Route): string =>
  destination.kind === 'cidr' ? printCidr(destination.cidr) : destination.id;

/** `10.0.0.0/16 to local`. */
export const routePhrase = (route: Route): string =>
  `${destinationName(route)} to ${targetName(route.target)}${route.state === 'active' ? '' : ` (${route.state})`}`;
