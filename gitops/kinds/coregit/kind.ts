import type { GitopsKind } from "../kind";
import { type CoregitDeclaration, coregitDefaults, coregitWritten, FORM } from "./form";

/** Coregit's connections. */
export const kind: GitopsKind<CoregitDeclaration> = {
  description: "Coregit's connections, by name.",
  written: coregitWritten,
  defaults: coregitDefaults,
  otherwise: {
    accessTokenFrom: "is not a field of this file; write accessToken: { env: NAME }",
  },
  formFor: () => FORM,
  read: (value) => FORM.safeParse(value).data,
  secretOf: ({ accessToken }) =>
    accessToken === undefined || accessToken === "keep"
      ? undefined
      : { path: "accessToken", reference: accessToken, open: {} },
  looks: "provider and label",
  lookOf: ({ label }) => (typeof label === "string" ? label : undefined),
  nameOf: ({ label }) => String(label),
  fieldsOf: ({ id, state: { provider, label } }) => ({ provider, label, accessToken: "keep", adopt: id }),
};
