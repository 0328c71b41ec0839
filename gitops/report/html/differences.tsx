import type { FieldChange } from "../schema";
import { type ShownChange, showChange } from "../values";

/** What differs, field by field. */
export function Differences({ fields }: { readonly fields: readonly FieldChange[] }) {
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
              <Difference change={change} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Difference({ change }: { readonly change: ShownChange }) {
  switch (change.form) {
    case "replaced":
      return (
        <>
          <del>{change.from}</del> → <ins>{change.to}</ins>
        </>
      );
    case "set":
      return (
        <ul class="set">
          {change.added.map((value) => (
            <li>
              <ins>+ {value}</ins>
            </li>
          ))}
          {change.removed.map((value) => (
            <li>
              <del>− {value}</del>
            </li>
          ))}
        </ul>
      );
    case "changed":
      return <>changed</>;
  }
}
