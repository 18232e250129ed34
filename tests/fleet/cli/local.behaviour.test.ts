import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { request } from "undici";
import type { LocalReport } from "../../../fleet/local/report.ts";
import { stackFiles, temporaryFolder } from "../../support/stack-files.ts";
import { mci, Mci, mciTo } from "./mci.ts";

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
      targetGroups: [
        {
          arn: "string",
          name: "string",
          vpcId: "string",
          app: "string",
          targetType: "string",
          loadBalancers: ["string"],
          weight: "number",
          clusters: ["string"],
          hasPods: "boolean",
          idleInstances: [],
        },
      ],
      targets: [
        {
          loadBalancers: ["string"],
          targetGroup: "string",
          app: "string",
          cluster: "string",
          pod: "string",
          ip: "string",
          port: "number",
          zone: "string",
          state: "string",
        },
      ],
      loadBalancers: [
        {
          arn: "string",
          name: "string",
          dnsName: "string",
          state: "string",
          url: "string",
          listeners: [
            {
              ...{ protocol: "string", port: "number", url: "string", requests: "number" },
              ...{ certificates: [], responseHeaders: [], hidesServer: "boolean" },
            },
          ],
          names: [],
          traffic: {
            from: "string",
            notTested: [],
            requests: "number",
            errors: "number",
            blocked: {},
            ownAnswers: {},
            byCluster: { myeks: "number", "myeks-cluster2": "number" },
            byPod: expect.any(Object),
            pValue: "number",
            byZones: "boolean",
          },
          applications: [
            {
              app: "string",
              requests: "number",
              errors: "number",
              blocked: "number",
              byCluster: { myeks: "number", "myeks-cluster2": "number" },
              byPod: expect.any(Object),
              targetGroups: [{ name: "string", clusters: ["string"], weight: "number", answers: "number" }],
              pValue: "number",
              byZones: "boolean",
              routes: [
                {
                  ...{ protocol: "string", port: "number", serverName: null, withoutCertificate: [] },
                  rule: "string",
                  conditions: "string",
                  request: { method: "string", host: null, target: "string", headers: {}, from: "string" },
                  notTested: null,
                  shadowedBy: null,
                  answers: "number",
                },
              ],
            },
          ],
          ownAnswers: [],
        },
      ],
      standIns: [],
      criticalPath: {
        durationMs: "number",
        steps: [{ stack: "string", type: "string", name: "string", durationMs: "number" }],
      },
      teardown: { order: ["string"], kept: [], leftovers: [] },
      durationMs: "number",
      problems: [],
    });
    expect(report.targets.map(({ cluster, port, state }) => ({ cluster, port, state }))).toEqual([
      { cluster: "myeks", port: 8080, state: "healthy" },
      { cluster: "myeks", port: 8080, state: "healthy" },
      { cluster: "myeks-cluster2", port: 8080, state: "healthy" },
      { cluster: "myeks-cluster2", port: 8080, state: "healthy" },
    ]);
    const { requests, errors, byCluster, byPod, from } = report.loadBalancers[0]!.traffic;
    expect({ from, requests, errors, byCluster }).toEqual({
      from: "127.0.0.1",
      requests: 1000,
      errors: 0,
      byCluster: { myeks: 500, "myeks-cluster2": 500 },
    });
    expect(
      report.loadBalancers[0]!.applications.map(({ app, routes }) => [app, routes[0]!.conditions]),
    ).toEqual([["2048", "path /*"]]);
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
      "error: the configuration of stack "cluster1" has 2 problems (Pulumi.cluster1.yaml):
        - kuberntesVersion is not a known key; did you mean kubernetesVersion?
        - vpc.availabilityZoneCount is 1; use a whole number from 2 to 6
      the configuration of stack "cluster2" has 3 problems (Pulumi.cluster2.yaml):
        - aws:region is missing; give the region of all stacks, e.g. ap-northeast-2
        - role is missing; use primary, member or edge
        - clusterName is missing; give a text
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

  it("takes lines on standard input while it serves", async () => {
    const running = new Mci("local", "--stacks", "cluster1");
    await running.said(/\nserving /);
    running.say("hello");
    running.say("probe myeks/deployment-2048 'http://service-2048/healthz'");
    running.say("addresses");
    running.say("probe --often 3");
    running.say("probe other/deployment-2048 http://service-2048/");
    running.say("exit");
    const { code, stdout, stderr } = await running.finished();
    expect(code).toBe(0);
    expect(stdout).toMatch(/\nHTTP 200 from pod game-2048\/deployment-2048-\S+ of myeks .*\n\nok\n/);
    expect(stdout).toMatch(
      /\ncluster +node +address +public address +pods\nmyeks +ip-192-168-\S+ +192\.168\.\S+ +\d/,
    );
    expect(stderr.split("\n")).toEqual([
      "probe <from> <url> [--times <number>] [--json], addresses, help, exit",
      "error: unknown option '--often'",
      "error: there is no cluster other; use one of myeks",
      "",
    ]);
  });

  it.each([
    ["a run", ["--stacks", "cluster9"], /^there is no stack "cluster9": no Pulumi\.cluster9\.yaml in /],
    ["a drill", ["--drill", "no-such"], /^there is no drill "?no-such/],
  ])("prints one JSON document with the problems of %s that fails", async (_what, args, problem) => {
    const { code, stdout, stderr } = await mci("local", "--json", ...args);
    const { problems } = JSON.parse(stdout) as { problems: string[] };
    expect([code, problems[0], stderr]).toEqual([
      1,
      expect.stringMatching(problem),
      `error: ${problems.join("\n")}\n`,
    ]);
  });

  it("prints what it knows of a run that fails on the way", async () => {
    const folder = stackFiles({
      cluster2: {
        "aws:region": "ap-northeast-2",
        "multicluster-ingress:role": "member",
        "multicluster-ingress:clusterName": "two",
        "multicluster-ingress:sharedStack": "cluster1",
        "multicluster-ingress:app": {
          resources: { requests: { cpu: "64", memory: "64Mi" }, limits: { memory: "64Mi" } },
        },
      },
    });
    const { code, stdout } = await mci("local", "--json", "--quiet", "--config-dir", folder);
    const document = JSON.parse(stdout) as LocalReport & { readonly problems: readonly string[] };
    expect([
      code,
      Object.keys(document),
      document.stacks.map(({ stack }) => stack),
      document.problems,
    ]).toEqual([
      1,
      ["stacks", "problems"],
      ["cluster1"],
      [expect.stringMatching(/^stack cluster2 failed:\n/)],
    ]);
  });

  it("does not wait for ever for a folder that cannot be made", async () => {
    const { code, stderr } = await mci("local", "--once", "--export", "/proc/nowhere/export");
    expect([code, stderr]).toEqual([
      1,
      "error: cannot write to folder /proc/nowhere/export (ENOENT); give another one with --export\n",
    ]);
  });

  it("ends with one message when nobody reads its output any more", async () => {
    const running = new Mci("local", "--once");
    running.closeOutput();
    const closed = await running.finished();
    expect([closed.code, closed.stderr]).toEqual([
      1,
      "error: standard output cannot be written (EPIPE): what read it has ended\n",
    ]);
  });

  it("ends with one message when its output finds no room", async () => {
    const full = await mciTo("/dev/full", "local", "--drill", "list");
    expect([full.code, full.stderr]).toEqual([
      1,
      "error: standard output cannot be written (ENOSPC): the disk is full\n",
    ]);
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
