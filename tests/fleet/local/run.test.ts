import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { get } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { LocalReport } from "../../../fleet/local/report.ts";
import { runLocal, type LocalOptions } from "../../../fleet/local/run.ts";
import { withoutIds } from "../../support/without-ids.ts";
import { PROJECT_DIRECTORY, stackFiles, temporaryFolder } from "../../support/stack-files.ts";

/** Runs to the end; gives what was printed, without its colours, which a CI service or a terminal turns on. */
async function run(options: Partial<LocalOptions>): Promise<string> {
  let printed = "";
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
  try {
    await runLocal({ projectDirectory: PROJECT_DIRECTORY, once: true, ...options }, () => Promise.resolve());
  } finally {
    spy.mockRestore();
  }
  return stripVTControlCharacters(printed);
}

/** What a run is refused with; nothing was printed before. */
async function refusal(options: Partial<LocalOptions>): Promise<string> {
  const printed = vi.spyOn(process.stdout, "write");
  const serving = () => Promise.reject(new Error("it serves"));
  try {
    await runLocal({ projectDirectory: PROJECT_DIRECTORY, ...options }, serving);
    return "nothing";
  } catch (error) {
    expect(printed).not.toHaveBeenCalled();
    return String(error);
  } finally {
    printed.mockRestore();
  }
}

/** What a run ends with whose primary has other settings. */
async function failure(settings: Readonly<Record<string, object>>): Promise<string> {
  const cluster1 = primary("myeks", settings);
  return run({ configDirectory: stackFiles({ cluster1 }), quiet: true }).catch(String);
}

function primary(clusterName: string, settings: Readonly<Record<string, unknown>> = {}) {
  const own = Object.entries({ role: "primary", clusterName, ...settings });
  return {
    "aws:region": "ap-northeast-2",
    ...Object.fromEntries(own.map(([key, value]) => [`multicluster-ingress:${key}`, value])),
  };
}

/** The document of a run of primaries alone, by stack. */
async function reportOf(
  stacks: Readonly<Record<string, object>>,
): Promise<LocalReport & { readonly problems: readonly string[] }> {
  const configDirectory = stackFiles({ cluster1: "", cluster2: "", ...stacks });
  const printed = await run({ configDirectory, stacks: Object.keys(stacks), quiet: true, json: true });
  return JSON.parse(printed) as LocalReport & { readonly problems: readonly string[] };
}

const CERTIFICATE =
  "arn:aws:acm:ap-northeast-2:123456789012:certificate/12345678-1234-1234-1234-123456789012";

/** The body of what a client gets that trusts an authority. */
async function textFrom(url: string, ca: string): Promise<string> {
  const [response] = (await once(get(url, { ca, agent: false }), "response")) as [IncomingMessage];
  return text(response);
}

/** Times, and numbers of resources, which are the components' own affair. */
function masked(text: string): string {
  return text
    .replaceAll(/\d+\.\d s/g, "TIME")
    .replaceAll(/\d+ (resources|deleted)/g, "N $1")
    .replaceAll(/deleted \d+/g, "deleted N");
}

