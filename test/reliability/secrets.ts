import { secretForms } from "../../emulator/secretForms";

/** Secrets that no message may show, by what the tests call them. */
export type Secrets = Readonly<Record<string, string>>;

/** Which secrets a text shows, in any spelling. */
export function secretsIn(text: string, secrets: Secrets): string[] {
  return Object.entries(secrets)
    .filter(([, secret]) => secretForms(secret).some((form) => text.includes(form)))
    .map(([name]) => name);
}
