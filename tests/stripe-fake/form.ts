/** What a form-encoded body or query says: names in brackets are nested. */
export interface Form {
  [name: string]: FormValue;
}
export type FormValue = string | Form | FormValue[];

/** Reads `a=1&b[c]=2&d[]=3&e[0]=4` as Stripe does: https://docs.stripe.com/api/metadata, https://docs.stripe.com/api/expanding_objects */
export function parseForm(text: string): Form {
  const form = newForm();
  for (const [name, value] of new URLSearchParams(text)) put(form, pathOf(name), value);
  return form;
}

/** Without a prototype, so that a name such as `constructor` is a name like any other. */
function newForm(): Form {
  return Object.create(null);
}

function pathOf(name: string): string[] {
  const open = name.indexOf("[");
  if (open <= 0 || !name.endsWith("]")) return [name];
  return [name.slice(0, open), ...name.slice(open + 1, -1).split("][")];
}

function put(form: Form, [name = "", ...rest]: string[], value: string): void {
  const [next] = rest;
  if (next === undefined) {
    form[name] = value;
  } else if (next === "" || /^\d+$/.test(next)) {
    const found = form[name];
    const list = Array.isArray(found) ? found : [];
    form[name] = list;
    putInList(list, rest, value);
  } else {
    const found = form[name];
    const nested = typeof found === "object" && !Array.isArray(found) ? found : newForm();
    form[name] = nested;
    put(nested, rest, value);
  }
}

function putInList(list: FormValue[], [index = "", ...rest]: string[], value: string): void {
  if (rest.length === 0) {
    list.push(value);
    return;
  }
  const at = index === "" ? list.length : Number(index);
  const found = list[at];
  const nested = typeof found === "object" && !Array.isArray(found) ? found : newForm();
  list[at] = nested;
  put(nested, rest, value);
}

/** The same for two bodies that say the same, in whatever order. */
export function fingerprint(text: string): string {
  const parameters = new URLSearchParams(text);
  parameters.sort();
  return parameters.toString();
}
