import type { Origin } from './origin.js';

/**
 * Something that could not be read. It is carried beside the good results and never replaces them.
 * The words for each kind live in `render`; here are only the facts: what was expected and what was found.
 */
export type Problem = { readonly origin: Origin } & ProblemFacts;

export type ProblemKind = ProblemFacts['kind'];

export type ProblemFacts =
  | RecordProblem
  | SourceProblem
  /** A JSON document that is no answer of `aws ec2 describe-*`; `keys` are its top-level keys. */
  | { readonly kind: 'not-an-aws-answer'; readonly keys: readonly string[] }
  /** One item of an AWS answer that could not be understood; the items beside it were read. */
  | {
      readonly kind: 'unreadable-item';
      readonly path: string;
      readonly expected: string;
      readonly found: string;
    }
  /** A field of the format that AWS does not document; it is kept by its name and used for nothing. */
  | { readonly kind: 'unknown-field'; readonly field: string; readonly near: readonly string[] }
  /** Records that belong to no conversation, since their format lacks a field or they do not fill it. */
  | { readonly kind: 'unpairable-records'; readonly records: number; readonly lacks: UnpairableReason }
  /** AWS answered with an error. `operation` is the call, where the text names it: `DescribeSubnets`. */
  | {
      readonly kind: 'aws-error';
      readonly code: string | null;
      readonly message: string | null;
      readonly operation: string | null;
    }
  /** A JSON document that describes resources in a way that cannot be read; `keys` are those of its items. */
  | {
      readonly kind: 'foreign-document';
      readonly looksLike: ForeignDocument;
      readonly keys: readonly string[];
    }
  /** Resources of types that bear on the network and are not read; the others of the document were. */
  | { readonly kind: 'unread-types'; readonly types: readonly string[] }
  /** AWS Config named a resource and did not say what it is like. */
  | { readonly kind: 'item-without-configuration'; readonly type: string; readonly id: string }
  /** One resource was given twice with different contents, and the copy in the file `used` is believed. */
  | {
      readonly kind: 'conflicting-copies';
      readonly id: string;
      readonly used: string;
      readonly because: 'captured-later' | 'says-more';
    }
  /** An answer that does not name what it belongs to, and neither does its file name; `needs` is what would: `pl-...`. */
  | {
      readonly kind: 'unnamed-answer';
      readonly path: string;
      readonly call: string;
      readonly needs: SubjectKind;
    };

/** What an answer may belong to without naming it. */
export type SubjectKind = 'prefix-list' | 'transit-gateway-route-table' | 'target-group';

/** What a record has to say to be paired with others. */
export const UNPAIRABLE_REASONS = ['observation-point', 'addresses', 'protocol', 'times'] as const;
export type UnpairableReason = (typeof UNPAIRABLE_REASONS)[number];

/** One line of a flow log that is no record; no other line is moved by it. */
export type RecordProblem =
  | {
      readonly kind: 'too-few-fields';
      readonly expected: number;
      readonly found: number;
      readonly text: string;
    }
  | {
      readonly kind: 'too-many-fields';
      readonly expected: number;
      readonly found: number;
      readonly text: string;
    }
  | {
      readonly kind: 'bad-field-value';
      readonly field: string;
      readonly value: string;
      /** What the field holds: `an IPv4 or IPv6 address`, `a whole number from 0 to 65535`, ... */
      readonly expected: string;
      readonly text: string;
    }
  /** An element of a JSON document that names no field of a flow log, beside others that do. */
  | { readonly kind: 'not-a-record'; readonly text: string }
  /** The line, or the element of a JSON document, at which the data breaks off; what is left of it could be another record. */
  | { readonly kind: 'cut-off-line'; readonly text: string }
  /** A line of more bytes than any record has; it was skipped. `text` is how it begins. */
  | { readonly kind: 'line-too-long'; readonly limit: number; readonly text: string }
  /**
   * The lines have no header, and nothing else says which fields they hold. `found` counts the fields of the first line,
   * `lines` those that were left unread.
   */
  | {
      readonly kind: 'unknown-format';
      readonly found: number;
      readonly lines: number;
      readonly text: string;
    }
  /** The lines have no header and fit several formats equally well; each is given as `--log-format` takes it. */
  | {
      readonly kind: 'ambiguous-format';
      readonly formats: readonly string[];
      readonly lines: number;
      readonly text: string;
    };

/** A file or folder that could not be used. */
export type SourceProblem =
  | { readonly kind: 'missing-path' }
  | { readonly kind: 'unreadable-path'; readonly reason: string }
  | { readonly kind: 'empty-file' }
  | { readonly kind: 'empty-folder' }
  /** A log that holds, byte by byte, the same as the file `read`, which was read; this one was not. */
  | { readonly kind: 'repeated-log'; readonly read: string }
  /**
   * The compressed data ended or broke off. Everything before the origin's line was read, and nothing when it has none.
   */
  | { readonly kind: 'damaged-gzip'; readonly reason: string }
  /** JSON, a Parquet file or a base64 payload that broke off or does not hold together. */
  | { readonly kind: 'damaged-content'; readonly container: string; readonly reason: string }
  /** `column` counts from 1, and the origin has the line. */
  | {
      readonly kind: 'invalid-json';
      readonly reason: string;
      readonly column: number | null;
      readonly looksLike: InvalidJson | null;
    }
  /** The origin has the line and `column` counts from 1, where they are known. `reason` names the rule that is broken. */
  | { readonly kind: 'invalid-yaml'; readonly reason: string; readonly column: number | null }
  /** Lines before, between or behind JSON documents, as a terminal shows them; `text` is the first of them. */
  | { readonly kind: 'text-between-documents'; readonly lines: number; readonly text: string }
  /** Neither a flow log nor JSON; `text` is how it begins. */
  | {
      readonly kind: 'unrecognised-content';
      readonly text: string;
      readonly looksLike: ForeignContent | null;
    }
  /** The file is larger than what can be read in one piece, in bytes. */
  | { readonly kind: 'too-large'; readonly container: string; readonly limit: number; readonly found: number }
  /** Reading this kind of file takes a package that is not installed. */
  | { readonly kind: 'missing-package'; readonly container: string; readonly packages: readonly string[] };

/** What a text that is nearly JSON looks like. */
export type InvalidJson = 'trailing-comma' | 'cut-off' | 'single-quotes';

/** JSON that people give by mistake. `query-output` is an answer of which `--query` left or renamed some keys. */
export type ForeignDocument = 'cloudformation-template' | 'query-output';

/**
 * What people give by mistake. `aws-text` and `aws-table` are answers of `aws --output text` and `table`; `terraform-code`
 * is what Terraform reads or prints for people, and `terraform-plan` a plan as it is saved; `parquet` is a table without
 * fields of a flow log.
 */
export type ForeignContent =
  | 'html-page'
  | 'aws-table'
  | 'aws-text'
  | 'terraform-code'
  | 'terraform-plan'
  | 'zip'
  | 'bzip2'
  | 'zstd'
  | 'parquet'
  | 'binary';
