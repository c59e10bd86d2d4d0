import * as v from 'valibot';

const MODES = ['off', 'block-bidirectional', 'block-ingress'] as const;

/** What Block Public Access does to a VPC or subnet; null where the answer, as older ones, does not say. */
export const blockMode = v.optional(
  v.pipe(
    v.nullable(v.object({ InternetGatewayBlockMode: v.nullish(v.picklist(MODES)) })),
    v.transform((it) => it?.InternetGatewayBlockMode ?? null),
  ),
  null,
);
