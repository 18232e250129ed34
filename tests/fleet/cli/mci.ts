import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("../../../fleet/cli/mci.js", import.meta.url));

/** What a finished command left behind. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running `mci`, as somebody's shell starts it. */
export class Mci {
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown[]>;
  #stdout = "";
  #stderr = "";

  constructor(...args: readonly string[]) {
    const { FORCE_COLOR: _, ...env } = process.env;
    this.#child = spawn(process.execPath, [SCRIPT, ...args], { env: { ...env, NO_COLOR: "1" } });
    this.#child.stdout!.on("data", (chunk: Buffer) => (this.#stdout += chunk.toString()));
    this.#child.stderr!.on("data", (chunk: Buffer) => (this.#stderr += chunk.toString()));
    this.#closed = once(this.#child, "close");
  }

  /** The groups of a pattern, as soon as standard output has it. @throws Error when the command ends without it. */
  async said(pattern: RegExp): Promise<Record<string, string>> {
    for (;;) {
      const match = pattern.exec(this.#stdout);
      if (match !== null) return { ...match.groups };
      const ended = await Promise.race([
        once(this.#child.stdout!, "data").then(() => false),
        this.#closed.then(() => true),
      ]);
      if (ended && !pattern.test(this.#stdout)) {
        throw new Error(`ended without a word of ${pattern}:\n${this.#stdout}\n${this.#stderr}`);
      }
    }
  }

  /** A line on standard input. */
  say(line: string): void {
    this.#child.stdin!.write(`${line}\n`);
  }

  /** What Ctrl-C does. */
  interrupt(): void {
    this.signal("SIGINT");
  }

  signal(signal: "SIGINT" | "SIGTERM"): void {
    this.#child.kill(signal);
  }

  /** What `head` does to what writes to it. */
  closeOutput(): void {
    this.#child.stdout!.destroy();
  }

  async finished(): Promise<Finished> {
    const [code] = (await this.#closed) as [number | null];
    return { code, stdout: this.#stdout, stderr: this.#stderr };
  }
}

/** Runs a command to its end, with its standard output in a file. */
export async function mciTo(path: string, ...args: readonly string[]): Promise<Finished> {
  const file = openSync(path, "w");
  const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: ["ignore", file, "pipe"] });
  closeSync(file);
  let stderr = "";
  child.stderr!.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout: "", stderr };
}

/** Runs a command to its end. */
export function mci(...args: readonly string[]): Promise<Finished> {
  return new Mci(...args).finished();
}
