/** Tells editors the form of a file, by the schema that the package brings along. */
export function schemaComment(file: string): string {
  const up = "../".repeat(file.split("/").length - 1) || "./";
  return `# yaml-language-server: $schema=${up}node_modules/pulumi-repo-connections/gitops/schema/connections.json`;
}
