//! `kith policy show`: the numbers in force.

use anyhow::Result;

use crate::config::Config;
use crate::output::print;

/// Prints the policy in force, or a preset, as it would stand in a configuration file.
pub(crate) fn show(config: &Config, preset: Option<&str>) -> Result<()> {
    match preset {
        None => print(toml::to_string(&config.policy())?),
        Some(name) => {
            let found = kith_app::presets::PRESETS.iter().find(|(known, _)| *known == name);
            match found {
                Some((_, text)) => print(text),
                None => {
                    let names = kith_app::presets::PRESETS.map(|(name, _)| name).join(", ");
                    anyhow::bail!("there is no preset {name:?}; there are {names}")
                }
            }
        }
    }
}
