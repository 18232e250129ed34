import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { engineEnvironment } from "./environment.ts";

/** A pulumi command, after it ended. */
export interface Command {
  readonly wallMs: number;
  /** Most memory of the process that ran the program; 0 when none did. */
  readonly peakMemoryMb: number;
}

export interface PulumiOptions {
  /** Folder for files of its own. */
  readonly folder: string;
  /** Folder of the program. */
  readonly program: string;
  /** File of the world that is served. */
  readonly world: string;
  /** Where the engine finds the providers. */
  readonly debugProviders: string;
}

/** Whether there is a Pulumi engine to measure. */
export function hasEngine(): boolean {
  return spawnSync("pulumi", ["version"], { stdio: "ignore" }).error === undefined;
}

/** The Pulumi command line in a program's folder, with a state and a home of its own. */
export class Pulumi {
  readonly #options: PulumiOptions;
  readonly #usage: string;

  constructor(options: PulumiOptions) {
    this.#options = options;
    this.#usage = join(options.folder, "usage.json");
  }

  /** Runs a command to its end. @throws Error with what it printed when it fails. */
  async run(...args: readonly string[]): Promise<Command> {
    const { folder, world, debugProviders } = this.#options;
    const started = performance.now();
    const child = spawn("pulumi", [...args, "--non-interactive"], {
      cwd: this.#options.program,
      env: {
        ...engineEnvironment({ home: join(folder, "home"), world, debugProviders }),
        BENCH_USAGE_FILE: this.#usage,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
    const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
    const wallMs = performance.now() - started;
    if (code !== 0) {
      throw new Error(`pulumi ${args.join(" ")} ended with code ${String(code)}:\n${stdout}${stderr}`);
    }
    return { wallMs, peakMemoryMb: this.#peakMemoryMb() };
  }

  #peakMemoryMb(): number {
    try {
      const { maxRSS } = JSON.parse(readFileSync(this.#usage, "utf8")) as NodeJS.ResourceUsage;
      return maxRSS / 1024;
    } catch {
      return 0;
    }
  }
}
