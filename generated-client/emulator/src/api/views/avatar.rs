//! Pictures of people and admins.

use serde::Serialize;

#[derive(Serialize)]
pub struct AvatarView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    image_url: Option<&'a str>,
}

impl<'a> AvatarView<'a> {
    pub fn of(image_url: Option<&'a str>) -> Self {
        Self { kind: "avatar", image_url }
    }
}
