//! Reads all users, however many: lists end after 10,000, scrolls do not.
//!
//! ```sh
//! INTERCOM_ACCESS_TOKEN=… cargo run --example scroll_users
//! ```

use intercom_client::{Client, Error};
use std::collections::BTreeMap;
use std::time::Duration;

/// A scroll that nobody uses ends after a minute.
const UNTIL_IT_ENDS: Duration = Duration::from_secs(65);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;
    for round in 1.. {
        match users_by_company(&client).await {
            Ok(tally) => {
                for (company, users) in tally {
                    println!("{users:>6} {company}");
                }
                break;
            }
            // Nothing would get better.
            Err(error) if round == 3 || error.is_usage() || error.is_unauthorized() || error.is_forbidden() => {
                return Err(error);
            }
            // A page of a scroll cannot be read twice, so a lost page means a new scroll. A workspace has one at a time:
            // the old one, or that of another program, must end first.
            Err(error) => {
                eprintln!("{error}; starting over in {} s", UNTIL_IT_ENDS.as_secs());
                tokio::time::sleep(UNTIL_IT_ENDS).await;
            }
        }
    }
    Ok(())
}

/// How many users each company has. Counts from nothing in each round, so that no user counts twice.
async fn users_by_company(client: &Client) -> Result<BTreeMap<String, u64>, Error> {
    let mut tally = BTreeMap::new();
    let mut users = client.users().scroll().by_item();
    while let Some(user) = users.next().await {
        for company in user?.companies.unwrap_or_default().companies {
            let name = company.name.or(company.company_id).unwrap_or_default();
            *tally.entry(name).or_default() += 1;
        }
    }
    Ok(tally)
}
