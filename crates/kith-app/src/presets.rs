//! The policy presets: data, not code.

use kith_domain::policy::Policy;

/// The presets by name, the default one first.
pub const PRESETS: [(&str, &str); 3] = [
    ("standard", include_str!("../../../policies/standard.toml")),
    ("classic", include_str!("../../../policies/classic.toml")),
    ("strict", include_str!("../../../policies/strict.toml")),
];

/// The default policy.
///
/// # Panics
/// Never: a test reads every preset.
pub fn standard() -> Policy {
    toml::from_str(PRESETS[0].1).expect("the preset is a policy")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_a_policy() {
        for (name, text) in PRESETS {
            assert!(toml::from_str::<Policy>(text).is_ok(), "{name}");
        }
    }
}
