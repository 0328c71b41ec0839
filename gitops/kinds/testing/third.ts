import { z } from "zod";
import type { ProviderKind } from "../../../provider/kinds/kind";
import { CredentialProperties } from "../../../provider/secrets/credentialProperties";
import { renamedFrom } from "../../file/names";
import { reference, referenceOrKeep } from "../../file/references";
import type { GitopsKind } from "../kind";

/** A kind of connection that there is not, on either side of the registry. */
export const THIRD = "thirdware";

const notOpened = () => {
  throw new Error("No test opens it.");
};

export const PROVIDER: ProviderKind = {
  name: THIRD,
  secrets: ["pass", "passFingerprint"],
  shown: ["host", "name"],
  forms: {},
  checkConfig: () => [],
  diffConfig: () => [],
  open: notOpened,
  type: "pulumi-nodejs:dynamic/thirdware:Link",
  pluginType: "third:index:Connection",
  defaultUrl: "https://api.thirdware.example",
  host: "forge",
  credentials: new CredentialProperties("pass", ["realm"]),
  cascade: { what: "mirror", note: "Thirdware deletes mirrors" },
  check: ({ title }) => ({
    problems: title === "taken" ? [{ path: "title", message: "is taken" }] : [],
  }),
  doubtsAbout: ({ title }) => (title === "odd" ? [{ path: "title", message: "is odd" }] : []),
  reach: (lookup) => ({
    settings: { apiKey: lookup("thirdware:apiKey") ?? "", baseUrl: "https://api.thirdware.example" },
    problems: lookup("thirdware:apiKey") ? [] : [{ path: "thirdware:apiKey", message: "is not set" }],
    reserved: [],
    whyReadOnly: undefined,
    open: notOpened,
  }),
};

const form = z.strictObject({
  forge: z.enum(["github", "forgejo"]),
  title: z.string(),
  label: z.string().optional(),
  pass: referenceOrKeep.optional(),
  adopt: z.string().optional(),
  allowDuplicate: z.boolean().optional(),
  renamedFrom,
});

export const GITOPS: GitopsKind<z.output<typeof form>> = {
  description: "Thirdware's links, by name.",
  written: form.extend({ forge: form.shape.forge.optional() }),
  defaults: z.strictObject({
    forge: form.shape.forge.optional(),
    label: form.shape.label,
    pass: z.strictObject({ github: reference.optional(), forgejo: reference.optional() }).optional(),
  }),
  otherwise: { passFrom: "is not a field of this file; write pass: { env: NAME }" },
  formFor: () => form,
  read: (value) => form.safeParse(value).data,
  secretOf: ({ pass }) =>
    pass === undefined || pass === "keep" ? undefined : { path: "pass", reference: pass, open: {} },
  looks: "forge and title",
  lookOf: ({ title }) => (typeof title === "string" ? title : undefined),
  nameOf: ({ title }) => String(title),
  fieldsOf: ({ id, state: { forge, title } }) => ({ forge, title, pass: "keep", adopt: id }),
  afterRotation: "Thirdware tests nothing.",
};
