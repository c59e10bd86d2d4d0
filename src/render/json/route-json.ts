import type { RoutingBlocker } from '../../path/routing-blocker.js';
import { destinationName, targetName } from '../words/route-words.js';

/** The route that decided, where one did. */
export const routeJson = (at: Pick<RoutingBlocker, 'component' | 'route'> | null) =>
  at === null || at.route === null
    ? []
    : [
        {
          kind: 'route' as const,
          id: at.component,
          destination: destinationName(at.route),
          target: targetName(at.route.target),
        },
      ];
