import type { FieldChange } from "../schema";
import { type ShownChange, showChange } from "../values";

interface DifferencesProps {
  readonly fields: readonly FieldChange[];
  /** Whether what was before is what is wanted: of drift, that is what was applied. */
  readonly isDrift: boolean;
}

/** What differs, field by field; the side that is wanted is green. */
export function Differences({ fields, isDrift }: DifferencesProps) {
  if (fields.length === 0) return null;
  return (
    <table class="differences">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Difference</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(showChange).map((change) => (
          <tr>
            <th scope="row">{change.path}</th>
            <td>
              <Difference change={change} isDrift={isDrift} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Difference({ change, isDrift }: { readonly change: ShownChange; readonly isDrift: boolean }) {
  const [before, after] = isDrift ? ["wanted", "unwanted"] : ["unwanted", "wanted"];
  switch (change.form) {
    case "replaced":
      return (
        <>
          <del class={before}>{change.from}</del> → <ins class={after}>{change.to}</ins>
        </>
      );
    case "set":
      return (
        <ul class="set">
          {change.added.map((value) => (
            <li>
              <ins class={after}>+ {value}</ins>
            </li>
          ))}
          {change.removed.map((value) => (
            <li>
              <del class={before}>− {value}</del>
            </li>
          ))}
        </ul>
      );
    case "changed":
      return <>changed</>;
  }
}
