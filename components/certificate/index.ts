export type { CertificateArgs, CertificateNodes, CertificateTransforms } from "./args.ts";
export { Certificate } from "./certificate.ts";
