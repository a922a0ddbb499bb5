//! The bodies that the server of the call bench sends: one user of 2 KB, and a page of 50 users.

use crate::exit_error::ExitError;
use crate::workspace::root;

/// The number of users on the page.
const PAGE: usize = 50;

/// Bodies of responses.
pub struct Bodies {
    pub user: String,
    pub list: String,
}

impl Bodies {
    /// Reads the user, and makes the page of it: each user has an id and an email of its own.
    pub fn read() -> Result<Self, ExitError> {
        let path = root().join("xtask/bench/bodies/user.json");
        let user = std::fs::read_to_string(&path)
            .map_err(|error| ExitError::failure(format!("cannot read {}: {error}", path.display())))?;
        let user = user.trim().to_owned();
        let users: Vec<String> = (0..PAGE)
            .map(|number| {
                user.replacen("7a1101", &format!("7b{number:04}"), 1).replace("ines@", &format!("ines{number:02}@"))
            })
            .collect();
        let list = format!(
            r#"{{"type":"user.list","pages":{{"type":"pages","next":"https://api.intercom.io/users?per_page=50&page=2","page":1,"per_page":50,"total_pages":24}},"users":[{}],"total_count":1187,"limited":false}}"#,
            users.join(",")
        );
        Ok(Self { user, list })
    }
}
