import { EksEndpoint } from "../../../../sim/aws/eks/cluster/api-endpoint.ts";
import { eksState } from "../../../../sim/aws/eks/state.ts";
import { resourceType } from "../../../../sim/catalog.ts";
import type { SimulatedCloud } from "../../../../sim/cloud.ts";
import { ResourceInitError } from "../../../../sim/core/errors.ts";
import type { Properties, ProviderConfig, ResourceContext } from "../../../../sim/core/resource-type.ts";
import { standIn } from "../../../../sim/images/stand-in.ts";
import { KubernetesCluster } from "../../../../sim/kubernetes/cluster.ts";
import { clustersOf } from "../../../../sim/kubernetes/clusters.ts";
import type { ContainerImage } from "../../../../sim/kubernetes/types.ts";
import { generateKubeconfig } from "../../../../sim/packages/eks/kubeconfig.ts";
import { makeCluster, makeWorld } from "../../aws/eks/world.ts";

/** An EKS cluster `myeks` with nodes as wanted, and the configuration of a provider for it. */
export interface World {
  readonly cloud: SimulatedCloud;
  readonly cluster: KubernetesCluster;
  readonly provider: ProviderConfig;
}

/** Programs by image reference; others have a stand-in. */
const IMAGES: Readonly<Record<string, ContainerImage>> = {
  web: () => ({ http: new Map([[80, () => ({ status: 200, headers: {}, body: "" })]]) }),
  idle: () => ({}),
};

export function newWorld(options: { readonly nodes?: number; readonly images?: typeof IMAGES } = {}): World {
  const eks = makeWorld();
  const { cloud } = eks;
  makeCluster(eks);
  clustersOf(cloud).get("myeks")!.stop();
  const images = { ...IMAGES, ...options.images };
  const cluster = new KubernetesCluster({
    name: "myeks",
    cloud,
    version: "1.35",
    image: (reference) => {
      const program = images[reference];
      return program === undefined ? standIn : { start: program, user: 65532 };
    },
  });
  let address = 10;
  cluster.podNetwork = { assign: () => `192.168.1.${address++}`, release: () => {} };
  cluster.endpoint = new EksEndpoint(cloud, "myeks");
  clustersOf(cloud).set("myeks", cluster);
  for (let number = 1; number <= (options.nodes ?? 1); number++) addNode(cluster, `node-${number}`);
  cloud.clock.settle();
  const kubeconfig = generateKubeconfig({
    clusterName: "myeks",
    endpoint: eksState(cloud).clusters.get("myeks").endpoint,
    certificateAuthority: "",
    region: cloud.region,
  });
  return { cloud, cluster, provider: { kubeconfig: JSON.stringify(kubeconfig) } };
}

function addNode({ api }: KubernetesCluster, name: string): void {
  api.create({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: { "kubernetes.io/hostname": name } },
    spec: {},
    status: {
      allocatable: { cpu: "2", memory: "4Gi", pods: "17" },
      conditions: [{ type: "Ready", status: "True" }],
      addresses: [{ type: "InternalIP", address: "192.168.0.4" }],
    },
  });
}

/** A resource of a program: what Pulumi's engine would do with it. */
export class Resource {
  readonly #type;
  readonly #context: ResourceContext;
  id = "";
  inputs: Properties = {};
  outputs: Properties = {};

  constructor(
    { cloud, provider }: World,
    token: string,
    name: string,
    options: Partial<ResourceContext> = {},
  ) {
    this.#type = resourceType(token);
    this.#context = { cloud, provider, name, urn: `urn:pulumi:dev::test::${token}::${name}`, ...options };
  }

  check(inputs: Properties): Properties {
    return this.#type.check!(inputs, this.#context).inputs;
  }

  /** Creates it, and keeps what came of it also when it is not ready. */
  create(inputs: Properties): this {
    this.inputs = this.check(inputs);
    return this.#keep(() => {
      const { id, outputs } = this.#type.create(this.#context, this.inputs);
      this.id = id;
      return outputs;
    });
  }

  diff(inputs: Properties) {
    return this.#type.diff!(this.inputs, this.check(inputs), this.outputs);
  }

  update(inputs: Properties): this {
    const before = this.inputs;
    this.inputs = this.check(inputs);
    return this.#keep(() => this.#type.update!(this.#living(), this.id, before, this.inputs));
  }

  /** Takes over the present state, as `pulumi refresh` does. @returns whether it is still there. */
  refresh(): boolean {
    const outputs = this.#type.read(this.#living(), this.id, this.inputs);
    if (outputs === undefined) return false;
    this.outputs = outputs;
    this.inputs = this.#type.readInputs!(outputs, this.inputs);
    return true;
  }

  delete(): void {
    this.#type.delete(this.#context, this.id, this.outputs);
  }

  #living(): ResourceContext {
    return { ...this.#context, state: this.outputs };
  }

  #keep(run: () => Properties): this {
    try {
      this.outputs = run();
    } catch (error) {
      if (error instanceof ResourceInitError) {
        this.id = error.id;
        this.outputs = error.outputs;
      }
      throw error;
    }
    return this;
  }
}

/** Why a resource did not become ready, or did not go. */
export function reasons(attempt: () => unknown): readonly string[] {
  try {
    attempt();
  } catch (error) {
    if (error instanceof ResourceInitError) return error.reasons;
    throw error;
  }
  throw new Error("it became ready");
}
