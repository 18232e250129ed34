import { InvalidArgumentError } from "commander";
import { FORMS } from "../../components/shared/forms.ts";
import { PACKAGE_VERSIONS } from "../cloud/package-versions.ts";

/** A TCP port. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError("give a port from 0 to 65535; 0 lets the system choose");
  }
  return port;
}

/** Ports that the simulated cloud needs, one for each package. */
const CLOUD_PORTS = Object.keys(PACKAGE_VERSIONS).length;

/** The first of the consecutive ports that the simulated cloud listens on. */
export function parseFirstPort(text: string): number {
  const port = parsePort(text);
  const last = 65_535 - (CLOUD_PORTS - 1);
  if (port > last) {
    throw new InvalidArgumentError(`${CLOUD_PORTS} consecutive ports begin with it: give one up to ${last}`);
  }
  return port;
}

/** A region of AWS, by its form: there is no list of them that would stay true. */
export function parseRegion(text: string): string {
  const [form, expected] = FORMS.region;
  if (!form.test(text)) throw new InvalidArgumentError(`give ${expected}`);
  return text;
}

/** The number of an AWS account. */
export function parseAccount(text: string): string {
  if (!/^\d{12}$/.test(text)) throw new InvalidArgumentError("give an account's twelve digits");
  return text;
}

/** Names separated by commas. */
export function parseNames(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.includes(""))
    throw new InvalidArgumentError("give stack names separated by commas, e.g. cluster1,cluster2");
  return [...new Set(names)];
}
