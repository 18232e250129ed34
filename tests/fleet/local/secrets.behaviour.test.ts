/** Encrypted configuration in the simulated cloud: used, and shown nowhere. */
import { createCipheriv, pbkdf2Sync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createConsole } from "../../../fleet/local/console.ts";
import { bringUp } from "../../../fleet/local/bring-up.ts";
import { exportStacks } from "../../../fleet/local/export.ts";
import type { StackReport } from "../../../fleet/local/report.ts";
import { runLocal } from "../../../fleet/local/run.ts";
import { LocalSession } from "../../../fleet/local/session.ts";
import { clustersOf } from "../../../sim/kubernetes/clusters.ts";
import { PROJECT_DIRECTORY, temporaryFolder } from "../../support/stack-files.ts";

const SECRET = "never-shown";
const SALT = Buffer.from("saltsalt");
const KEY = pbkdf2Sync("correct horse", SALT, 1_000_000, 32, "sha256");

const encrypted = (text: string): string => {
  const nonce = Buffer.alloc(12, text);
  const cipher = createCipheriv("aes-256-gcm", KEY, nonce);
  const message = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${message.toString("base64")}`;
};

/** A folder with a project of its own name, and one stack with secrets. */
const folderWith = (script: string): string => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    readFileSync(join(PROJECT_DIRECTORY, "Pulumi.yaml"), "utf8").replace(
      "name: multicluster-ingress",
      "name: shop",
    ),
  );
  writeFileSync(
    join(folder, "Pulumi.web.yaml"),
    `encryptionsalt: v1:${SALT.toString("base64")}:${encrypted("pulumi")}
config:
  aws:region: ap-northeast-2
  shop:role: primary
  shop:clusterName: web
  shop:tags:
    owner: { secure: "${encrypted(SECRET)}" }
  shop:nodeGroups:
    - count: 2
      initScript: { secure: "${encrypted(script)}" }
  shop:app:
    content: { type: colour-page, heading: { secure: "${encrypted(`${SECRET} page`)}" } }
`,
  );
  return folder;
};

/** The secret as it is, and as it stands in base64. */
const SPELLINGS = [SECRET, Buffer.from(SECRET).toString("base64").replace(/=+$/, "")];

/** A folder with one application, whose secrets stand in the file of its stack. */
const folderWithApps = (): string => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    `name: shop
runtime: nodejs
config:
  apps:
    value:
      shop:
        image: registry.example.com/shop:1
        env: { LOG_LEVEL: info, TOKEN: none }
`,
  );
  writeFileSync(
    join(folder, "Pulumi.web.yaml"),
    `encryptionsalt: v1:${SALT.toString("base64")}:${encrypted("pulumi")}
config:
  aws:region: ap-northeast-2
  shop:role: primary
  shop:clusterName: web
  shop:appOverrides:
    shop:
      env:
        TOKEN: { secure: "${encrypted(SECRET)}" }
`,
  );
  return folder;
};

beforeEach(() => {
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "correct horse");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe("encrypted configuration", () => {
  const open = (folder: string) =>
    LocalSession.open({ projectDirectory: PROJECT_DIRECTORY, configDirectory: folder });

  it("reaches the cloud, and neither export nor outputs show it", async () => {
    const folder = folderWith(`#!/bin/bash\necho ${SECRET}\n`);
    const session = await open(folder);
    const reports: StackReport[] = [];
    await bringUp(session, createConsole(process.stdout, true), reports);
    const { cloud } = session;
    const { Vpcs } = cloud.call(cloud.administrator, "ec2", "DescribeVpcs", {});
    expect(Vpcs[0]?.Tags).toContainEqual({ Key: "owner", Value: SECRET });
    const texts = exportStacks(session, folder).map((path) => readFileSync(path, "utf8"));
    expect(texts.filter((text) => text.includes(SECRET))).toEqual([]);
    const resources = JSON.parse(texts[1]!) as { name: string; inputs: Record<string, unknown> }[];
    const find = (name: string) => resources.find((resource) => resource.name === name)?.inputs;
    expect(find("web-vpc-public-1")).toMatchObject({
      tags: { owner: "[secret]", "kubernetes.io/role/elb": "1" },
    });
    expect(find("web-ng-launch-template")).toMatchObject({ userData: "[secret]" });
    expect(texts[0]).toContain('alb.ingress.kubernetes.io/tags: "[secret]"');
    expect(JSON.stringify(reports)).not.toContain(SECRET);
    expect(reports[0]?.outputs).toMatchObject({ clusterName: "web", region: "ap-northeast-2" });
  });

  it("keeps a secret variable of an application in a Secret of the cluster, and nothing else has it", async () => {
    const folder = folderWithApps();
    const session = await open(folder);
    const reports: StackReport[] = [];
    await bringUp(session, createConsole(process.stdout, true), reports);
    const { api } = clustersOf(session.cloud).get("web")!;
    const kinds = [
      "v1/Secret",
      "v1/ConfigMap",
      "v1/Pod",
      "apps/v1/Deployment",
      "apps/v1/ReplicaSet",
      "v1/Event",
    ] as const;
    const holders = kinds
      .flatMap((kind) => api.list(kind))
      .filter((object) => SPELLINGS.some((spelling) => JSON.stringify(object).includes(spelling)))
      .map(({ kind, metadata }) => `${kind} ${metadata.name.replace(/-[0-9a-f]{8,}$/, "-*")}`);
    expect(holders.toSorted()).toEqual(["Secret shop-env-*"]);
    const texts = exportStacks(session, folder).map((path) => readFileSync(path, "utf8"));
    const shown = [...texts, JSON.stringify(reports), JSON.stringify(session.shownResources("web"))];
    expect(shown.filter((text) => SPELLINGS.some((spelling) => text.includes(spelling)))).toEqual([]);
    const [environment] = session
      .shownResources("web")
      .filter(({ type, name }) => type === "kubernetes:core/v1:Secret" && name.includes("env"));
    expect(environment?.inputs).toMatchObject({ stringData: { TOKEN: "[secret]" } });
  });

  it("is not in the document of a run", async () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    try {
      const configDirectory = folderWithApps();
      const options = {
        projectDirectory: PROJECT_DIRECTORY,
        configDirectory,
        once: true,
        json: true,
        quiet: true,
      };
      await runLocal(options, () => Promise.resolve());
      const document = write.mock.calls.map(([text]) => String(text)).join("");
      expect(JSON.parse(document)).toMatchObject({ problems: [], stacks: [{ stack: "web" }] });
      expect(SPELLINGS.filter((spelling) => document.includes(spelling))).toEqual([]);
    } finally {
      write.mockRestore();
    }
  });

  it("is in no message of a failed update", async () => {
    const session = await open(folderWith("#!/bin/bash\n"));
    const messages: string[] = [];
    const result = await session.up(session.stacks[0]!, {
      intercept: ({ type, inputs }) =>
        type === "aws:ec2/launchTemplate:LaunchTemplate" ? { ...inputs, keyName: SECRET } : inputs,
      onStep: ({ message }) => {
        if (message !== undefined) messages.push(message);
      },
    });
    const shown = [...result.failures.map(({ message }) => message), ...messages];
    expect(shown.join("\n")).toContain("The key pair '[secret]' does not exist");
    expect(shown.filter((text) => text.includes(SECRET))).toEqual([]);
  });

  it("is refused by path where it is wrong", async () => {
    await expect(open(folderWith(`echo ${SECRET}`))).rejects.toThrow(
      'the configuration of stack "web" has a problem (Pulumi.web.yaml):\n' +
        "  - nodeGroups[0].initScript is [secret]; use a script whose first line names its shell, as #!/bin/bash",
    );
  });
});
