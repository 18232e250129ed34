import { describe, expect, it } from "vitest";
import { fieldValue } from "../../../../sim/kubernetes/kubelet/field-path.ts";
import { getPod, pod, run, startCluster } from "../fixture.ts";

describe("a field of a pod", () => {
  const cluster = startCluster({ zones: ["a"] });
  const manifest = pod("one");
  cluster.api.create({ ...manifest, metadata: { ...manifest.metadata, annotations: { note: "x y" } } });
  run(cluster, 5);
  const running = getPod(cluster, "one");

  it.each([
    ["metadata.name", "one"],
    ["metadata.namespace", "game"],
    ["metadata.uid", running.metadata.uid],
    ["metadata.labels['app']", "one"],
    ["metadata.annotations['note']", "x y"],
    ["metadata.annotations['none']", undefined],
    ["metadata.labels", 'app="one"'],
    ["metadata.annotations", 'note="x y"'],
    ["spec.nodeName", "node-a"],
    ["spec.serviceAccountName", "default"],
    ["status.podIP", "10.0.0.1"],
    ["status.podIPs", "10.0.0.1"],
    ["status.hostIP", "10.1.0.97"],
  ])("%s is %s", (path, value) => {
    expect(fieldValue(running, path)).toBe(value);
  });

  it("that is not modelled is an error", () => {
    expect(() => fieldValue(running, "spec.hostname")).toThrow("NotSimulated: field spec.hostname of a pod");
  });
});
