import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Programs without which there is no engine. */
const NEEDED = ["pulumi", "pulumi-language-nodejs"];

/**
 * Why engine tests cannot run here; undefined if they can.
 * @throws Error instead of giving a reason where `REQUIRE_ENGINE=1` asks for them.
 */
export function whyNoEngine(environment: NodeJS.ProcessEnv): string | undefined {
  const folders = (environment["PATH"] ?? "").split(delimiter);
  const missing = NEEDED.find((program) => !folders.some((folder) => existsSync(join(folder, program))));
  if (missing === undefined) return undefined;
  if (environment["REQUIRE_ENGINE"] !== "1") return `no ${missing} on PATH`;
  throw new Error(
    `REQUIRE_ENGINE=1 asks for engine tests, but there is no ${missing} on PATH: ` +
      "install Pulumi, or leave REQUIRE_ENGINE out to skip them",
  );
}
