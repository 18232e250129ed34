import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { deployManifests, readManifests } from "../../../fleet/local/manifests.ts";
import { SimulatedCloud } from "../../../sim/cloud.ts";
import { KubernetesCluster } from "../../../sim/kubernetes/cluster.ts";
import { clustersOf } from "../../../sim/kubernetes/clusters.ts";
import { temporaryFolder } from "../../support/stack-files.ts";

const NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: { name: shops }\n";

describe("readManifests", () => {
  let folder: string;

  const write = (name: string, text: string): void => {
    writeFileSync(join(folder, "manifests", name), text);
  };

  beforeEach(() => {
    folder = temporaryFolder();
    mkdirSync(join(folder, "manifests"));
  });

  it("finds none where there is no folder", () => {
    expect(readManifests(temporaryFolder())).toEqual([]);
  });

  it("reads all documents of all YAML files, by name of the file", () => {
    write("b.yaml", `---\n${NAMESPACE}---\n${NAMESPACE}`);
    write("a.yml", NAMESPACE);
    write("notes.md", "no manifest");
    const manifest = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shops" } };
    expect(readManifests(folder)).toEqual([
      { file: "manifests/a.yml", manifest },
      { file: "manifests/b.yaml", manifest },
      { file: "manifests/b.yaml", manifest },
    ]);
  });

  it.each([
    [
      "kind: Namespace\n",
      "manifests/a.yaml: each document must have apiVersion, kind and metadata with a name",
    ],
    ["5\n", "manifests/a.yaml: each document must have apiVersion, kind and metadata with a name"],
    ["a: [\n", /^manifests\/a\.yaml: Flow sequence in block collection must be sufficiently indented/],
  ])("refuses %j by the file's name", (text, message) => {
    write("a.yaml", text);
    expect(() => readManifests(folder)).toThrow(message);
  });
});

it("deploys a manifest again and again, and names file, cluster and object that is refused", () => {
  const cloud = new SimulatedCloud({});
  const cluster = new KubernetesCluster({ name: "blue", cloud, version: "1.35" });
  clustersOf(cloud).set("blue", cluster);
  const file = "manifests/web.yaml";
  const namespace = { file, manifest: { apiVersion: "v1", kind: "Namespace", metadata: { name: "shops" } } };
  const lost = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "web", namespace: "elsewhere" } };
  deployManifests(cloud, "blue", [namespace]);
  deployManifests(cloud, "blue", [namespace]);
  expect(cluster.api.list("v1/Namespace").map(({ metadata }) => metadata.name)).toContain("shops");
  expect(() => {
    deployManifests(cloud, "blue", [{ file, manifest: lost }]);
  }).toThrow('manifests/web.yaml: cluster blue refuses ConfigMap web: namespaces "elsewhere" not found');
});
