import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, expect, it } from "vitest";
import { verifyTargets, type LoadBalancerReport } from "../../fleet/local/verify.ts";
import { SimulatedCloud } from "../../sim/cloud.ts";
import { VirtualLoad } from "../../sim/data-plane/virtual-load.ts";
import { InProcessHost } from "../../sim/hosts/in-process/host.ts";
import { programConfig, readProject, readStackFiles } from "../../fleet/project/project.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const readme = readFileSync(join(root, "README.md"), "utf8");
// Beside the sources, so that the example finds the packages that it imports.
const folder = mkdtempSync(join(root, ".readme-"));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

it("the README's example of one's own program comes up in the simulated cloud, with healthy targets", async () => {
  const path = writeExample(0);
  const cloud = new SimulatedCloud();
  const result = await new InProcessHost(cloud).up({
    project: "example",
    stack: "dev",
    config: { "aws:region": cloud.region },
    program: () => import(path) as Promise<Record<string, unknown>>,
  });

  expect({ failures: result.failures, error: result.programError }).toEqual({
    failures: [],
    error: undefined,
  });
  const { loadBalancers, targets } = verifyTargets(cloud);
  expect(result.outputs).toEqual({ url: loadBalancers[0]!.dnsName });
  expect(targets.map(({ cluster, state }) => `${cluster!} ${state}`)).toEqual([
    "blue healthy",
    "blue healthy",
  ]);
});

it("the README's two apps of two clusters answer by host and by path, each from both clusters", async () => {
  const path = writeExample(1);
  const cloud = new SimulatedCloud({ region: "ap-northeast-2" });
  const result = await new InProcessHost(cloud).up({
    project: "example",
    stack: "dev",
    config: { "aws:region": cloud.region },
    program: () => import(path) as Promise<Record<string, unknown>>,
  });

  expect({ failures: result.failures, error: result.programError }).toEqual({
    failures: [],
    error: undefined,
  });
  const { loadBalancers, targets } = verifyTargets(cloud);
  const [{ dnsName }] = loadBalancers as [LoadBalancerReport];
  expect(targets.map(({ cluster, state }) => `${cluster!} ${state}`)).toEqual([
    ...Array.from({ length: 4 }, () => "blue healthy"),
    ...Array.from({ length: 4 }, () => "green healthy"),
  ]);
  for (const requests of [
    [{ host: "shop.example.com", status: 200 }],
    [{ target: "/api", status: 200 }],
    [{ host: "other.example.com", status: 404 }],
  ]) {
    const load = new VirtualLoad(cloud, { dnsName, requests });
    cloud.clock.advance(10_000);
    const { failed, shareByCluster } = load.take();
    load.stop();
    const byBoth = requests[0]!.status === 200 ? { blue: 0.5, green: 0.5 } : {};
    expect({ failed, shareByCluster }).toEqual({ failed: {}, shareByCluster: byBoth });
  }
});

it("the README's program of another project builds the stack that the project's keys describe", async () => {
  const path = writeExample(2);
  const { default: program } = (await import(path)) as { default: () => Promise<Record<string, unknown>> };
  const project = readProject(root);
  const [file] = readStackFiles(root, project, ["cluster1"]);
  const ours = Object.entries(programConfig(project, file!));
  const config = Object.fromEntries(
    ours.map(([key, value]) => [key.replace(/^multicluster-ingress:/, "shop:"), value]),
  );

  const cloud = new SimulatedCloud();
  const result = await new InProcessHost(cloud).up({ project: "shop", stack: "cluster1", config, program });

  expect({ failures: result.failures, error: result.programError }).toEqual({
    failures: [],
    error: undefined,
  });
  expect(verifyTargets(cloud).targets.map(({ cluster, state }) => `${cluster!} ${state}`)).toEqual([
    "myeks healthy",
    "myeks healthy",
  ]);
});

/** One of the README's TypeScript examples, as a file beside the sources; @returns its URL. */
function writeExample(index: number): string {
  const examples = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!);
  const path = join(folder, `example-${index}.ts`);
  const code = examples[index]!.replace('"multicluster-ingress"', '"../components/index.ts"').replace(
    '"multicluster-ingress/stacks"',
    '"../stacks/index.ts"',
  );
  writeFileSync(path, code);
  return pathToFileURL(path).href;
}
