import { shown } from "../../components/shared/shown.ts";
import type { Cloud } from "../../sim/core/cloud.ts";
import { NotSimulated } from "../../sim/core/errors.ts";
import { Prober } from "../../sim/data-plane/probe/probe.ts";
import type { ProbeReport } from "../../sim/data-plane/probe/report.ts";
import { UserError } from "../project/errors.ts";
import { findClient } from "./find-client.ts";

export interface ProbeRequest {
  /** See {@link findClient}. */
  readonly from: string;
  /** As `curl` takes it: `http://` may be left out. */
  readonly url: string;
  /** How many requests are sent, one after the other. */
  readonly times: number;
}

/** Sends requests from a pod, or from the internet. @throws UserError for what is misspelt, or not simulated. */
export async function runProbes(cloud: Cloud, { from, url, times }: ProbeRequest): Promise<ProbeReport[]> {
  const target = parseUrl(url);
  const reports: ProbeReport[] = [];
  const prober = new Prober(cloud);
  try {
    for (let sent = 0; sent < times; sent++) {
      // A pod may have gone meanwhile.
      reports.push(await prober.send(findClient(cloud, from), target));
    }
  } catch (error) {
    if (error instanceof NotSimulated) throw new UserError(error.message);
    throw error;
  } finally {
    await prober.close();
  }
  return reports;
}

function parseUrl(text: string): URL {
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`);
  if (url !== null && ["http:", "https:"].includes(url.protocol) && url.hostname !== "") return url;
  throw new UserError(
    `${shown(text)} is not an address that HTTP can ask; give one such as http://service-2048/`,
  );
}
