//! Laying one table over another, and telling which key nobody knows.

use toml::{Table, Value};

use super::ConfigError;

/// Variables that other parts of the program read themselves.
const OTHERS: [&str; 2] = ["KITH_SHARED", "KITH_CONFIG"];

/// The group whose keys operators name themselves: plans and the credits they bring.
const NAMED_BY_OPERATORS: &str = "policy.outreach.plans.";

/// A configuration in the making. What may be set is what the defaults and the presets have.
pub(super) struct Layers {
    known: Table,
    set: Table,
}

impl Layers {
    pub(super) fn new(defaults: &str) -> Self {
        let mut known: Table = defaults.parse().unwrap_or_default();
        if let Some(Value::Table(policy)) = known.get_mut("policy") {
            lay_over(policy, preset("standard").unwrap_or_default());
        }
        Self { known, set: Table::new() }
    }

    /// Lays a file over what is set.
    pub(super) fn file(&mut self, name: &str, text: &str) -> Result<(), ConfigError> {
        let table: Table = text.parse().map_err(|error: toml::de::Error| {
            let before = error.span().map_or(0, |span| span.start);
            let line = 1 + text.get(..before).unwrap_or_default().matches('\n').count();
            ConfigError::new(format!("{name}: line {line}: {}", error.message().replace('\n', " ")))
        })?;
        if let Some((path, nearest)) = unknown(&table, &self.known, "") {
            return Err(ConfigError::new(format!("{name}: there is no key {path}{}", hint(nearest))));
        }
        if let Some(sentence) = misshapen(&table, &self.known, "") {
            return Err(ConfigError::new(format!("{name}: {sentence}")));
        }
        lay_over(&mut self.set, table);
        Ok(())
    }

    /// Lays the variables `KITH_…` over what is set.
    pub(super) fn environment(&mut self, variables: &[(String, String)]) -> Result<(), ConfigError> {
        let names: Vec<(String, String)> =
            leaves(&self.known, "").into_iter().map(|path| (variable(&path), path)).collect();
        for (name, value) in variables {
            if OTHERS.contains(&name.as_str()) {
                continue;
            }
            let direct = names.iter().find(|(known, _)| known == name);
            let by_file = names.iter().find(|(known, _)| Some(known.as_str()) == name.strip_suffix("_FILE"));
            match (direct, by_file) {
                (Some((_, path)), _) => self.put(path, value)?,
                (None, Some((_, path))) => {
                    let content = std::fs::read_to_string(value)
                        .map_err(|error| ConfigError::new(format!("{name}: cannot read {value}: {error}")))?;
                    self.put(path, content.trim_end())?;
                }
                (None, None) => {
                    let nearest = nearest(name, names.iter().map(|(known, _)| known.as_str()));
                    let sentence = format!("there is no variable {name}{}", hint(nearest));
                    return Err(ConfigError::new(sentence));
                }
            }
        }
        Ok(())
    }

    /// Lays one key over what is set.
    pub(super) fn flag(&mut self, key: &str, value: &str) -> Result<(), ConfigError> {
        let leaves = leaves(&self.known, "");
        if !leaves.iter().any(|path| path == key) {
            let nearest = nearest(key, leaves.iter().map(String::as_str));
            return Err(ConfigError::new(format!("there is no key {key}{}", hint(nearest))));
        }
        self.put(key, value)
    }

    /// The whole: defaults, then the preset, then what was set.
    pub(super) fn finish(self) -> Result<Table, ConfigError> {
        let mut whole = self.known;
        let name = match self.set.get("policy").and_then(|policy| policy.get("preset")) {
            Some(Value::String(name)) => name.clone(),
            Some(_) => return Err(ConfigError::new("policy.preset: write a name, such as \"standard\"")),
            None => "standard".to_owned(),
        };
        let Some(preset) = preset(&name) else {
            let names = kith_app::presets::PRESETS.map(|(name, _)| name).join(", ");
            return Err(ConfigError::new(format!(
                "policy.preset: there is no preset {name:?}; there are {names}"
            )));
        };
        if let Some(Value::Table(policy)) = whole.get_mut("policy") {
            lay_over(policy, preset);
        }
        lay_over(&mut whole, self.set);
        Ok(whole)
    }

