// Shows /openapi.json: every operation with its parameters, its body and a command to try it.

const description = await fetch("/openapi.json").then((answer) => answer.json());

function element(name, text = "", className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

function resolved(schema = {}) {
  const name = schema.$ref?.split("/").pop();
  return name ? description.components.schemas[name] : schema;
}

function kind(schema = {}) {
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.anyOf) return schema.anyOf.map(kind).join(" or ");
  if (schema.type === "array") return `list of ${kind(schema.items)}`;
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" or ");
  return schema.type ?? "anything";
}

function table(rows) {
  const made = element("table");
  const head = made.createTHead().insertRow();
  for (const title of ["name", "type", ""]) head.append(element("th", title));
  for (const row of rows) {
    const line = made.insertRow();
    line.append(element("td", row.name, "name"), element("td", row.type), element("td", row.note));
  }
  return made;
}

function fields(schema) {
  const { properties = {}, required = [] } = resolved(schema);
  return table(
    Object.entries(properties).map(([name, field]) => ({
      name,
      type: kind(field),
      note: [required.includes(name) ? "required" : "", field.description ?? ""].filter(Boolean).join("; "),
    })),
  );
}

function command(path, method, schema) {
  const words = [`curl ${location.origin}${path}`];
  if (method !== "get") words.push(`-X ${method.toUpperCase()}`);
  const example = resolved(schema).examples?.[0];
  if (schema) words.push("-H 'Content-Type: application/json'", `-d '${JSON.stringify(example ?? {})}'`);
  return element("pre", words.join(" \\\n  "));
}

function answers(responses) {
  const made = element("div");
  for (const [status, { content }] of Object.entries(responses)) {
    const schema = content?.["application/json"]?.schema;
    if (status === "422" || !schema || !(schema.$ref ?? schema.items?.$ref)) continue;
    made.append(element("h3", `Answer: ${kind(schema)}`), fields(schema.items ?? schema));
  }
  return made;
}

function operation(path, method, about) {
  const made = element("section");
  made.id = about.operationId;
  const title = element("h2");
  title.append(element("span", method.toUpperCase(), "method"), " ", element("code", path));
  made.append(title, element("p", about.summary ?? ""));
  const parameters = about.parameters ?? [];
  if (parameters.length) {
    const rows = parameters.map((one) => ({ name: one.name, type: kind(one.schema), note: one.description ?? "" }));
    made.append(element("h3", "Parameters"), table(rows));
  }
  const schema = about.requestBody?.content["application/json"]?.schema;
  if (schema) made.append(element("h3", "Body"), element("p", resolved(schema).description ?? ""), fields(schema));
  made.append(answers(about.responses), element("h3", "Try it"), command(path, method, schema));
  return made;
}

const { info, paths } = description;
document.getElementById("title").textContent = info.version === "0" ? info.title : `${info.title} ${info.version}`;
document.getElementById("about").textContent = info.description;
const place = document.getElementById("operations");
const contents = document.getElementById("contents");
place.replaceChildren();
for (const [path, methods] of Object.entries(paths)) {
  for (const [method, about] of Object.entries(methods)) {
    if (method === "head") continue;
    place.append(operation(path, method, about));
    const link = element("a", `${method.toUpperCase()} ${path}`);
    link.href = `#${about.operationId}`;
    contents.append(link);
  }
}
