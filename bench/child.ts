import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

/** A process of our own program, after it ended. */
export interface FinishedChild {
  readonly stdout: string;
  /** From start to exit, module loading included. */
  readonly wallMs: number;
  /** Most memory that it held at once (maximum resident set). */
  readonly peakMemoryMb: number;
}

const usageReporter = new URL("report-usage.js", import.meta.url).href;

/** Runs a script of this repository in a Node process of its own. @throws Error when it fails. */
export async function runChild(
  script: URL,
  args: readonly string[],
  nodeOptions: readonly string[] = [],
): Promise<FinishedChild> {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [...nodeOptions, "--import", usageReporter, fileURLToPath(script), ...args],
    { stdio: ["ignore", "pipe", "inherit", "pipe"] },
  );
  const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const [stdout, usage, code] = await Promise.all([
    text(child.stdout!),
    text(child.stdio[3] as Readable),
    exit,
  ]);
  if (code !== 0) throw new Error(`${script.pathname} ${args.join(" ")} ended with code ${String(code)}`);
  const { maxRSS } = JSON.parse(usage) as NodeJS.ResourceUsage;
  return { stdout, wallMs: performance.now() - started, peakMemoryMb: maxRSS / 1024 };
}

/** A server in a Node process of its own. */
export interface RunningServer {
  readonly url: string;
  /** Of HTTPS: the certificate, as PEM, of who has signed the server's. */
  readonly ca?: string;
  stop(): Promise<void>;
}

/**
 * Starts a script that prints one line once it answers: its URL, and for HTTPS the authority's certificate in base64. It ends when
 * its standard input does.
 */
export async function startServer(script: URL, ...args: readonly string[]): Promise<RunningServer> {
  const child = spawn(process.execPath, [fileURLToPath(script), ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exit = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (text: Buffer) => resolve(text.toString().trim()));
    child.once("exit", (code) => reject(new Error(`${script.pathname} ended with code ${String(code)}`)));
  });
  const [url = "", ca] = line.split(" ");
  return {
    url,
    ...(ca !== undefined && { ca: Buffer.from(ca, "base64").toString() }),
    stop: () => {
      child.stdin.end();
      return exit;
    },
  };
}
