/** The workflow of docs/ci.md that needs no credentials, step by step, on copies of the project in place of checkouts. */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { copyProgram, linkPackages } from "../../bench/engine/program-copies.ts";
import { noEngine } from "../support/engine.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));

interface Workflow {
  readonly jobs: {
    readonly simulated: {
      readonly env: Readonly<Record<string, string>>;
      readonly steps: readonly { readonly name?: string; readonly run?: string }[];
    };
  };
}

const { yaml } = /^(?<fence>`{3,})yaml\n(?<yaml>name: preview\n[\s\S]*?)\n\k<fence>$/m.exec(
  readFileSync(join(repository, "docs/ci.md"), "utf8"),
)!.groups!;
const { simulated } = (parse(yaml!) as Workflow).jobs;

/** The tests build on each other. */
describe.skipIf(noEngine !== undefined)("the preview workflow without credentials", () => {
  let runner: string;

  beforeAll(() => {
    runner = mkdtempSync(join(tmpdir(), "ci-"));
    for (const checkout of ["base", "head"]) checkOut(join(runner, checkout));
    const member = join(runner, "head/Pulumi.cluster2.yaml");
    writeFileSync(member, readFileSync(member, "utf8").replace("lightgreen", "orange"));
  });
  afterAll(async () => {
    await run("npm run --silent --prefix head cloud -- stop");
    rmSync(runner, { recursive: true, force: true });
  });

  async function run(script: string): Promise<string> {
    const { stdout } = await promisify(execFile)("bash", ["-eo", "pipefail", "-c", script], {
      cwd: runner,
      maxBuffer: 64 * 1024 * 1024,
      env: {
        ...process.env,
        ...simulated.env,
        PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"] ?? ""}`,
        PULUMI_HOME: join(runner, "pulumi-home"),
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        GITHUB_STEP_SUMMARY: join(runner, "summary.md"),
      },
    });
    return stdout;
  }

  it("brings the base up", async () => {
    const printed = await run(step("Bring the base up in the simulated cloud"));
    expect(printed.match(/^ +\+ \d+ created$/gm)).toHaveLength(2);
  });

  it("previews what the pull request changes, and only that", async () => {
    const printed = await run(step("Preview the pull request on it"));
    const [primary, member] = printed.split("Previewing update (cluster2)");
    expect(primary).toMatch(/^Resources:\n +\d+ unchanged\n/m);
    expect(member).toMatch(/^-?[+\s~-]*kubernetes:core\/v1:ConfigMap: \(replace\)$/m);
    expect(member).toMatch(/^ +~ kubernetes:apps\/v1:Deployment: \(update\)$/m);
    expect(member).not.toContain("aws:");
  });

  it("shows it in the job's summary", async () => {
    await run(step("Show it"));
    const summary = readFileSync(join(runner, "summary.md"), "utf8");
    expect(summary).toMatch(/^```\n[\s\S]*Previewing update \(cluster2\)[\s\S]*\n```\n$/);
  });
});

function checkOut(folder: string): void {
  mkdirSync(folder);
  copyProgram(folder);
  linkPackages(folder);
  for (const path of ["fleet", "sim", "Pulumi.cluster1.yaml", "Pulumi.cluster2.yaml"]) {
    cpSync(join(repository, path), join(folder, path), { recursive: true });
  }
}

function step(name: string): string {
  const { run: script } = simulated.steps.find((one) => one.name === name) ?? {};
  if (script === undefined) throw new Error(`docs/ci.md has no step "${name}"`);
  return script;
}
