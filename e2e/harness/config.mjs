// Writes a kith.toml from a plain object: tables are objects, everything below a table is written inline.

/** Lays `over` over `base`; tables are merged key by key, everything else is replaced. */
export function merged(base, over) {
  const result = { ...base };
  for (const [key, value] of Object.entries(over)) {
    result[key] = isTable(value) && isTable(result[key]) ? merged(result[key], value) : value;
  }
  return result;
}

export function toToml(config) {
  const entries = Object.entries(config);
  const lines = entries.filter(([, value]) => !isTable(value)).map(([key, value]) => `${key} = ${inline(value)}`);
  for (const [table, content] of entries.filter(([, value]) => isTable(value))) {
    lines.push('', `[${table}]`, ...Object.entries(content).map(([key, value]) => `${key} = ${inline(value)}`));
  }
  return `${lines.join('\n')}\n`;
}

function inline(value) {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (isTable(value)) return `{ ${Object.entries(value).map(([key, inner]) => `${key} = ${inline(inner)}`).join(', ')} }`;
  return JSON.stringify(value);
}

function isTable(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