    /// Sets a key from a text, read as the type the key has.
    fn put(&mut self, path: &str, text: &str) -> Result<(), ConfigError> {
        let known =
            path.split('.').try_fold(Value::Table(self.known.clone()), |at, key| at.get(key).cloned());
        let value = match known {
            Some(Value::String(_)) | None => Value::String(text.to_owned()),
            Some(_) if text == "off" => Value::String(text.to_owned()),
            Some(Value::Array(_)) if !text.trim_start().starts_with('[') => Value::Array(
                text.split(',')
                    .map(str::trim)
                    .filter(|item| !item.is_empty())
                    .map(|item| item.parse::<i64>().map_or_else(|_| item.into(), Value::Integer))
                    .collect(),
            ),
            Some(_) => format!("x = {text}")
                .parse::<Table>()
                .ok()
                .and_then(|mut table| table.remove("x"))
                .ok_or_else(|| ConfigError::new(format!("{path}: {text:?} is not a value of this key")))?,
        };
        let mut table = &mut self.set;
        let mut keys: Vec<&str> = path.split('.').collect();
        let last = keys.pop().unwrap_or(path);
        for key in keys {
            let entry = table.entry(key).or_insert_with(|| Value::Table(Table::new()));
            if !entry.is_table() {
                *entry = Value::Table(Table::new());
            }
            let Some(inner) = entry.as_table_mut() else { return Ok(()) };
            table = inner;
        }
        table.insert(last.to_owned(), value);
        Ok(())
    }
}

fn preset(name: &str) -> Option<Table> {
    let (_, text) = kith_app::presets::PRESETS.iter().find(|(known, _)| *known == name)?;
    text.parse().ok()
}

fn lay_over(below: &mut Table, above: Table) {
    for (key, value) in above {
        match (below.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => lay_over(below, above),
            (_, value) => {
                below.insert(key, value);
            }
        }
    }
}

/// The first key that is not known, with the nearest one that is.
fn unknown(table: &Table, known: &Table, prefix: &str) -> Option<(String, Option<String>)> {
    table.iter().find_map(|(key, value)| match (known.get(key), value) {
        (None, _) if prefix == NAMED_BY_OPERATORS => None,
        (None, _) => {
            let nearest = nearest(key, known.keys().map(String::as_str));
            Some((format!("{prefix}{key}"), nearest.map(|nearest| format!("{prefix}{nearest}"))))
        }
        (Some(Value::Table(known)), Value::Table(table)) => unknown(table, known, &format!("{prefix}{key}.")),
        (Some(_), _) => None,
    })
}

/// What is wrong where a group of keys stands for a value, or a value for a group.
fn misshapen(table: &Table, known: &Table, prefix: &str) -> Option<String> {
    table.iter().find_map(|(key, value)| {
        let path = format!("{prefix}{key}");
        match (known.get(key)?, value) {
            (Value::Table(known), Value::Table(table)) => misshapen(table, known, &format!("{path}.")),
            (Value::Table(known), _) => {
                let example = leaves(known, &format!("{path}.")).into_iter().next();
                let example = example.map(|key| format!(", such as {key}")).unwrap_or_default();
                Some(format!("{path} is a group of keys{example}"))
            }
            (_, Value::Table(_)) => Some(format!("{path} is one value and no group of keys")),
            (_, _) => None,
        }
    })
}

fn leaves(table: &Table, prefix: &str) -> Vec<String> {
    table
        .iter()
        .flat_map(|(key, value)| match value.as_table() {
            Some(inner) => leaves(inner, &format!("{prefix}{key}.")),
            None => vec![format!("{prefix}{key}")],
        })
        .collect()
}

fn variable(path: &str) -> String {
    format!("KITH_{}", path.replace('.', "_").to_uppercase())
}

fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    known
        .map(|known| (strsim::damerau_levenshtein(word, known), known))
        .min()
        .filter(|(distance, known)| *distance <= (known.len() / 2).max(2))
        .map(|(_, known)| known.to_owned())
}

fn hint(nearest: Option<String>) -> String {
    nearest.map(|nearest| format!("; did you mean {nearest}?")).unwrap_or_default()
}
