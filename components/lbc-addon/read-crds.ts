import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parseAllDocuments } from "yaml";
import { defined } from "../shared/defined.ts";
import { cut, shown } from "../shared/shown.ts";
import { crdsLackingIn, type LbcCrd } from "./crds.ts";
import { DEFAULT_LBC_VERSION, type LbcVersion } from "./versions.ts";

/** How long an address may take to answer. */
const TIMEOUT_MS = 30_000;

/** What to use in place of a file that does not fit. */
const REMEDY = "use crds/crds.yaml of the chart of the controller's release";

/** A file of CRDs that cannot be used. Pulumi prints it without a stack trace. */
export class LbcCrdsError extends pulumi.RunError {
  /** The value, what is wrong with it, and the remedy. */
  readonly reason: string;

  constructor(reason: string) {
    super(`LbcAddon: crds ${reason}`);
    this.reason = reason;
  }
}

/**
 * Reads the CRDs of AWS Load Balancer Controller from the file that its maintainers publish, `crds/crds.yaml` of the Helm
 * chart: `crds` of {@link LbcAddonArgs}.
 *
 * @param source an https address, or a path, from `folder` on if it is a relative one.
 * @throws LbcCrdsError when the file cannot be read, is not YAML, holds other kinds or lacks a CRD of the release.
 * @example await readLbcCrds("crds-v3.5.0.yaml", { version: "3.5.0" })
 */
export async function readLbcCrds(
  source: string,
  options: ReadLbcCrdsOptions = {},
): Promise<readonly LbcCrd[]> {
  const { version = DEFAULT_LBC_VERSION, folder = process.cwd() } = options;
  const refuse = (problem: string, remedy: string): never => {
    throw new LbcCrdsError(`is ${shown(source)}, ${problem}; ${remedy}`);
  };
  const isAddress = /^[a-z][a-z\d+.-]*:\/\//i.test(source);
  const text = isAddress
    ? await textAt(source, refuse)
    : await readFile(resolve(folder, source), "utf8").catch((error: NodeJS.ErrnoException) =>
        refuse(`which cannot be read (${error.code ?? error.message})`, "check the path"),
      );
  const crds = definitionsIn(text, refuse);
  const [lacking] = crdsLackingIn(crds, version);
  if (lacking !== undefined) refuse(`which lacks ${lacking} of release ${version}`, REMEDY);
  return crds;
}

/** What {@link readLbcCrds} needs to know beside the file's place. */
export interface ReadLbcCrdsOptions {
  /**
   * Release of the controller that the CRDs are for.
   * @default "3.5.0"
   */
  readonly version?: LbcVersion;
  /**
   * Folder from which relative paths begin.
   * @default - the present directory
   */
  readonly folder?: string;
}

/** Refuses the file: says what is wrong with it, and what to do. */
type Refuse = (problem: string, remedy: string) => never;

async function textAt(address: string, refuse: Refuse): Promise<string> {
  const isSafe = (url: string) => url.startsWith("https://");
  if (!isSafe(address)) refuse("which is not an https address", "use one, or a path");
  const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((error: unknown) =>
    refuse(
      `which cannot be read (${causeOf(error)})`,
      "check the network, or save the file and give its path",
    ),
  );
  if (!response.ok) refuse(`which answers with status ${response.status}`, "check the address");
  if (!isSafe(response.url)) refuse(`which leads to ${cut(response.url)}`, "use an https address");
  return await response
    .text()
    .catch((error: unknown) => refuse(`which breaks off (${causeOf(error)})`, "try again"));
}

/** The reason behind `fetch failed`. */
function causeOf(error: unknown): string {
  const { message, cause } = error as Error;
  if (!(cause instanceof Error)) return message;
  return cause.message === "" ? ((cause as NodeJS.ErrnoException).code ?? message) : cause.message;
}

/** The definitions in a file, without what only an API server writes. */
function definitionsIn(text: string, refuse: Refuse): LbcCrd[] {
  return documentsIn(text, refuse).map((document) => {
    const problem = problemOf(document);
    if (problem !== undefined) refuse(`which holds ${problem}`, REMEDY);
    const { apiVersion, kind, metadata, spec } = document as LbcCrd;
    const { name, annotations } = metadata;
    return {
      apiVersion: apiVersion ?? "",
      kind,
      metadata: { name, ...defined({ annotations }) },
      spec,
    };
  });
}

/** Why a document is not a definition. */
function problemOf({ kind, metadata, spec }: Partial<LbcCrd>): string | undefined {
  if (typeof kind !== "string") return "something that is not a Kubernetes object";
  if (kind !== "CustomResourceDefinition") return `${shown(kind)}, not CustomResourceDefinitions alone`;
  if (typeof metadata?.name !== "string") return "a CustomResourceDefinition without metadata.name";
  if (!spec) return "a CustomResourceDefinition without spec";
  const versions: unknown = spec.versions;
  const isList = Array.isArray(versions) && versions.every((version) => version !== null);
  return isList ? undefined : "a CustomResourceDefinition without a list of versions in its spec";
}

/** The documents in a file; empty ones are left out. */
function documentsIn(text: string, refuse: Refuse): object[] {
  const contents = parseAllDocuments(text).map((document) => {
    const [error] = document.errors;
    if (error !== undefined) refuse(`which is not YAML (${error.message.split("\n")[0]!})`, REMEDY);
    return contentOf(document, refuse);
  });
  return contents.filter((content) => content !== null).map((content) => Object(content) as object);
}

/** @param document that may be hostile: aliases can make much of little. */
function contentOf(document: { toJS(): unknown }, refuse: Refuse): unknown {
  try {
    return document.toJS();
  } catch (error) {
    return refuse(`which is not YAML (${(error as Error).message})`, REMEDY);
  }
}
