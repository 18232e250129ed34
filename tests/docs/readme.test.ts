import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, expect, it } from "vitest";
import { verifyTargets } from "../../fleet/local/verify.ts";
import { Cloud } from "../../sim/cloud.ts";
import { InProcessHost } from "../../sim/hosts/in-process/host.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const readme = readFileSync(join(root, "README.md"), "utf8");
// Beside the sources, so that the example finds the packages that it imports.
const folder = mkdtempSync(join(root, ".readme-"));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

it("the README's example of one's own program comes up in the simulated cloud, with healthy targets", async () => {
  const [example] = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!);
  const path = join(folder, "example.ts");
  writeFileSync(path, example!.replace('"multicluster-ingress"', '"../components/index.ts"'));

  const cloud = new Cloud();
  const result = await new InProcessHost(cloud).up({
    project: "example",
    stack: "dev",
    config: { "aws:region": cloud.region },
    program: () => import(pathToFileURL(path).href) as Promise<Record<string, unknown>>,
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
