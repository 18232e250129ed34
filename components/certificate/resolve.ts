import type { CertificateArgs } from "./args.ts";

/** {@link CertificateArgs} with their defaults. */
export type ResolvedCertificateArgs = Required<CertificateArgs>;

export function resolveCertificateArgs(args: CertificateArgs): ResolvedCertificateArgs {
  const { names, zone, keepRecords = false, tags = {}, transform = {} } = args;
  return { names, zone, keepRecords, tags, transform };
}
