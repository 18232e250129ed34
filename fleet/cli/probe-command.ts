import { Command, InvalidArgumentError } from "commander";
import type { ProbeRequest } from "../probe/run-probes.ts";
import { renderProbes } from "../probe/render.ts";
import type { ProbeReport } from "../../sim/data-plane/probe/report.ts";
import { writeLines } from "../terminal/lines.ts";

/** More requests at once would take long, and tell no more. */
const MOST = 10_000;

/**
 * `probe <from> <url>`: a request from inside of a cluster.
 *
 * @param send does it in the cloud that is meant.
 */
export function probeCommand<Flags extends object>(
  send: (request: ProbeRequest, flags: Flags) => Promise<readonly ProbeReport[]>,
): Command {
  return new Command("probe")
    .description("send a request from a pod, e.g. probe myeks/deployment-2048 http://service-2048/")
    .argument("<from>", "<cluster>/<pod>, or an IPv4 address for somebody on the internet")
    .argument("<url>", "as curl takes it: a Service's name, or an address, with port and path")
    .option("--times <number>", "send so many requests, and count who answered", parseTimes, 1)
    .option("--json", "print one JSON document instead of text")
    .action(
      async (
        from: string,
        url: string,
        flags: Flags & { readonly times: number; readonly json?: boolean },
      ) => {
        const reports = await send({ from, url, times: flags.times }, flags);
        const text =
          flags.json === true ? JSON.stringify({ probes: reports }, undefined, 2) : renderProbes(reports);
        writeLines(process.stdout, `${text}\n`);
      },
    );
}

function parseTimes(text: string): number {
  const times = Number(text);
  if (!Number.isInteger(times) || times < 1 || times > MOST) {
    throw new InvalidArgumentError(`give a number of requests from 1 to ${MOST}`);
  }
  return times;
}
