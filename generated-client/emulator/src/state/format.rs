//! The format of a workspace that is written down.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The one format that this emulator writes and reads. What is written without one is of format 1 as well.
#[derive(Clone, Copy, Debug, Default)]
pub struct Format;

const FORMAT: u64 = 1;

impl Serialize for Format {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(FORMAT)
    }
}

impl<'de> Deserialize<'de> for Format {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match serde_json::Value::deserialize(deserializer)? {
            format if format.as_u64() == Some(FORMAT) => Ok(Self),
            other => {
                Err(serde::de::Error::custom(format!("its format is {other}, and this emulator reads {FORMAT} alone")))
            }
        }
    }
}
