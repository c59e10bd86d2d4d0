import * as v from 'valibot';
import { optionalText, text } from '../field.js';
import { fragment, stated } from '../fragment.js';
import { items } from '../reader.js';

const MODES = ['off', 'block-bidirectional', 'block-ingress'] as const;

/** What Block Public Access does to a VPC or subnet; null where the answer, as older ones, does not say. */
export const blockMode = v.optional(
  v.pipe(
    v.nullable(v.object({ InternetGatewayBlockMode: v.nullish(v.picklist(MODES)) })),
    v.transform((it) => it?.InternetGatewayBlockMode ?? null),
  ),
  null,
);

/** `describe-vpc-block-public-access-options`: the one answer that is no list. */
export const blockPublicAccessOptions = items({
  gives: 'blockPublicAccess',
  schema: v.object({
    AwsAccountId: optionalText,
    AwsRegion: optionalText,
    InternetGatewayBlockMode: v.picklist(MODES),
  }),
  fragments: (it) => [
    fragment('blockPublicAccess', [it.AwsAccountId, it.AwsRegion].filter(Boolean).join(' ') || 'account', {
      ...stated({ accountId: it.AwsAccountId, region: it.AwsRegion }),
      mode: it.InternetGatewayBlockMode,
    }),
  ],
});

/** `describe-vpc-block-public-access-exclusions`. The resource is named by its ARN. */
export const blockPublicAccessExclusions = items({
  gives: 'blockPublicAccessExclusions',
  schema: v.object({
    ExclusionId: text,
    InternetGatewayExclusionMode: v.picklist(['allow-bidirectional', 'allow-egress']),
    ResourceArn: text,
    State: optionalText,
  }),
  fragments: (it) => [
    fragment('blockPublicAccessExclusions', it.ExclusionId, {
      ...stated({ state: it.State }),
      resourceId: it.ResourceArn.slice(it.ResourceArn.lastIndexOf('/') + 1),
      mode: it.InternetGatewayExclusionMode,
    }),
  ],
});
