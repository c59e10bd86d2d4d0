import type { Answer } from '../answer.js';

/** What stays the same whatever things are called. */
export const gist = ({ promise }: Answer): string => {
  const { findings, verdict, request, reply } = promise as Readonly<Record<string, unknown>> as {
    readonly findings?: readonly { code: string; outcome: string; certainty: string; entries: string }[];
    readonly verdict?: string;
    readonly request?: { readonly verdict: string; readonly blockers: readonly string[] };
    readonly reply?: { readonly verdict: string; readonly blockers: readonly string[] };
  };
  const leg = (it: typeof request) => it && [it.verdict, it.blockers.map((blocker) => blocker.split(' ')[0])];
  return JSON.stringify([
    findings
      ?.map(({ code, outcome, certainty, entries }) => [code, outcome, certainty, entries].join(' '))
      .sort(),
    verdict,
    leg(request),
    leg(reply),
  ]);
};
