//! Memory after many requests, and a workspace with many users.

use crate::load::{self, Connection, Make, Until, get, post};
use crate::speed::{new_user, user_id};
use crate::{Outcome, USERS, median, millis, process};
use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub const MANY_USERS: usize = 100_000;
/// The numbers of requests after which memory is measured.
const MEMORY_STEPS: [u64; 5] = [10_000, 100_000, 250_000, 500_000, 1_000_000];

/// Memory in KiB after numbers of requests that read and change, but add nothing.
pub fn memory() -> Outcome<Vec<(u64, u64)>> {
    let emulator = process::emulator(USERS)?;
    let id = user_id(emulator.address)?;
    let (one, list) = (get(&format!("/users/{id}")), get("/users?page=1&per_page=50"));
    let make: Make = Arc::new(move |number| match number % 4 {
        0 | 1 => one.clone(),
        2 => list.clone(),
        _ => {
            let json = format!("{{\"id\":\"{id}\",\"custom_attributes\":{{\"number\":{number}}}}}");
            post("/users", &json)
        }
    });
    let (mut done, mut seen) = (0, Vec::new());
    for step in MEMORY_STEPS {
        load::run(emulator.address, 16, Until::Count(step - done), &make)?;
        done = step;
        seen.push((step, emulator.memory()));
        eprintln!("{step} requests: {} KiB", emulator.memory());
    }
    Ok(seen)
}

/// Times of a large workspace in milliseconds, and its memory in KiB, before and after.
#[derive(Default)]
pub struct Many {
    pub times: Vec<(&'static str, f64)>,
    pub memory: (u64, u64),
}

/// The time of a complete scroll.
async fn scroll(connection: &mut Connection) -> Outcome<Duration> {
    const PARAM: &str = "\"scroll_param\":\"";
    let start = Instant::now();
    let (mut target, mut requests) = ("/users/scroll".to_owned(), 0);
    loop {
        let part = String::from_utf8(connection.send(&get(&target)).await?.body)?;
        requests += 1;
        if part.contains("\"users\":[]") {
            break;
        }
        // Parsing the JSON would take longer than the response.
        let param = part.rsplit_once(PARAM).and_then(|(_, rest)| rest.split('"').next());
        target = format!("/users/scroll?scroll_param={}", param.ok_or("a scroll without a parameter")?);
    }
    if requests == MANY_USERS / 100 + 1 { Ok(start.elapsed()) } else { Err(format!("{requests} requests").into()) }
}

pub fn many() -> Outcome<Many> {
    let emulator = process::emulator(MANY_USERS)?;
    let before = emulator.memory();
    let mut times = vec![("start, until the first response", millis(emulator.responded))];
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut connection = Connection::open(emulator.address).await?;
        times.push(("a complete scroll, 1,001 requests", millis(scroll(&mut connection).await?)));
        for (name, target) in [
            ("first page, the first time", "/users?page=1&per_page=50"),
            ("first page, again", "/users?page=1&per_page=50"),
            ("last page", "/users?page=200&per_page=50"),
            ("first page by another key, the first time", "/users?sort=updated_at&per_page=50"),
            ("first page by another key, again", "/users?sort=updated_at&per_page=50"),
        ] {
            let repeats = if name.ends_with("first time") { 1 } else { 101 };
            let mut samples = Vec::new();
            for _ in 0..repeats {
                let start = Instant::now();
                connection.send(&get(target)).await?;
                samples.push(millis(start.elapsed()));
            }
            times.push((name, median(samples)));
        }
        let (mut creates, mut pages) = (Vec::new(), Vec::new());
        for number in 0..101 {
            let start = Instant::now();
            connection.send(&post("/users", &new_user(number))).await?;
            creates.push(millis(start.elapsed()));
            let start = Instant::now();
            connection.send(&get("/users?page=1&per_page=50")).await?;
            pages.push(millis(start.elapsed()));
        }
        times.push(("create a user", median(creates)));
        times.push(("first page after a user was created", median(pages)));
        Ok::<_, Box<dyn Error>>(())
    })?;
    for (name, time) in &times {
        eprintln!("{name}: {time:.2} ms");
    }
    Ok(Many { times, memory: (before, emulator.memory()) })
}
