import { readFileSync } from "node:fs";
import ts from "typescript";

/** The doc comments of declarations and of their members, as plain Markdown, without their tags. */
export class Comments {
  readonly #texts = new Map<string, string>();

  /**
   * @param files TypeScript sources.
   * @param places what the fields of a declaration are called where there are no TypeScript types:
   *   `{@link GithubCredentials.token}` becomes `credentials.token`, say.
   */
  constructor(
    files: readonly string[],
    private readonly places: Readonly<Record<string, string>>,
  ) {
    for (const file of files) {
      const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
      for (const statement of source.statements) if (isDeclaration(statement)) this.#declare(statement);
    }
  }

  /**
   * The comment of a declaration, `Status`, or of one of its members, `Status.valid`.
   *
   * @throws Error when there is none.
   */
  of(name: string): string {
    const text = this.#texts.get(name);
    if (text === undefined) throw new Error(`${name} has no doc comment`);
    return text;
  }

  /** The comment of the first declaration that has a member of this name, and a comment on it. */
  ofMember(declarations: readonly string[], member: string): string {
    const found = declarations.find((declaration) => this.#texts.has(`${declaration}.${member}`));
    return this.of(`${found ?? declarations[0]}.${member}`);
  }

  /** The names of a declaration's members that have a comment, in their order. */
  members(declaration: string): string[] {
    const start = `${declaration}.`;
    return [...this.#texts.keys()]
      .filter((key) => key.startsWith(start))
      .map((key) => key.slice(start.length));
  }

  #declare(declaration: Declaration): void {
    const name = declaration.name?.text ?? "";
    this.#keep(name, declaration);
    const look = (node: ts.Node): void => {
      if (ts.isPropertySignature(node) || ts.isPropertyDeclaration(node))
        this.#keep(`${name}.${node.name.getText()}`, node);
      else ts.forEachChild(node, look);
    };
    ts.forEachChild(declaration, look);
  }

  #keep(name: string, node: ts.Node): void {
    const comment = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1)?.comment;
    if (comment === undefined) return;
    const text = typeof comment === "string" ? comment : comment.map((part) => this.#textOf(part)).join("");
    this.#texts.set(name, withoutLineBreaks(text));
  }

  #textOf(part: ts.JSDocComment): string {
    if (!ts.isJSDocLink(part)) return part.text;
    const target = `${part.name?.getText() ?? ""}${part.text}`;
    const [member = "", declaration = ""] = target.split(".").reverse();
    const place = this.places[declaration];
    return `\`${place === undefined ? member : `${place}.${member}`}\``;
  }
}

type Declaration = ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.ClassDeclaration;

function isDeclaration(node: ts.Node): node is Declaration {
  return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isClassDeclaration(node);
}

/** Lines end where the source is full; only an empty line begins a paragraph. */
function withoutLineBreaks(text: string): string {
  return text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replaceAll("\n", " "))
    .join("\n\n");
}
