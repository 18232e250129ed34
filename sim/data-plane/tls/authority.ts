/**
 * An authority that signs certificates for loopback. Its key and those of the certificates are in this process's memory only,
 * and end with it.
 */
import { KeyObject, type webcrypto } from "node:crypto";

/** As Node's TLS takes them. */
export interface IssuedCertificate {
  readonly key: string;
  readonly cert: string;
}

const DAY_MS = 24 * 60 * 60_000;
const LIFETIME_MS = 30 * DAY_MS;

/** Like those that ACM issues: https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html */
const KEYS = {
  name: "RSASSA-PKCS1-v1_5",
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: "SHA-256",
};

/** The longest common name: https://www.rfc-editor.org/rfc/rfc5280#appendix-A.1 */
const MAX_COMMON_NAME = 64;

export class Authority {
  /** Its certificate as PEM: who trusts it trusts those that it signs. */
  readonly certificate: string;
  readonly #x509: X509;
  readonly #keys: webcrypto.CryptoKeyPair;
  /** All certificates have the same one: it takes longer to make than all else. */
  readonly #serverKeys: webcrypto.CryptoKeyPair;

  private constructor(
    x509: X509,
    certificate: string,
    keys: webcrypto.CryptoKeyPair,
    serverKeys: webcrypto.CryptoKeyPair,
  ) {
    this.#x509 = x509;
    this.certificate = certificate;
    this.#keys = keys;
    this.#serverKeys = serverKeys;
  }

  static async create(): Promise<Authority> {
    const x509 = await loadX509();
    const [keys, serverKeys] = await Promise.all([newKeys(), newKeys()]);
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      name: [{ CN: ["multicluster-ingress on loopback"] }],
      ...validity(),
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    return new Authority(x509, certificate.toString("pem"), keys, serverKeys);
  }

  /** @param names DNS names, the first one the common name; `localhost` brings its address along. */
  async issue(names: readonly string[]): Promise<IssuedCertificate> {
    const x509 = this.#x509;
    const [commonName = ""] = names;
    const certificate = await x509.X509CertificateGenerator.create({
      subject: commonName.length > MAX_COMMON_NAME ? [] : [{ CN: [commonName] }],
      issuer: new x509.X509Certificate(this.certificate).subjectName,
      ...validity(),
      publicKey: this.#serverKeys.publicKey,
      signingKey: this.#keys.privateKey,
      extensions: [
        new x509.SubjectAlternativeNameExtension(names.flatMap(alternativeNames)),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.KeyUsagesExtension(
          x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment,
          true,
        ),
        await x509.AuthorityKeyIdentifierExtension.create(this.#keys.publicKey),
      ],
    });
    const key = KeyObject.from(this.#serverKeys.privateKey).export({ type: "pkcs8", format: "pem" });
    return { key: key.toString(), cert: certificate.toString("pem") };
  }
}

type X509 = Awaited<ReturnType<typeof loadX509>>;

/** It takes a tenth of a second to load, and few stacks need it. */
async function loadX509() {
  // What it is built on looks for this when it loads.
  await import("reflect-metadata");
  return import("@peculiar/x509");
}

async function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(KEYS, true, ["sign", "verify"]);
}

/** In real time, as clients look at it. Clocks may differ a little. */
function validity() {
  const now = Date.now();
  return { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + LIFETIME_MS) };
}

function alternativeNames(value: string) {
  const dns = { type: "dns", value } as const;
  return value === "localhost" ? [dns, { type: "ip", value: "127.0.0.1" } as const] : [dns];
}
