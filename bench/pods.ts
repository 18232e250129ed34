import { runChild } from "./child.ts";
import { median } from "./median.ts";

/** From the moment at which all pods are asked for to that at which all of them are healthy targets. Medians over the runs. */
export interface ManyPods {
  readonly pods: number;
  readonly clusters: number;
  readonly realMs: number;
  /** Of the processor, which is less than the real time on a busy machine. */
  readonly cpuMs: number;
  readonly virtualMs: number;
}

/** As many as a target group takes. */
const PODS = 1000;
const CLUSTERS = 4;

const worker = new URL("pods-worker.ts", import.meta.url);

export async function measurePods(runs: number): Promise<ManyPods> {
  const samples: Omit<ManyPods, "pods" | "clusters">[] = [];
  for (let run = 0; run < runs; run += 1) {
    const { stdout } = await runChild(worker, [String(PODS), String(CLUSTERS)]);
    samples.push(JSON.parse(stdout) as (typeof samples)[number]);
  }
  const middle = (key: keyof (typeof samples)[number]) => median(samples.map((sample) => sample[key]));
  return {
    pods: PODS,
    clusters: CLUSTERS,
    realMs: middle("realMs"),
    cpuMs: middle("cpuMs"),
    virtualMs: middle("virtualMs"),
  };
}
