/**
 * Records the fleet of this commit - the repository's own stacks after an update - for the tests that bring it up to
 * later code: `node scripts/record-upgrade.ts`, or with `engine` as argument for a state of the Pulumi engine's.
 */
import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { LocalSession } from "../fleet/local/session.ts";
import { saveWorld } from "../sim/world.ts";
import { EngineProject } from "../tests/support/engine.ts";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("..", import.meta.url));

/** What is recorded: the world, and by stack what the host or the engine knows of it. */
async function inProcess(): Promise<object> {
  const session = await LocalSession.open({ projectDirectory: repository });
  for (const stack of session.stacks) {
    const { succeeded, failures, programError } = await session.up(stack);
    if (!succeeded) throw new Error(JSON.stringify(failures), { cause: programError });
  }
  session.cloud.clock.advance(SETTLED_MS);
  return { world: saveWorld(session.cloud), stacks: session.host.save() };
}

async function underTheEngine(): Promise<object> {
  const project = await EngineProject.create({ seed: "upgrade" });
  try {
    const stacks: Record<string, unknown> = {};
    for (const stack of ["cluster1", "cluster2"]) {
      await project.addStack(stack);
      await project.succeed("up", stack);
    }
    await project.control({ kind: "wait", seconds: SETTLED_MS / 1000 });
    for (const stack of ["cluster1", "cluster2"]) {
      const { text } = await project.pulumi(["stack", "export", "--stack", stack]);
      // Where in the program a resource is made says where the program lay on this machine.
      stacks[stack] = JSON.parse(text, (key, value: unknown) =>
        key === "sourcePosition" || key === "stackTrace" ? undefined : value,
      );
    }
    await project.stop();
    return { world: project.savedWorld(), stacks };
  } finally {
    await project.remove();
  }
}

/** Long enough for targets to be registered and found healthy. */
const SETTLED_MS = 5 * 60_000;

const [kind = "in-process"] = process.argv.slice(2);
const recorded = await (kind === "engine" ? underTheEngine() : inProcess());
const path = new URL(`../tests/fixtures/upgrade/${kind}.json.gz`, import.meta.url);
writeFileSync(path, gzipSync(JSON.stringify(recorded), { level: 9 }));
