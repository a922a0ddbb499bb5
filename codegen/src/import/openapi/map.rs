//! Maps of YAML that are built key by key.

use crate::base::json::Json;

/// A map that is built key by key; keys without a value are left out.
#[derive(Default)]
pub struct Map(Vec<(String, Json)>);

impl Map {
    pub fn value(mut self, key: &str, value: Json) -> Self {
        self.0.push((key.to_owned(), value));
        self
    }

    pub fn text(self, key: &str, value: &str) -> Self {
        self.value(key, Json::text(value))
    }

    pub fn optional(self, key: &str, value: Option<Json>) -> Self {
        match value {
            Some(value) => self.value(key, value),
            None => self,
        }
    }

    pub fn optional_text(self, key: &str, value: Option<&str>) -> Self {
        self.optional(key, value.map(Json::text))
    }

    pub fn flag(self, key: &str, value: bool) -> Self {
        if value { self.value(key, Json::Bool(true)) } else { self }
    }

    pub fn list(self, key: &str, items: Json) -> Self {
        if matches!(&items, Json::Array(items) if items.is_empty()) { self } else { self.value(key, items) }
    }

    pub fn done(self) -> Json {
        Json::Object(self.0)
    }
}
