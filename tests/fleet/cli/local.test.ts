import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { request } from "undici";
import type { LocalReport } from "../../../fleet/local/report.ts";
import { stackFiles, temporaryFolder } from "../../support/stack-files.ts";
import { mci, Mci } from "./mci.ts";

describe("mci local", () => {
  it("prints one JSON document, with progress on standard error, and writes what the stacks consist of", async () => {
    const folder = join(temporaryFolder(), "export");
    const { code, stdout, stderr } = await mci("local", "--json", "--export", folder);
    const report = JSON.parse(stdout) as LocalReport;
    expect(code).toBe(0);
    expect(shapeOf(report)).toEqual({
      stacks: [
        {
          stack: "string",
          role: "string",
          resources: {
            create: "number",
            update: "number",
            replace: "number",
            same: "number",
            read: "number",
            delete: "number",
          },
          outputs: expect.any(Object),
        },
      ],
      loadBalancer: { arn: "string", name: "string", dnsName: "string", state: "string", url: "string" },
      targets: [
        { cluster: "string", pod: "string", ip: "string", port: "number", zone: "string", state: "string" },
      ],
      traffic: {
        requests: "number",
        errors: "number",
        byCluster: { myeks: "number", "myeks-cluster2": "number" },
        byPod: expect.any(Object),
        pValue: "number",
      },
      teardown: { order: ["string"], leftovers: [] },
      durationMs: "number",
    });
    expect(report.targets.map(({ cluster, port, state }) => ({ cluster, port, state }))).toEqual([
      { cluster: "myeks", port: 8080, state: "healthy" },
      { cluster: "myeks", port: 8080, state: "healthy" },
      { cluster: "myeks-cluster2", port: 8080, state: "healthy" },
      { cluster: "myeks-cluster2", port: 8080, state: "healthy" },
    ]);
    const { requests, errors, byCluster, byPod } = report.traffic;
    expect({ requests, errors, byCluster }).toEqual({
      requests: 1000,
      errors: 0,
      byCluster: { myeks: 500, "myeks-cluster2": 500 },
    });
    expect(Object.keys(byPod)).toEqual(report.targets.map(({ cluster, ip }) => `${cluster}/${ip}`));
    const created = report.stacks.map(({ resources }) => resources.create);
    expect(report.teardown.order).toHaveLength(created.reduce((sum, count) => sum + count));
    expect(stderr).toMatch(
      /^cluster1 {2}\d+ resources {2}primary, \d\.\d s\n├─ ✓ Vpc myeks-vpc {2}\d+ resources\n/,
    );
    expect(readdirSync(folder).sort()).toEqual([
      "cluster1.json",
      "cluster2.json",
      "myeks-cluster2.yaml",
      "myeks.yaml",
    ]);
  });

  it("tells all problems of all stacks' configuration at once, without a stack trace, and makes nothing", async () => {
    const folder = stackFiles({
      cluster1: {
        "aws:region": "ap-northeast-2",
        "multicluster-ingress:role": "primary",
        "multicluster-ingress:clusterName": "myeks",
        "multicluster-ingress:kuberntesVersion": "1.35",
        "multicluster-ingress:vpc": { cidrBlock: "192.168.0.0/16", availabilityZoneCount: 1 },
      },
      cluster2: "",
      cluster3: { "aws:region": "us-east-1", "multicluster-ingress:role": "member" },
    });
    const { code, stdout, stderr } = await mci("local", "--config-dir", folder);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatchInlineSnapshot(`
      "error: Pulumi.cluster2.yaml is empty; it must hold "config:" with the stack's role
      the configuration of stack "cluster1" has 2 problems (Pulumi.cluster1.yaml):
        - kuberntesVersion is no known key; did you mean kubernetesVersion?
        - vpc.availabilityZoneCount is 1; use a whole number from 2 to 6
      the configuration of stack "cluster3" has 2 problems (Pulumi.cluster3.yaml):
        - clusterName is missing; give a text
        - sharedStack is missing; a member needs the name of the stack with role primary
      aws:region is ap-northeast-2 in Pulumi.cluster1.yaml, us-east-1 in Pulumi.cluster3.yaml; all stacks share one target group and must be in one region
      "
    `);
  });

  it("serves until Ctrl-C, and tears everything down then", async () => {
    const running = new Mci("local");
    const { url } = await running.said(
      /\nserving (?<url>http:\/\/127\.0\.0\.1:\d+) {2}\(Ctrl-C tears everything down\)\n/,
    );
    const pages = await Promise.all(Array.from({ length: 4 }, () => request(url!)));
    const headings = await Promise.all(
      pages.map(async ({ headers, body }) => [
        headers["x-cluster"],
        /<h1[^>]*>(.*)<\/h1>/.exec(await body.text())?.[1],
      ]),
    );
    running.interrupt();
    const { code, stdout, stderr } = await running.finished();
    expect(new Set(headings.map((pair) => JSON.stringify(pair)))).toEqual(
      new Set(['["cluster-1","Cluster 1"]', '["cluster-2","Cluster 2"]']),
    );
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      /\ncluster2 {2}\d+ deleted {2}\d\.\d s\ncluster1 {2}\d+ deleted {2}\d\.\d s\n\n2 stacks, /,
    );
  });

  it("ends at once when it is interrupted before it serves, and says how to go on", async () => {
    const running = new Mci("local");
    await running.said(/^cluster1 {2}/);
    running.interrupt();
    const { code, stderr } = await running.finished();
    expect([code, stderr]).toEqual([
      130,
      "\ninterrupted; the simulated cloud was in this process and is gone: nothing is left to clean up, run it again\n",
    ]);
  });
});

/** Types in place of values; of lists the shape of the first item, which all others share. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    const shapes = value.map(shapeOf);
    return [...new Map(shapes.map((shape) => [JSON.stringify(shape), shape])).values()].slice(0, 1);
  }
  if (typeof value !== "object" || value === null) return value === null ? null : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapeOf(item)]));
}
