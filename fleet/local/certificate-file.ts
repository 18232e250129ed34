import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs with the path of a file with a certificate in it, which is gone afterwards; without a certificate there is no file. */
export async function withCertificateFile(
  certificate: string | undefined,
  run: (path: string | undefined) => Promise<void>,
): Promise<void> {
  if (certificate === undefined) return run(undefined);
  const folder = mkdtempSync(join(tmpdir(), "multicluster-ingress-"));
  try {
    const path = join(folder, "ca.pem");
    writeFileSync(path, certificate);
    await run(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
