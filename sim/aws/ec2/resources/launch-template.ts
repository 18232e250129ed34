import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { chosenName } from "../../../core/physical-name.ts";
import { ec2Arn } from "../kinds.ts";
import { conflict } from "../provider-checks.ts";
import { awsResource } from "../../pulumi/resource.ts";
import { launchTemplateDataInputs, templateData, templateInputs } from "./launch-template-data.ts";
import { tagOutputs, tagsInput } from "../../pulumi/tags.ts";
import { ec2State } from "../state.ts";
import { tagSpecifications, updateTags } from "./tags.ts";
import { unlessGone } from "../../kind/waiting.ts";

const MAX_NAME_LENGTH = 128;

/** Schema: terraform-provider-aws/internal/service/ec2/ec2_launch_template.go */
export const launchTemplateResource = awsResource({
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

  create(context, inputs) {
    const { cloud } = context;
    const { LaunchTemplateId } = cloud.call(cloud.administrator, "ec2", "CreateLaunchTemplate", {
      LaunchTemplateName: chosenName(context, inputs, MAX_NAME_LENGTH),
      VersionDescription: inputs.description,
      LaunchTemplateData: templateData(inputs),
      TagSpecifications: tagSpecifications(context, "launch-template", inputs.tags),
    }).LaunchTemplate;
    return LaunchTemplateId;
  },

  read(context, id, properties) {
    const { cloud } = context;
    const template = ec2State(cloud).launchTemplates.find(id);
    if (template === undefined) return undefined;
    const latest = template.Versions.find(
      ({ VersionNumber }) => VersionNumber === template.LatestVersionNumber,
    );
    const isImport = Object.keys(properties).length === 0;
    const data = isImport
      ? templateInputs(latest?.LaunchTemplateData ?? {})
      : (launchTemplateDataInputs.partial().safeParse(properties).data ?? {});
    return {
      ...data,
      arn: ec2Arn(cloud, id),
      defaultVersion: template.DefaultVersionNumber,
      description: latest?.VersionDescription ?? "",
      latestVersion: template.LatestVersionNumber,
      name: template.LaunchTemplateName,
      namePrefix: properties["namePrefix"] ?? "",
      updateDefaultVersion: properties["updateDefaultVersion"],
      ...tagOutputs(context, template.Tags, properties),
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
    updateTags(context, id, before.tags, after.tags);
  },

  delete({ cloud }, id) {
    unlessGone(["InvalidLaunchTemplateId.NotFound"], () =>
      cloud.call(cloud.administrator, "ec2", "DeleteLaunchTemplate", { LaunchTemplateId: id }),
    );
  },
});
