import { isPlainObject, type PlainObject } from '../prelude/plain-object.js';
import { spelledAsAws } from './config/aws-spelling.js';
import { type ConfigurationItem, configurationItem } from './config/configuration-item.js';
import { itemsIn } from './config/items-in.js';
import { bearsOnTheNetwork, isRead } from './config/resource-types.js';
import type { JsonDocument } from './json-document.js';
import { type OpenedDocument, opened } from './opened.js';
import { asShown } from './terraform/as-shown.js';
import { isReadType, isTypeOfNetwork } from './terraform/readings.js';
import { terraformResources } from './terraform/terraform.js';
import type { TerraformResource } from './terraform/terraform-resource.js';
import { answeredAt } from './wrapper/response-metadata.js';

/** A document out of its wrappers, with no more in it than what may be read. */
export type PlainDocument =
  | {
      readonly form: 'answer';
      readonly json: PlainObject;
      /** Unix seconds; null when nothing tells when AWS answered. */
      readonly capturedAt: number | null;
      /** False: what the answer was wrapped in shows, or cannot rule out, that there is more. */
      readonly isWhole: boolean;
      /** The number in the name of its file counts no pages. */
      readonly isOneCall: boolean;
    }
  | {
      readonly form: 'aws-config';
      /** Configurations are spelled as AWS's answers are. */
      readonly items: readonly ConfigurationItem[];
      /** Items that were too large to be sent. */
      readonly summaries: readonly ConfigurationItem[];
    }
  | { readonly form: 'terraform'; readonly resources: readonly TerraformResource[] }
  | { readonly form: 'error'; readonly code: string | null };

const plainAnswer = ({ json, capturedAt, isWhole, isOneCall }: OpenedDocument): PlainDocument => {
  const { ResponseMetadata, ...answer } = json as PlainObject;
  return { form: 'answer', json: answer, capturedAt: answeredAt(json) ?? capturedAt, isWhole, isOneCall };
};

const plainItem = (item: PlainObject, capturedAt: number | null): ConfigurationItem => {
  const it = configurationItem(item);
  const configuration = spelledAsAws(it.configuration);
  return {
    ...it,
    capturedAt: it.capturedAt ?? capturedAt,
    configuration: isPlainObject(configuration) ? configuration : null,
  };
};

const mayBeRead = ({ type }: ConfigurationItem): boolean => isRead(type) || bearsOnTheNetwork(type);

const plainConfig = ({ json, capturedAt }: OpenedDocument): PlainDocument => {
  const { items, summaries } = itemsIn(json) ?? { items: [], summaries: [] };
  return {
    form: 'aws-config',
    items: items.map((item) => plainItem(item, capturedAt)).filter(mayBeRead),
    summaries: summaries.map((item) => plainItem(item, capturedAt)),
  };
};

/** Of a resource that is not read only its type is told. */
const plainResource = (it: TerraformResource): TerraformResource => ({
  ...it,
  values: it.isManaged && isReadType(it.type) ? it.values : {},
});

const plainTerraform = ({ json }: OpenedDocument): PlainDocument => ({
  form: 'terraform',
  resources: (terraformResources(json) ?? [])
    .filter(({ type }) => isReadType(type) || isTypeOfNetwork(type))
    .map(plainResource),
});

const PLAIN = { answer: plainAnswer, 'aws-config': plainConfig, terraform: plainTerraform };

/**
 * What a document holds, whatever it came wrapped in: answers of AWS, items of AWS Config, resources of Terraform, or the
 * errors that AWS answered instead. Null when it, or something in it, is nothing that `readAnswers` reads.
 */
export const plainDocuments = (document: JsonDocument): readonly PlainDocument[] | null => {
  const { documents, problems } = opened(document);
  const plain: PlainDocument[] = [];
  for (const it of documents) {
    if (it.form === 'unknown') return null;
    plain.push(PLAIN[it.form](it));
  }
  const errors = problems.flatMap((it): readonly PlainDocument[] =>
    it.kind === 'aws-error' ? [{ form: 'error', code: it.code }] : [],
  );
  return [...plain, ...errors];
};

const timed = (json: PlainObject, capturedAt: number | null): PlainObject =>
  capturedAt === null
    ? json
    : {
        ...json,
        ResponseMetadata: { HTTPHeaders: { date: new Date(capturedAt * 1000).toUTCString() } },
      };

const asItem = (it: ConfigurationItem): PlainObject => ({
  resourceType: it.type,
  resourceId: it.id,
  ...(it.accountId !== null && { awsAccountId: it.accountId }),
  ...(it.region !== null && { awsRegion: it.region }),
  ...(it.capturedAt !== null && { configurationItemCaptureTime: it.capturedAt }),
  configurationItemStatus: it.isDeleted ? 'ResourceDeleted' : 'OK',
  configuration: it.configuration,
});

/** The documents that say the same: each kind in one form, the one that says the most of it. */
export const jsonOf = (document: PlainDocument): readonly unknown[] => {
  switch (document.form) {
    case 'answer': {
      const json = timed(document.json, document.capturedAt);
      const recorded = document.isOneCall ? { status_code: 200, data: json } : json;
      return [document.isWhole ? recorded : { recorded: { 'recorded-content': { answer: recorded } } }];
    }
    case 'aws-config':
      return [
        { configurationItems: document.items.map(asItem) },
        ...document.summaries.map((it) => ({ configurationItemSummary: asItem(it) })),
      ];
    case 'terraform':
      return [asShown(document.resources)];
    case 'error':
      return [{ Error: { Code: document.code } }];
  }
};
