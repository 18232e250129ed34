import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { chosenName, namePrefixOf } from "../../core/physical-name.ts";
import { tagsInput } from "../pulumi/tags.ts";
import { onExisting } from "./authorization.ts";
import { invalidValue } from "./errors.ts";
import { ec2Kind } from "./kind.ts";
import { ec2Arn } from "./kinds.ts";
import { checkLaunchTemplateData } from "./launch-template-data.ts";
import { launchTemplateDataInputs, templateData, templateInputs } from "./launch-template-inputs.ts";
import { conflict } from "./provider-checks.ts";
import type { LaunchTemplate, LaunchTemplateData, LaunchTemplateVersion } from "./records.ts";
import { ec2State } from "./state.ts";

/** Names a version of a template: by number, `$Latest` or `$Default` (the default). */
export interface LaunchTemplateSpecification {
  readonly LaunchTemplateId?: string | undefined;
  readonly LaunchTemplateName?: string | undefined;
  readonly Version?: string | undefined;
}

/** A name and the data of the first version. */
export interface CreateLaunchTemplateRequest {
  readonly LaunchTemplateName: string;
  readonly VersionDescription?: string | undefined;
  readonly LaunchTemplateData: LaunchTemplateData;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html */
const NAME = /^[a-zA-Z0-9().\-/_]{3,128}$/;

const MAX_NAME_LENGTH = 128;

/** A template comes with its first version. */
const templates = ec2Kind(
  {
    prefix: "lt",
    one: "LaunchTemplate",
    id: "LaunchTemplateId",
    create: "CreateLaunchTemplate",
    describe: "DescribeLaunchTemplates",
    delete: "DeleteLaunchTemplate",
    names: "LaunchTemplateNames",
  },
  {
    make(cloud, request: CreateLaunchTemplateRequest, id, tags) {
      const { LaunchTemplateName } = request;
      checkName(cloud, LaunchTemplateName);
      return {
        LaunchTemplateId: id,
        LaunchTemplateName,
        CreateTime: cloud.clock.timestamp(),
        CreatedBy: cloud.administrator.arn,
        DefaultVersionNumber: 1,
        LatestVersionNumber: 1,
        Versions: [version(cloud, 1, request)],
        Tags: tags,
      };
    },
    show: (_cloud, template) => describe(template),
    filters: () => ({
      "launch-template-name": (template) => [template.LaunchTemplateName],
      "create-time": (template) => [template.CreateTime],
    }),
    byName: (cloud, LaunchTemplateName) => templateOf(cloud, { LaunchTemplateName }),
    deleted: (_cloud, template) => ({ LaunchTemplate: describe(template) }),
  },
);

/**
 * What a specification names.
 *
 * @throws AwsError when there is no such template or version.
 */
export function launchTemplateData(
  cloud: Cloud,
  specification: LaunchTemplateSpecification,
): LaunchTemplateData {
  const template = templateOf(cloud, specification);
  return versionOf(template, specification.Version ?? "$Default").LaunchTemplateData;
}

/** A template as DescribeLaunchTemplates shows it. */
export type LaunchTemplateDescription = Omit<LaunchTemplate, "Versions">;

/** A version as DescribeLaunchTemplateVersions shows it. */
export interface LaunchTemplateVersionDescription extends LaunchTemplateVersion {
  readonly LaunchTemplateId: string;
  readonly LaunchTemplateName: string;
  readonly DefaultVersion: boolean;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html and its siblings. */
export const launchTemplateOperations = {
  ...templates.operations,

  CreateLaunchTemplateVersion: operation({
    authorize: (cloud, request: CreateLaunchTemplateVersionRequest) => [
      onExisting(cloud, "CreateLaunchTemplateVersion", request.LaunchTemplateId),
    ],
    run: (cloud, request): { LaunchTemplateVersion: LaunchTemplateVersionDescription } => {
      const template = ec2State(cloud).launchTemplates.get(request.LaunchTemplateId);
      const added = version(cloud, template.LatestVersionNumber + 1, request);
      template.LatestVersionNumber = added.VersionNumber;
      template.Versions = [...template.Versions, added];
      return { LaunchTemplateVersion: describeVersion(template, added) };
    },
  }),

  ModifyLaunchTemplate: operation({
    authorize: (cloud, request: { readonly LaunchTemplateId: string; readonly DefaultVersion: string }) => [
      onExisting(cloud, "ModifyLaunchTemplate", request.LaunchTemplateId),
    ],
    run: (cloud, request): { LaunchTemplate: LaunchTemplateDescription } => {
      const template = ec2State(cloud).launchTemplates.get(request.LaunchTemplateId);
      template.DefaultVersionNumber = versionOf(template, request.DefaultVersion).VersionNumber;
      return { LaunchTemplate: describe(template) };
    },
  }),

  DescribeLaunchTemplateVersions: operation({
    run: (
      cloud,
      request: LaunchTemplateSpecification & { readonly Versions?: readonly string[] },
    ): { LaunchTemplateVersions: LaunchTemplateVersionDescription[] } => {
      const template = templateOf(cloud, request);
      const versions = request.Versions?.map((name) => versionOf(template, name)) ?? template.Versions;
      return { LaunchTemplateVersions: versions.map((one) => describeVersion(template, one)) };
    },
  }),
};

interface CreateLaunchTemplateVersionRequest {
  readonly LaunchTemplateId: string;
  readonly VersionDescription?: string | undefined;
  readonly LaunchTemplateData: LaunchTemplateData;
}

/** Schema: terraform-provider-aws/internal/service/ec2/ec2_launch_template.go */
export const launchTemplateResource = templates.resource({
  token: "aws:ec2/launchTemplate:LaunchTemplate",
  nameInput: "name",
  schema: z.object({
    ...launchTemplateDataInputs.shape,
    defaultVersion: z.int().positive().optional(),
    description: z.string().optional(),
    name: z.string().optional(),
    namePrefix: z.string().optional(),
    updateDefaultVersion: z.boolean().optional(),
    ...tagsInput,
  }),
  replaceOnChange: ["name", "namePrefix"],
  computed: ["arn", "defaultVersion", "latestVersion", "metadataOptions", "name", "namePrefix", "tagsAll"],
  computedOnUpdate: ["defaultVersion", "latestVersion"],

  problems: (inputs) => [
    ...conflict(inputs, "name", "name", "name_prefix"),
    ...conflict(inputs, "defaultVersion", "default_version", "update_default_version"),
  ],

  create(context, inputs, tagging) {
    const { cloud } = context;
    return cloud.call(cloud.administrator, "ec2", "CreateLaunchTemplate", {
      LaunchTemplateName: chosenName(context, inputs, MAX_NAME_LENGTH),
      VersionDescription: inputs.description,
      LaunchTemplateData: templateData(inputs),
      ...tagging,
    }).LaunchTemplate.LaunchTemplateId;
  },

  outputs({ cloud }, template, properties) {
    const latest = versionOf(template, "$Latest");
    const isImport = Object.keys(properties).length === 0;
    const data = isImport
      ? templateInputs(latest.LaunchTemplateData)
      : (launchTemplateDataInputs.partial().safeParse(properties).data ?? {});
    return {
      ...data,
      arn: ec2Arn(cloud, template.LaunchTemplateId),
      defaultVersion: template.DefaultVersionNumber,
      description: latest.VersionDescription ?? "",
      latestVersion: template.LatestVersionNumber,
      name: template.LaunchTemplateName,
      namePrefix: namePrefixOf(template.LaunchTemplateName),
      updateDefaultVersion: properties["updateDefaultVersion"],
    };
  },

  update(context, id, before, after) {
    const { cloud } = context;
    const isNewVersion =
      before.description !== after.description ||
      !isDeepStrictEqual(templateData(before), templateData(after));
    if (isNewVersion) {
      cloud.call(cloud.administrator, "ec2", "CreateLaunchTemplateVersion", {
        LaunchTemplateId: id,
        VersionDescription: after.description,
        LaunchTemplateData: templateData(after),
      });
    }
    const { LatestVersionNumber, DefaultVersionNumber } = ec2State(cloud).launchTemplates.get(id);
    const wanted = after.updateDefaultVersion
      ? LatestVersionNumber
      : (after.defaultVersion ?? DefaultVersionNumber);
    if (wanted !== DefaultVersionNumber) {
      cloud.call(cloud.administrator, "ec2", "ModifyLaunchTemplate", {
        LaunchTemplateId: id,
        DefaultVersion: String(wanted),
      });
    }
  },

  delete({ cloud }, LaunchTemplateId) {
    cloud.call(cloud.administrator, "ec2", "DeleteLaunchTemplate", { LaunchTemplateId });
  },
});

function checkName(cloud: Cloud, name: string): void {
  if (!NAME.test(name)) {
    throw new AwsError(
      "InvalidLaunchTemplateName.MalformedException",
      "Launch template names must be between 3 and 128 characters and may contain letters, numbers and the characters ( ) . / _ -",
    );
  }
  if (byName(cloud, name) !== undefined) {
    throw new AwsError(
      "InvalidLaunchTemplateName.AlreadyExistsException",
      "Launch template name already in use.",
    );
  }
}

function version(
  cloud: Cloud,
  number: number,
  request: Pick<CreateLaunchTemplateVersionRequest, "VersionDescription" | "LaunchTemplateData">,
): LaunchTemplateVersion {
  checkLaunchTemplateData(request.LaunchTemplateData);
  return {
    VersionNumber: number,
    ...(request.VersionDescription === undefined ? {} : { VersionDescription: request.VersionDescription }),
    CreateTime: cloud.clock.timestamp(),
    LaunchTemplateData: structuredClone(request.LaunchTemplateData),
  };
}

function templateOf(cloud: Cloud, specification: LaunchTemplateSpecification): LaunchTemplate {
  const { LaunchTemplateId: id, LaunchTemplateName: name } = specification;
  if (id !== undefined) return ec2State(cloud).launchTemplates.get(id);
  if (name === undefined)
    throw invalidValue("Either a launch template ID or a launch template name must be specified.");
  const found = byName(cloud, name);
  if (found === undefined) {
    throw new AwsError(
      "InvalidLaunchTemplateName.NotFoundException",
      `The specified launch template, with template name ${name}, does not exist.`,
    );
  }
  return found;
}

function byName(cloud: Cloud, name: string): LaunchTemplate | undefined {
  return ec2State(cloud).launchTemplates.where(({ LaunchTemplateName }) => LaunchTemplateName === name)[0];
}

function versionOf(template: LaunchTemplate, name: string): LaunchTemplateVersion {
  const number =
    name === "$Latest"
      ? template.LatestVersionNumber
      : name === "$Default"
        ? template.DefaultVersionNumber
        : Number(name);
  const found = template.Versions.find(({ VersionNumber }) => VersionNumber === number);
  if (found === undefined) {
    throw new AwsError(
      "InvalidLaunchTemplateId.VersionNotFound",
      `Could not find the specified version ${name} for the launch template with ID ${template.LaunchTemplateId}.`,
    );
  }
  return found;
}

function describe({ Versions: _versions, ...description }: LaunchTemplate): LaunchTemplateDescription {
  return structuredClone(description);
}

function describeVersion(
  template: LaunchTemplate,
  { VersionNumber, ...rest }: LaunchTemplateVersion,
): LaunchTemplateVersionDescription {
  return structuredClone({
    LaunchTemplateId: template.LaunchTemplateId,
    LaunchTemplateName: template.LaunchTemplateName,
    VersionNumber,
    DefaultVersion: VersionNumber === template.DefaultVersionNumber,
    ...rest,
  });
}
