/**
 * What names, labels and annotations may look like, in the words of
 * k8s.io/apimachinery/pkg/util/validation and pkg/api/validation/objectmeta.go.
 */
import type { Manifest } from "../types.ts";
import type { Kind, NameRule } from "./kinds.ts";
import { fieldError } from "./status-errors.ts";

interface Format {
  readonly pattern: string;
  readonly words: string;
  readonly examples: readonly string[];
  readonly maxLength: number;
}

const label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

const dnsSubdomain: Format = {
  pattern: `${label}(\\.${label})*`,
  words:
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', " +
    "and must start and end with an alphanumeric character",
  examples: ["example.com"],
  maxLength: 253,
};

const dnsLabel: Format = {
  pattern: label,
  words:
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', " +
    "and must start and end with an alphanumeric character",
  examples: ["my-name", "123-abc"],
  maxLength: 63,
};

const dns1035Label: Format = {
  pattern: "[a-z]([-a-z0-9]*[a-z0-9])?",
  words:
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', " +
    "start with an alphabetic character, and end with an alphanumeric character",
  examples: ["my-name", "abc-123"],
  maxLength: 63,
};

const qualifiedNamePart: Format = {
  pattern: "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]",
  words:
    "must consist of alphanumeric characters, '-', '_' or '.', " +
    "and must start and end with an alphanumeric character",
  examples: ["MyName", "my.name", "123-abc"],
  maxLength: 63,
};

const labelValue: Format = {
  pattern: "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?",
  words:
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', " +
    "and must start and end with an alphanumeric character",
  examples: ["MyValue", "my_value", "12345"],
  maxLength: 63,
};

const compiled = new Map<Format, RegExp>();

function problems(format: Format, value: string): string[] {
  let expression = compiled.get(format);
  if (expression === undefined) {
    expression = new RegExp(`^${format.pattern}$`);
    compiled.set(format, expression);
  }
  const found: string[] = [];
  if (value.length > format.maxLength) found.push(`must be no more than ${format.maxLength} bytes`);
  if (!expression.test(value)) {
    found.push(
      format === dnsLabel && nameProblems("dns-subdomain", value).length === 0
        ? "must not contain dots"
        : explain(format),
    );
  }
  return found;
}

/** The examples are joined with two blanks, as the original does. */
function explain(format: Format): string {
  const examples = format.examples.map((example) => `'${example}'`).join(",  or ");
  return `${format.words} (e.g. ${examples}, regex used for validation is '${format.pattern}')`;
}

function pathSegmentProblems(value: string): string[] {
  if (value === "." || value === "..") return [`may not be '${value}'`];
  return ["/", "%"].filter((part) => value.includes(part)).map((part) => `may not contain '${part}'`);
}

/** What is wrong with a name under `rule`; empty if nothing. */
export function nameProblems(rule: NameRule, value: string): string[] {
  switch (rule) {
    case "dns-subdomain":
      return problems(dnsSubdomain, value);
    case "dns-label":
      return problems(dnsLabel, value);
    case "dns-1035-label":
      return problems(dns1035Label, value);
    case "path-segment":
      return pathSegmentProblems(value);
  }
}

/** What is wrong with a label key, finalizer or the like: `[prefix/]name`. */
function qualifiedNameProblems(value: string): string[] {
  const parts = value.split("/");
  if (parts.length > 2) {
    const shape = `a qualified name ${explain(qualifiedNamePart)}`;
    return [`${shape} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const found: string[] = [];
  const name = parts.at(-1) ?? "";
  if (parts.length === 2) {
    const prefix = parts[0] ?? "";
    if (prefix === "") found.push("prefix part must be non-empty");
    else found.push(...nameProblems("dns-subdomain", prefix).map((problem) => `prefix part ${problem}`));
  }
  if (name === "") found.push("name part must be non-empty");
  found.push(...problems(qualifiedNamePart, name).map((problem) => `name part ${problem}`));
  return found;
}

/** Annotations may have this many bytes in all (TotalAnnotationSizeLimitB). */
const ANNOTATION_BYTES = 256 * 1024;

/** Field errors of an object's labels. */
export function labelErrors(labels: Readonly<Record<string, string>> | undefined, path: string): string[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...qualifiedNameProblems(key).map((problem) => fieldError.invalid(path, key, problem)),
    ...problems(labelValue, value).map((problem) => fieldError.invalid(path, value, problem)),
  ]);
}

/** Field errors of the metadata that a client gave. */
export function metadataErrors(kind: Kind, metadata: Manifest["metadata"]): string[] {
  const errors: string[] = [];
  if (metadata.name === undefined || metadata.name === "") {
    errors.push(fieldError.required("metadata.name", "name or generateName is required"));
  } else {
    errors.push(
      ...nameProblems(kind.names, metadata.name).map((problem) =>
        fieldError.invalid("metadata.name", metadata.name, problem),
      ),
    );
  }
  if (kind.namespaced) {
    errors.push(
      ...nameProblems("dns-label", metadata.namespace ?? "").map((problem) =>
        fieldError.invalid("metadata.namespace", metadata.namespace, problem),
      ),
    );
  } else if (metadata.namespace !== undefined) {
    errors.push(fieldError.forbidden("metadata.namespace", "not allowed on this type"));
  }
  errors.push(...labelErrors(metadata.labels, "metadata.labels"));
  errors.push(...annotationErrors(metadata.annotations));
  for (const finalizer of metadata.finalizers ?? []) {
    errors.push(
      ...qualifiedNameProblems(finalizer).map((problem) =>
        fieldError.invalid("metadata.finalizers", finalizer, problem),
      ),
    );
  }
  return errors;
}

function annotationErrors(annotations: Readonly<Record<string, string>> | undefined): string[] {
  const errors: string[] = [];
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations ?? {})) {
    bytes += key.length + value.length;
    errors.push(
      ...qualifiedNameProblems(key.toLowerCase()).map((problem) =>
        fieldError.invalid("metadata.annotations", key, problem),
      ),
    );
  }
  if (bytes > ANNOTATION_BYTES) {
    errors.push(`metadata.annotations: Too long: may not be more than ${ANNOTATION_BYTES} bytes`);
  }
  return errors;
}
