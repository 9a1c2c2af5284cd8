//! Forms: every field that is wrong, said at once and at its place.

use std::borrow::Cow;

use kith_domain::text::TextRefused;

/// A field that is wrong, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field, as forms and the API name it.
    pub field: Cow<'static, str>,
    /// A stable code.
    pub code: &'static str,
    /// A sentence for the person who filled it in.
    pub detail: String,
}

/// Every field of a form that is wrong; never empty where it is a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldErrors {
    errors: Vec<FieldError>,
}

impl FieldErrors {
    /// None so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// The fields that are wrong, in the order of the form.
    pub fn iter(&self) -> std::slice::Iter<'_, FieldError> {
        self.errors.iter()
    }

    /// What is wrong with a field, where something is.
    pub fn of(&self, field: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == field)
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// Notes that a field is wrong.
    pub fn add(
        &mut self,
        field: impl Into<Cow<'static, str>>,
        code: &'static str,
        detail: impl Into<String>,
    ) {
        self.errors.push(FieldError { field: field.into(), code, detail: detail.into() });
    }

    /// The value of a field, or a note of what is wrong with it.
    pub fn take<T>(
        &mut self,
        field: impl Into<Cow<'static, str>>,
        parsed: Result<T, TextRefused>,
    ) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(refused) => {
                self.add(field, refused.code(), refused.to_string());
                None
            }
        }
    }
}

impl<'a> IntoIterator for &'a FieldErrors {
    type Item = &'a FieldError;
    type IntoIter = std::slice::Iter<'a, FieldError>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// What an edit does with a field that may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Edit {
    /// Leaves it.
    #[default]
    Keep,
    /// Empties it.
    Clear,
    /// Puts this there; blank text empties it too, as forms send it.
    Set(String),
}

impl From<String> for Edit {
    fn from(text: String) -> Self {
        Self::Set(text)
    }
}
