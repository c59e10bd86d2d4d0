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
  /** One resource was given twice with different contents; the later copy is used. */
  | { readonly kind: 'conflicting-copies'; readonly id: string };

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
  /** The lines have no header, and nothing else says which fields they hold. `found` counts the fields of the first line. */
  | { readonly kind: 'unknown-format'; readonly found: number; readonly text: string };

/** A file or folder that could not be used. */
export type SourceProblem =
  | { readonly kind: 'missing-path' }
  | { readonly kind: 'unreadable-path'; readonly reason: string }
  | { readonly kind: 'empty-file' }
  | { readonly kind: 'empty-folder' }
  /** The compressed data ended or broke off; everything before that point was read. */
  | { readonly kind: 'damaged-gzip'; readonly reason: string }
  | { readonly kind: 'invalid-json'; readonly reason: string }
  /** Neither a flow log nor JSON; `text` is how it begins. */
  | { readonly kind: 'unrecognised-content'; readonly text: string };
