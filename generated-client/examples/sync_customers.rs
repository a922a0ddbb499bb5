//! Customers from a CSV file to Intercom, tagged and counted by segment, open conversations replied to, and all users exported
//! as lines of JSON.
//!
//! ```sh
//! INTERCOM_ACCESS_TOKEN=… cargo run --example sync_customers customers.csv users.jsonl
//! ```
//!
//! The file has the columns `email,name,company_id,company,monthly_spend`; all but the first may be empty. What arrives by
//! webhook afterwards is the example `webhook_receiver`.

use intercom_client::bulk::for_each_concurrent;
use intercom_client::types::{CompanyRef, UserRef};
use intercom_client::{Client, json};
use serde::Deserialize;
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};

/// A row of the file.
#[derive(Clone, Deserialize)]
struct Row {
    email: String,
    name: Option<String>,
    company_id: Option<String>,
    company: Option<String>,
    monthly_spend: Option<u32>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(customers), Some(users)) = (args.next(), args.next()) else {
        return Err("give a file of customers and one for the export: sync_customers customers.csv users.jsonl".into());
    };
    let client = Client::from_env()?;
    let synced = upsert(&client, &customers).await?;
    tag(&client, &synced).await?;
    count_segments(&client).await?;
    reply(&client).await?;
    export(&client, &users).await
}

/// Stores the customers, 16 at a time; the client keeps to the rate limit. A row that fails is reported, and the others go on.
/// Returns the emails that were stored.
async fn upsert(client: &Client, path: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let rows: Vec<Row> = csv::Reader::from_path(path)?.deserialize().collect::<Result<_, _>>()?;
    let users = client.users();
    let outcomes = for_each_concurrent(16, rows.clone(), |row| {
        let company = row
            .company_id
            .map(|id| CompanyRef::company_id(id).maybe_name(row.company).maybe_monthly_spend(row.monthly_spend));
        // It can be run again: a known email updates the user. That is also why the client may retry it.
        users.create_by_email(row.email).maybe_name(row.name).companies(company)
    });
    let outcomes = outcomes.collect().await;
    for (position, error) in &outcomes.failed {
        // The first row is below the header.
        eprintln!("line {}: {error}", position + 2);
    }
    println!("{} stored, {} failed", outcomes.succeeded.len(), outcomes.failed.len());
    Ok(outcomes.succeeded.into_iter().map(|(position, _)| rows[position].email.clone()).collect())
}

/// Tags the customers, 50 a call.
async fn tag(client: &Client, emails: &[String]) -> Result<(), Box<dyn Error>> {
    let users = emails.iter().map(UserRef::email);
    let calls = client.tags().tag_users("customer", users).by_chunk().send_all().await?;
    println!("tagged in {} calls", calls.len());
    Ok(())
}

/// Prints how many users each segment has.
async fn count_segments(client: &Client) -> Result<(), Box<dyn Error>> {
    for segment in client.segments().list().await?.segments {
        let (Some(id), Some(name)) = (segment.id, segment.name) else { continue };
        let (mut users, mut count) = (client.users().list_by_segment(id).by_item(), 0);
        while let Some(user) = users.next().await {
            user?;
            count += 1;
        }
        println!("{count} in segment {name}");
    }
    Ok(())
}

/// Replies to each open conversation.
async fn reply(client: &Client) -> Result<(), Box<dyn Error>> {
    let me = client.admins().me().await?.id.unwrap_or_default();
    let mut conversations = client.conversations().list().by_item();
    let mut open = Vec::new();
    while let Some(conversation) = conversations.next().await {
        let conversation = conversation?;
        open.extend(conversation.id.filter(|_| conversation.open == Some(true)));
    }
    for id in &open {
        // A reply is not idempotent: where nobody knows whether it was sent, somebody has to look.
        match client.conversations().reply_as_admin(id, &me, "We are on it.").await {
            Ok(_) => {}
            Err(error) if error.may_have_been_processed() => eprintln!("look at conversation {id}: {error}"),
            Err(error) => return Err(error.into()),
        }
    }
    println!("{} open conversations have a reply", open.len());
    Ok(())
}

/// Writes all users, each as a line of JSON with all that the API returns.
async fn export(client: &Client, path: &str) -> Result<(), Box<dyn Error>> {
    let mut file = BufWriter::new(File::create(path)?);
    let (mut users, mut count) = (client.call("scrollUsers", json!({})).by_item(), 0);
    while let Some(user) = users.next().await {
        writeln!(file, "{}", user?)?;
        count += 1;
    }
    file.flush()?;
    println!("{count} users exported");
    Ok(())
}
