import { cloudState } from "../core/cloud.ts";
import { AwsError, NotSimulated } from "../core/errors.ts";
import { Table } from "../core/table.ts";
import type { Chart } from "./types.ts";

/** A repository to which somebody copied the charts that the cloud knows. */
export interface ChartMirror {
  /** `https://charts.example.com`, or the folder in a registry, `oci://registry.example.com/charts`. */
  readonly url: string;
  /** Who may read it. Default: everybody, or who has logged in to the registry. */
  readonly username?: string;
  readonly password?: string;
}

/** Helm charts that can be installed. */
export class ChartRegistry {
  /** By their addresses. */
  readonly mirrors = new Table<ChartMirror>(
    (url) => new AwsError("RepositoryNotFoundException", `There is no repository ${url}`),
  );
  readonly #charts: Chart[] = [];

  add(...charts: readonly Chart[]): void {
    this.#charts.push(...charts);
  }

  /**
   * Finds a chart by name and repository.
   *
   * @param name `aws-load-balancer-controller`, also with the repository as prefix (`eks/aws-load-balancer-controller`).
   * @param repository URL of the chart repository, where one is given.
   * @throws NotSimulated for any other chart, and for one of that name from elsewhere.
   */
  find(name: string, repository?: string): Chart {
    const plain = name.slice(name.lastIndexOf("/") + 1);
    const chart = this.#charts.find((candidate) => candidate.name === plain);
    if (chart === undefined) throw new NotSimulated(`chart ${name}`);
    if (repository !== undefined && !chart.repositories.includes(repository.replace(/\/+$/, ""))) {
      throw new NotSimulated(`chart ${name}`, `from ${repository}`);
    }
    return chart;
  }
}

/** The charts of all repositories that a cloud can reach. */
export const chartsOf = cloudState(() => new ChartRegistry());