describe("a run", () => {
  it("takes in a third cluster by one more stack file", async () => {
    const member = {
      "aws:region": "ap-northeast-2",
      "multicluster-ingress:role": "member",
      "multicluster-ingress:clusterName": "myeks-cluster3",
      "multicluster-ingress:sharedStack": "cluster1",
    };
    const printed = await run({ configDirectory: stackFiles({ cluster3: member }) });
    expect(
      masked(printed)
        .split("\n")
        .filter((line) => /^\w/.test(line)),
    ).toEqual([
      "cluster1  N resources  primary, TIME",
      "cluster2  N resources  member, TIME",
      "cluster3  N resources  member, TIME",
      "6 healthy from 3 clusters behind 1 load balancer",
      "1000 requests, 0 errors",
      "split over 6 pods: even (chi-squared p = 1.000)",
      "cluster3  N deleted  TIME",
      "cluster2  N deleted  TIME",
      "cluster1  N deleted  TIME",
      "3 stacks, N resources, 6 healthy targets, 1000 of 1000 requests answered; deleted N, 0 leftovers; TIME",
    ]);
  });

  it("asks for every app of the fleet, and says how to reach each while it serves", async () => {
    const member = { role: "member", clusterName: "green", sharedStack: "cluster1" };
    const configDirectory = stackFiles({
      cluster1: primary("blue"),
      cluster2: primary("green", { ...member, appOverrides: { news: { absent: true } } }),
    });
    const hosted = (host: string) => ({ content: { type: "colour-page" }, routes: [{ hosts: [host] }] });
    const apps = {
      shop: hosted("shop.example.com"),
      news: hosted("news.example.com"),
      blog: { ...hosted("blog.example.com"), image: "registry.example.com/blog:1" },
    };
    const project = { name: "multicluster-ingress", runtime: "nodejs", config: { apps: { value: apps } } };
    writeFileSync(join(configDirectory, "Pulumi.yaml"), JSON.stringify(project));
    const printed = masked(await run({ configDirectory, once: false }))
      .replaceAll(/1:\d+/g, "1:PORT")
      .replaceAll(/ \(p = [\d.]+\)/g, "");
    const from = printed.indexOf(" app ");
    expect(printed.slice(from, printed.indexOf("\ncluster2  N deleted"))).toBe(`\
 app     blue         green
 blog    2 healthy    2 healthy
 news    2 healthy    -
 shop    2 healthy    2 healthy

10 healthy of 3 apps from 2 clusters behind 1 load balancer
not simulated: image registry.example.com/blog:1 in blue, green; a stand-in answers in 4 pods

1000 requests, 0 errors
 app     requests    errors    answered by            split
 blog         333         0    blue 167, green 166    even over 4 pods
 news         333         0    blue 333               even over 2 pods
 shop         333         0    blue 167, green 166    even over 4 pods
the load balancer answered itself:
 request    rule       status    answer
 GET /      default    404       ""

serving http://127.0.0.1:PORT  (Ctrl-C tears everything down)
  blog  curl -H 'Host: blog.example.com' http://127.0.0.1:PORT/
  news  curl -H 'Host: news.example.com' http://127.0.0.1:PORT/
  shop  curl -H 'Host: shop.example.com' http://127.0.0.1:PORT/
a line probe <cluster>/<pod> <url> asks from inside of a cluster; help names other commands
`);
  });

  it("names the stand-ins of images that nobody knows", async () => {
    const content = { type: "colour-page", heading: "1", colour: "pink", cluster: "one" };
    const cluster1 = primary("myeks", { app: { content, image: "registry.example.com/shop:1" } });
    const configDirectory = stackFiles({ cluster1 });
    const printed = masked(await run({ configDirectory, stacks: ["cluster1"] })).split("\n");
    expect(printed.filter((line) => line.includes("registry.example.com"))).toEqual([
      "not simulated: image registry.example.com/shop:1 in myeks; a stand-in answers in 2 pods",
      "1 stack, N resources, 2 healthy targets, 1000 of 1000 requests answered; 1 stand-in: registry.example.com/shop:1 in myeks; deleted N, 0 leftovers; TIME",
    ]);
    const report = await reportOf({ cluster1 });
    expect(report.standIns).toEqual([{ image: "registry.example.com/shop:1", cluster: "myeks", pods: 2 }]);
    expect(report.loadBalancers[0]!.traffic).toMatchObject({ byCluster: { myeks: 1000 }, pValue: 1 });
  });

  it.each<readonly [string, object]>([
    ["the cluster is", { deletionProtection: true }],
    ["the load balancer is", { ingress: { deletionProtection: true, idleTimeoutSeconds: 90 } }],
  ])("switches deletion protection off before it tears down, where %s protected", async (_, settings) => {
    const cluster1 = primary("myeks", settings as Record<string, object>);
    const printed = await run({ configDirectory: stackFiles({ cluster1 }), stacks: ["cluster1"] });
    expect(masked(printed).split("\n").slice(-5)).toEqual([
      "cluster1  deletionProtection switched off, to tear it down",
      "cluster1  N deleted  TIME",
      "",
      "1 stack, N resources, 2 healthy targets, 1000 of 1000 requests answered; deleted N, 0 leftovers; TIME",
      "",
    ]);
  });

  it("prints one line when it is to be quiet, also for one stack only", async () => {
    const printed = await run({ quiet: true, stacks: ["cluster1"] });
    expect(masked(printed)).toBe(
      "1 stack, N resources, 2 healthy targets, 1000 of 1000 requests answered; deleted N, 0 leftovers; TIME\n",
    );
  });

  it("gives other ids with another seed, and the same with the same", async () => {
    const idsOf = async (seed: string) => {
      const { stacks } = JSON.parse(await run({ seed, json: true, quiet: true, stacks: ["cluster1"] })) as {
        stacks: { outputs: { vpcId: string } }[];
      };
      return stacks[0]!.outputs.vpcId;
    };
    const [first, again, other] = [await idsOf("a"), await idsOf("a"), await idsOf("b")];
    expect([first === again, first === other]).toEqual([true, false]);
  });

  it.each<readonly [string, object, object]>([
    [
      "a redirect to HTTPS that nobody here answers is not the application's answer",
      { tls: { certificateArns: [CERTIFICATE], mutual: "passthrough" } },
      {
        ...{ from: "127.0.0.1", requests: 1000, errors: 0, ownAnswers: { 301: 1000 }, pValue: null },
        notTested: ["HTTPS on port 443 with mutual TLS"],
      },
    ],
    [
      "the application behind HTTPS, and the redirect to it",
      { tls: { certificateArns: [CERTIFICATE] } },
      { notTested: [], requests: 1000, errors: 0, ownAnswers: {}, byCluster: { myeks: 999 } },
    ],
    [
      "the application by HTTP and HTTPS",
      { tls: { certificateArns: [CERTIFICATE], redirectHttp: false } },
      { notTested: [], requests: 1000, errors: 0, byCluster: { myeks: 1000 } },
    ],
    [
      "requests come from somebody who is let in",
      { inboundCidrs: ["203.0.113.0/24", "198.51.100.7/32"] },
      { from: "198.51.100.7", requests: 1000, errors: 0, byCluster: { myeks: 1000 }, ownAnswers: {} },
    ],
  ])("says what it tested: %s", async (_what, ingress, traffic) => {
    const { loadBalancers, problems } = await reportOf({ cluster1: primary("myeks", { ingress }) });
    expect(loadBalancers).toMatchObject([{ traffic }]);
    expect(problems).toEqual([]);
  });

  it("says which requests a web ACL refuses: a limit takes this machine for one client", async () => {
    const protection = { rateLimits: [{ name: "all", limit: 100, windowSeconds: 60 }] };
    const { loadBalancers, problems } = await reportOf({ cluster1: primary("myeks", { protection }) });
    expect(loadBalancers).toMatchObject([{ traffic: { errors: 0, blocked: { 429: 900 } } }]);
    expect(problems).toEqual([]);
  });

  it("fails where a web ACL refuses all", async () => {
    const protection = { blockedCidrs: ["127.0.0.0/8"] };
    await expect(reportOf({ cluster1: primary("myeks", { protection }) })).rejects.toThrow(
      "the web ACL refuses all 1000 requests to app 2048; see protection in docs/hardening.md",
    );
  });

  it("serves HTTPS to those who trust the authority in a file, which goes when it ends", async () => {
    const cluster1 = primary("myeks", { ingress: { tls: { certificateArns: [CERTIFICATE] } } });
    const printed: string[] = [];
    const spy = vi
      .spyOn(process.stdout, "write")
      .mockImplementation((chunk) => printed.push(String(chunk)) > 0);
    let answer = "";
    let caFile = "";
    try {
      await runLocal(
        {
          projectDirectory: PROJECT_DIRECTORY,
          configDirectory: stackFiles({ cluster1, cluster2: "" }),
          stacks: ["cluster1"],
        },
        async () => {
          const [, file = "", url = ""] = /curl --cacert (\S+) (https:\S+)/.exec(printed.join(""))!;
          caFile = file;
          answer = await textFrom(url, readFileSync(file, "utf8"));
        },
      );
    } finally {
      spy.mockRestore();
    }
    expect(answer).toContain("<!doctype html>");
    expect(existsSync(caFile)).toBe(false);
    expect(stripVTControlCharacters(printed.join(""))).toMatch(
      /serving http:\/\/127\.0\.0\.1:\d+ and https:\/\/127\.0\.0\.1:\d+ {2}\(Ctrl-C/,
    );
  });

  it("keeps two primaries with the same addresses apart", async () => {
    const { targets, loadBalancers } = await reportOf({
      cluster1: primary("myeks"),
      other: primary("othereks"),
    });
    const [one, other] = loadBalancers.map(({ name }) => name);
    expect(one).not.toBe(other);
    expect(targets.map(({ cluster, loadBalancers: names }) => [cluster, names])).toEqual([
      ["myeks", [one]],
      ["myeks", [one]],
      ["othereks", [other]],
      ["othereks", [other]],
    ]);
    expect(loadBalancers.map(({ traffic }) => traffic)).toMatchObject([
      { requests: 1000, errors: 0, byCluster: { myeks: 1000 } },
      { requests: 1000, errors: 0, byCluster: { othereks: 1000 } },
    ]);
  });

  it("is refused a port that is in use", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => {
      server.close();
    });
    await vi.waitFor(() => expect(server.listening).toBe(true));
    const { port } = server.address() as AddressInfo;
    expect(await refusal({ port })).toBe(
      `UserError: port ${port} on 127.0.0.1 is in use; end what uses it, give another one with --port, ` +
        "or leave --port out for a free one",
    );
  });

  it("is refused a path for its export that is not a folder", async () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    expect(await refusal({ exportDirectory: file })).toBe(
      `UserError: cannot write to folder ${file} (EEXIST); give another one with --export`,
    );
  });

  it.each<readonly [string, Partial<LocalOptions>, string]>([
    [
      "stacks that do not exist",
      { stacks: ["cluster1", "cluster9"] },
      `UserError: there is no stack "cluster9": no Pulumi.cluster9.yaml in ${PROJECT_DIRECTORY}\nknown stacks are cluster1, cluster2`,
    ],
    [
      "a member without its primary",
      { stacks: ["cluster2"] },
      'UserError: Pulumi.cluster2.yaml: sharedStack is "cluster1", which is not among the stacks that run (cluster2); add it, or name another',
    ],
    [
      "a folder of stack files that does not exist",
      { configDirectory: "/nowhere" },
      "UserError: /nowhere does not exist",
    ],
  ])("is refused %s", async (_what, options, message) => {
    expect(await refusal(options)).toBe(message);
  });

  it("is refused a region of no cloud, by key and file", async () => {
    const primary = {
      "aws:region": "eu-west-9",
      "multicluster-ingress:role": "primary",
      "multicluster-ingress:clusterName": "myeks",
    };
    expect(await refusal({ configDirectory: stackFiles({ cluster1: primary }), stacks: ["cluster1"] })).toBe(
      'UserError: Pulumi.cluster1.yaml: aws:region is "eu-west-9", which is not a region of the simulated cloud; ' +
        "did you mean eu-west-1, eu-west-2 or eu-west-3?",
    );
  });

  it("fails with the cause when a stack does, and tells what shows elsewhere", async () => {
    const error = await failure({ ingress: { healthCheck: { path: "/nothing-here" } } });
    expect(withoutIds(error)).toMatchInlineSnapshot(`
      "UserError: stack cluster1 failed:
        target target-1 of cluster myeks is unhealthy (Target.ResponseCodeMismatch: Health checks failed with these codes: [404])
        target target-2 of cluster myeks is unhealthy (Target.ResponseCodeMismatch: Health checks failed with these codes: [404])
        kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBindingPatch (myeks-app-rollout-targets):
          resource "urn:pulumi:cluster1::multicluster-ingress::multicluster-ingress:index:DemoApp$multicluster-ingress:index:Rollout$kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBindingPatch::myeks-app-rollout-targets" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: timed out waiting for the condition
        kubernetes:apps/v1:DeploymentPatch (myeks-app-rollout-pods):
          resource "urn:pulumi:cluster1::multicluster-ingress::multicluster-ingress:index:DemoApp$multicluster-ingress:index:Rollout$kubernetes:apps/v1:DeploymentPatch::myeks-app-rollout-pods" was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: 'deployment-2048' timed out waiting to be Ready
          [ProgressDeadlineExceeded] ReplicaSet "deployment-2048-HASH" has timed out progressing.
          [MinimumReplicasUnavailable] Deployment does not have minimum availability.
          Minimum number of live Pods was not attained
          [Pod game-2048/deployment-2048-HASH-POD]: the status of pod readiness gate "target-health.elbv2.k8s.aws/k8s-game2048-service2-HASH" is not "True", but False (and 1 more like it)"
    `);
  });

  it("fails with the scheduler's reason when pods find no node", async () => {
    const resources = { requests: { cpu: "64", memory: "64Mi" }, limits: { memory: "64Mi" } };
    expect((await failure({ app: { resources } })).split("\n").slice(0, 2)).toEqual([
      "UserError: stack cluster1 failed:",
      "  2 pods of cluster myeks are pending (0/3 nodes are available: 3 Insufficient cpu. no new claims to deallocate, " +
        "preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.)",
    ]);
  });
});
