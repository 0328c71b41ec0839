import { visibleLines } from "../../../provider/text/visible";

/** Something said about a stack or a connection as a whole. */
export function Message({ kind, text }: { readonly kind: "error" | "note"; readonly text: string }) {
  return (
    <div class={`message ${kind}`}>
      <strong>{kind === "error" ? "Error" : "Note"}</strong>
      <p>{visibleLines(text.trim()).join("\n")}</p>
    </div>
  );
}
