/** A token that is looked for in everything that is shown. It has no known prefix: it takes knowledge to mask it. */
export function tokenText(token: number): string {
  return `planted+Token/${token}?of~the=Model`;
}
