import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { LbcCrdsError, readLbcCrds } from "../../../components/lbc-addon/index.ts";
import { watchedCrds } from "../../../components/lbc-addon/crds.ts";
import { extractDefinitions } from "../../../facts/extraction.ts";
import { lbcCrds } from "../../../facts/lbc-crds.ts";
import { upstream } from "../../support/upstream.ts";

const folder = mkdtempSync(join(tmpdir(), "crds-"));
const ADDRESS = "https://example.com/crds.yaml";
const REMEDY = "use crds/crds.yaml of the chart of the controller's release";

afterAll(() => {
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** A file of the folder, by its name. */
function put(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

/** Documents in one file; JSON is YAML. */
const yaml = (documents: readonly unknown[]) => documents.map((one) => JSON.stringify(one)).join("\n---\n");

const definitions = lbcCrds("3.5.0");
const [params, bindings] = watchedCrds("3.5.0");

/** Why a source is refused. */
async function refusal(source: string): Promise<string> {
  const error = await readLbcCrds(source, { folder }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LbcCrdsError);
  return (error as LbcCrdsError).reason;
}

describe("readLbcCrds of a path", () => {
  it("gives every definition of the file as it is, without what an API server adds", async () => {
    const [first, ...others] = definitions;
    const file = put(
      "live.yaml",
      `---\n${yaml([{ ...first, metadata: { ...first!.metadata, uid: "1" }, status: {} }, ...others])}\n---\n`,
    );
    expect(await readLbcCrds(file, { folder })).toEqual(definitions);
    expect(await readLbcCrds(join(folder, file), { version: "3.4.3" })).toEqual(definitions);
  });

  it("takes upstream's own file, which has the same facts and descriptions besides", async (test) => {
    const path = upstream(test, "lbc-crds-v3.5.0.yaml");
    const read = await readLbcCrds(path);
    expect(JSON.stringify(read)).toContain('"description":');
    expect(extractDefinitions(yaml(read))).toEqual(extractDefinitions(readFileSync(path, "utf8")));
  });

  it.each([
    ["a file that is missing", "missing.yaml", "", "which cannot be read (ENOENT); check the path"],
    [
      "text that is not YAML",
      "text.yaml",
      "a: b: c",
      `which is not YAML (Nested mappings are not allowed in compact mappings at line 1, column 4:); ${REMEDY}`,
    ],
    [
      "a page",
      "page.html",
      "<html></html>",
      `which holds something that is not a Kubernetes object; ${REMEDY}`,
    ],
    [
      "a definition without a name",
      "name.yaml",
      yaml([params, bindings, { ...params, metadata: {} }]),
      `which holds a CustomResourceDefinition without metadata.name; ${REMEDY}`,
    ],
    [
      "a definition without a spec",
      "spec.yaml",
      yaml([{ apiVersion: params!.apiVersion, kind: params!.kind, metadata: params!.metadata }]),
      `which holds a CustomResourceDefinition without spec; ${REMEDY}`,
    ],
    [
      "other kinds",
      "other.yaml",
      yaml([params, bindings, { apiVersion: "v1", kind: "Secret", metadata: { name: "a" } }]),
      `which holds "Secret", not CustomResourceDefinitions alone; ${REMEDY}`,
    ],
    [
      "a definition with a version in place of a list",
      "list.yaml",
      yaml([{ ...params!, spec: { ...params!.spec, versions: "v1beta1" } }]),
      `which holds a CustomResourceDefinition without a list of versions in its spec; ${REMEDY}`,
    ],
    [
      "too few definitions",
      "few.yaml",
      yaml([params]),
      `which lacks targetgroupbindings.elbv2.k8s.aws of release 3.5.0; ${REMEDY}`,
    ],
    [
      "definitions without a version",
      "version.yaml",
      yaml([params, { ...bindings, spec: { ...bindings!.spec, versions: [] } }]),
      `which lacks targetgroupbindings.elbv2.k8s.aws v1beta1 of release 3.5.0; ${REMEDY}`,
    ],
    [
      "an empty file",
      "empty.yaml",
      "",
      `which lacks ingressclassparams.elbv2.k8s.aws of release 3.5.0; ${REMEDY}`,
    ],
  ])("refuses %s", async (_, name, text, reason) => {
    if (name !== "missing.yaml") put(name, text);
    expect(await refusal(name)).toBe(`is "${name}", ${reason}`);
  });
});

describe("readLbcCrds of an address", () => {
  /** Answers every request. */
  function answer(text: string, { status = 200, url = ADDRESS } = {}) {
    vi.stubGlobal("fetch", () => {
      const response = new Response(text, { status });
      Object.defineProperty(response, "url", { value: url });
      return Promise.resolve(response);
    });
  }

  it("gives the definitions that are there", async () => {
    answer(yaml(definitions));
    expect(await readLbcCrds(ADDRESS)).toEqual(definitions);
  });

  it.each([
    ["http://example.com/crds.yaml", "which is not an https address; use one, or a path"],
    ["file:///crds.yaml", "which is not an https address; use one, or a path"],
  ])("refuses %s and asks nobody", async (source, reason) => {
    vi.stubGlobal("fetch", () => expect.unreachable());
    expect(await refusal(source)).toBe(`is "${source}", ${reason}`);
  });

  it("says that there is no network, and what to do", async () => {
    expect(await refusal("https://127.0.0.1:1/crds.yaml")).toMatch(
      /^is "https:\/\/127\.0\.0\.1:1\/crds\.yaml", which cannot be read \(.+\); check the network, or save the file and give its path$/,
    );
  });

  it("says that an address is wrong, or leads to one that is not safe", async () => {
    answer("not found", { status: 404 });
    expect(await refusal(ADDRESS)).toBe(`is "${ADDRESS}", which answers with status 404; check the address`);
    answer(yaml(definitions), { url: "http://example.com/crds.yaml" });
    expect(await refusal(ADDRESS)).toBe(
      `is "${ADDRESS}", which leads to http://example.com/crds.yaml; use an https address`,
    );
  });
});
