/**
 * A document with one of its sections written anew. A section stands between `<!-- name: … -->` and
 * `<!-- end of name -->`, each on a line of its own; the rest of the document stays as it is.
 *
 * @throws Error when the document has no such section.
 */
export function withSection(document: string, name: string, content: string): string {
  const section = new RegExp(`(<!-- ${name}: [^\\n]* -->\\n)[^]*?(\\n<!-- end of ${name} -->)`);
  if (!section.test(document)) throw new Error(`the document has no section ${name}`);
  return document.replace(section, (_, begin: string, end: string) => `${begin}\n${content}\n${end}`);
}
