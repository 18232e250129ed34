import { createSecureContext, type SecureContext, type SecureContextOptions } from "node:tls";
import { tlsVersions } from "../../aws/elbv2/listener/ssl-policy.ts";
import type { ListenerRecord } from "../../aws/elbv2/records.ts";
import { elbv2State } from "../../aws/elbv2/state.ts";
import type { Cloud } from "../../core/cloud.ts";
import { NotSimulated } from "../../core/errors.ts";
import type { Authority } from "./authority.ts";
import { certificatesOf, chooseCertificate, type ServedCertificate } from "./certificates.ts";

/** What a listener shows to clients, as it is when they come. */
export class ListenerTls {
  readonly #cloud: Cloud;
  readonly #listenerArn: string;
  readonly #authority: () => Promise<Authority>;
  readonly #issued = new Map<string, Promise<SecureContextOptions>>();

  constructor(cloud: Cloud, listenerArn: string, authority: () => Promise<Authority>) {
    this.#cloud = cloud;
    this.#listenerArn = listenerArn;
    this.#authority = authority;
  }

  /**
   * For a client that names no server.
   *
   * @returns the same object as long as nothing has changed; undefined where the listener is not there any more, or has no
   *   certificate that is issued.
   * @throws NotSimulated where clients are to show certificates.
   */
  async byDefault(): Promise<SecureContextOptions | undefined> {
    return this.#optionsFor(undefined);
  }

  async contextFor(serverName: string): Promise<SecureContext | undefined> {
    const options = await this.#optionsFor(serverName);
    return options && createSecureContext(options);
  }

  async #optionsFor(serverName: string | undefined): Promise<SecureContextOptions | undefined> {
    const listener = elbv2State(this.#cloud).listeners.find(this.#listenerArn);
    if (listener === undefined) return undefined;
    refuseMutualTls(listener);
    const certificate = chooseCertificate(certificatesOf(this.#cloud, listener), serverName);
    return certificate && this.#issue(certificate, listener.sslPolicy ?? "");
  }

  #issue(certificate: ServedCertificate, sslPolicy: string): Promise<SecureContextOptions> {
    const key = JSON.stringify([certificate.names, sslPolicy]);
    const issued = this.#issued.get(key) ?? this.#newOptions(certificate, sslPolicy);
    this.#issued.set(key, issued);
    return issued;
  }

  async #newOptions({ names }: ServedCertificate, sslPolicy: string): Promise<SecureContextOptions> {
    const authority = await this.#authority();
    return { ...(await authority.issue(names)), ...tlsVersions(sslPolicy) };
  }
}

/** What becomes of clients without a certificate, and of headers of that name that they send themselves, is not known. */
function refuseMutualTls({ port, mutualAuthentication }: ListenerRecord): void {
  const mode = mutualAuthentication?.Mode ?? "off";
  if (mode !== "off")
    throw new NotSimulated("mutual TLS on the data plane", `${mode}, listener on port ${port}`);
}
