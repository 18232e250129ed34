import { NotSimulated } from "../core/errors.ts";
import { awsLoadBalancerControllerChart } from "./aws-load-balancer-controller/chart.ts";
import type { Chart } from "./types.ts";

/** Every Helm chart that the simulated cloud can install. */
export const CHARTS: readonly Chart[] = [awsLoadBalancerControllerChart];

/**
 * Finds a chart by name and repository.
 *
 * @param name `aws-load-balancer-controller`, also with the repository as prefix (`eks/aws-load-balancer-controller`).
 * @param repository URL of the chart repository, where one is given.
 * @throws NotSimulated for any other chart, and for one of that name from elsewhere.
 */
export function findChart(name: string, repository?: string): Chart {
  const plain = name.slice(name.lastIndexOf("/") + 1);
  const chart = CHARTS.find((candidate) => candidate.name === plain);
  if (chart === undefined) throw new NotSimulated(`chart ${name}`);
  if (repository !== undefined && !chart.repositories.includes(repository.replace(/\/+$/, ""))) {
    throw new NotSimulated(`chart ${name}`, `from ${repository}`);
  }
  return chart;
}
