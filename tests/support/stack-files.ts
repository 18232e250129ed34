import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { stringify } from "yaml";

/** The repository. */
export const PROJECT_DIRECTORY = fileURLToPath(new URL("../..", import.meta.url));

/**
 * A folder with copies of the repository's stack files and others, for as long as the test runs.
 *
 * @param files contents by stack: text, or a mapping of config keys, those of the project without namespace.
 */
export function stackFiles(files: Readonly<Record<string, string | object>>): string {
  const folder = temporaryFolder();
  for (const stack of ["cluster1", "cluster2"]) {
    const name = `Pulumi.${stack}.yaml`;
    copyFileSync(join(PROJECT_DIRECTORY, name), join(folder, name));
  }
  for (const [stack, content] of Object.entries(files)) {
    const text = typeof content === "string" ? content : stringify({ config: content });
    writeFileSync(join(folder, `Pulumi.${stack}.yaml`), text);
  }
  return folder;
}

/** An empty folder for as long as the test runs. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "mci-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}
