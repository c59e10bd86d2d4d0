import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CompiledFilter,
  compileNetworkAcl,
  compileSecurityGroups,
  decidingStep,
  outcomeOf,
} from '../../src/filter/compiled.js';
import type { Verdict } from '../../src/filter/verdict.js';
import type { Packet } from '../../src/traffic/packet.js';
import { halfKnown } from '../arbitrary/half-known.js';
import { runs } from '../arbitrary/runs.js';

/** The rule or entry the step names is the one the explanation names first, or one that may have decided. */
const agrees = (filter: CompiledFilter, packet: Packet, verdict: Verdict): void => {
  const step = filter.steps[decidingStep(filter, packet)];
  expect(step?.outcome ?? verdict.outcome).toBe(verdict.outcome);
  if (step === undefined || verdict.outcome === 'undetermined' || step.decidedBy === null) return;
  const named = verdict.deciding.map((one) =>
    one.kind === 'network-acl-entry' ? one.entry : one.kind === 'security-group-rule' ? one.rule : null,
  );
  const [first] = named;
  expect(first).toEqual('rule' in step.decidedBy ? step.decidedBy.rule : step.decidedBy);
};

describe('compiled filters', () => {
  it('decide as the explanation does, by the same rule', () => {
    fc.assert(
      fc.property(halfKnown, ({ net, it: one, direction, packet, crossing }) => {
        for (const compile of [compileSecurityGroups, compileNetworkAcl]) {
          const filter = compile(net, one, direction, crossing);
          const verdict = filter.explain(packet);
          // Asked twice: the second answer comes from the table.
          for (const _ of [1, 2]) expect(outcomeOf(filter, packet)).toBe(verdict.outcome);
          agrees(filter, packet, verdict);
        }
      }),
      runs(200),
    );
  });

  it('leave packets with unknown fields to the explanation', () => {
    fc.assert(
      fc.property(halfKnown, ({ net, it: one, direction, packet, crossing }) => {
        const unknown = { ...packet, destinationPort: null, icmp: null };
        const filter = compileSecurityGroups(net, one, direction, crossing);
        expect(outcomeOf(filter, unknown)).toBe(filter.explain(unknown).outcome);
      }),
      runs(50),
    );
  });

  it('remember answers for one packet without giving them to another', () => {
    fc.assert(
      fc.property(halfKnown, fc.array(halfKnown, { minLength: 5, maxLength: 10 }), (scene, others) => {
        const { net, it: one, crossing } = scene;
        const filter = compileSecurityGroups(net, one, 'ingress', crossing);
        const packets = others.filter(({ direction }) => direction === 'ingress').map(({ packet }) => packet);
        for (const packet of packets) expect(outcomeOf(filter, packet)).toBe(filter.explain(packet).outcome);
      }),
      runs(50),
    );
  });
});
