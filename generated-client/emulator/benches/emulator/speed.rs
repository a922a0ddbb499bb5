//! The speed of single kinds of requests, measured in turns with that of peers.

use crate::load::{self, Make, Run, Until, get, post};
use crate::process::{self, Server};
use crate::{Outcome, USERS, median};
use serde_json::Value;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

pub const CONNECTIONS: [usize; 2] = [1, 16];
pub const ROUNDS: usize = 7;
const ROUND: Duration = Duration::from_millis(1_000);
const WARM_UP: Duration = Duration::from_millis(400);

/// The requests whose responses the peers return: method and path of an OpenAPI description, and the request.
pub fn requests(id: &str) -> [(&'static str, &'static str, Vec<u8>); 3] {
    [
        ("/users/{id}", "get", get(&format!("/users/{id}"))),
        ("/users", "get", get("/users?page=1&per_page=50")),
        ("/users", "post", post("/users", &new_user(0))),
    ]
}

/// The three kinds of requests.
fn operations(id: &str) -> [(&'static str, Make); 3] {
    let [(_, _, one), (_, _, list), _] = requests(id);
    [
        ("get one user", Arc::new(move |_| one.clone())),
        ("list 50 users", Arc::new(move |_| list.clone())),
        ("create a user", Arc::new(|number| post("/users", &new_user(number)))),
    ]
}

pub fn new_user(number: u64) -> String {
    format!("{{\"email\":\"bench-{number}@new.example\",\"name\":\"Bench {number}\"}}")
}

/// The id of a user of the emulator.
pub fn user_id(address: SocketAddr) -> Outcome<String> {
    let user: Value = serde_json::from_slice(&load::send(address, &get("/users?user_id=user-500"))?.body)?;
    Ok(user.get("id").and_then(Value::as_str).ok_or("a user without an id")?.to_owned())
}

/// Writes the OpenAPI description that Prism serves. Its examples are the emulator's own responses, so that both send the same
/// bytes.
pub fn write_description(emulator: SocketAddr, id: &str, folder: &Path) -> Outcome<PathBuf> {
    let mut description: Value = serde_json::from_str(include_str!("openapi.json"))?;
    for (path, method, request) in requests(id) {
        let response: Value = serde_json::from_slice(&load::send(emulator, &request)?.body)?;
        let operation = description.get_mut("paths").and_then(|paths| paths.get_mut(path)?.get_mut(method));
        let operation = operation.ok_or("an operation is not described")?;
        *operation.pointer_mut("/responses/200/content/application~1json/example").ok_or("no example")? = response;
    }
    let path = folder.join("openapi.json");
    std::fs::write(&path, description.to_string())?;
    Ok(path)
}

/// The speed of one kind of request at one server: medians of several rounds.
#[derive(Clone, Copy, Default)]
pub struct Speed {
    pub per_second: f64,
    /// Microseconds.
    pub p50: f64,
    pub p99: f64,
    /// Microseconds of the server's CPU time for a request.
    pub processor: f64,
}

/// The speed of the emulator and of its peers; of Prism, if it is measured.
pub struct Compared {
    pub operation: &'static str,
    pub connections: usize,
    pub emulator: Speed,
    pub axum: Speed,
    pub prism: Option<Speed>,
}

pub fn speeds(prism: Option<&Path>) -> Outcome<Vec<Compared>> {
    let emulator = process::emulator(USERS)?;
    let id = user_id(emulator.address)?;
    let axum = process::axum(emulator.address)?;
    let prism = match prism {
        Some(folder) => Some(process::prism(folder, &write_description(emulator.address, &id, folder)?, false)?),
        None => None,
    };
    let mut compared = Vec::new();
    for (operation, make) in operations(&id) {
        for connections in CONNECTIONS {
            let (mut ours, mut bare, mut mocked) = (Vec::new(), Vec::new(), Vec::new());
            for _ in 0..ROUNDS {
                // Users created before would make the list longer than the example.
                load::send(emulator.address, &post("/__emulator/reset", ""))?;
                ours.push(round(&emulator, connections, &make)?);
                bare.push(round(&axum, connections, &make)?);
                if let Some(prism) = &prism {
                    mocked.push(round(prism, connections, &make)?);
                }
            }
            let prism = prism.is_some().then(|| medians(&mocked));
            let result = Compared { operation, connections, emulator: medians(&ours), axum: medians(&bare), prism };
            eprintln!("{operation}, {connections}: {:.0} a second", result.emulator.per_second);
            compared.push(result);
        }
    }
    Ok(compared)
}

fn round(server: &Server, connections: usize, make: &Make) -> Outcome<Speed> {
    // Measured requests must differ from those of the warm-up, otherwise they would create no users.
    let warm_up: Make = {
        let make = Arc::clone(make);
        Arc::new(move |number| make(number + 100_000_000))
    };
    load::run(server.address, connections, Until::Time(WARM_UP), &warm_up)?;
    let before = server.processor_time();
    let run: Run = load::run(server.address, connections, Until::Time(ROUND), make)?;
    let spent = server.processor_time().saturating_sub(before);
    Ok(Speed {
        per_second: run.per_second(),
        p50: run.percentile(50),
        p99: run.percentile(99),
        processor: spent.as_secs_f64() * 1e6 / load::float(run.count()),
    })
}

fn medians(rounds: &[Speed]) -> Speed {
    let of = |value: fn(&Speed) -> f64| median(rounds.iter().map(value).collect());
    Speed {
        per_second: of(|it| it.per_second),
        p50: of(|it| it.p50),
        p99: of(|it| it.p99),
        processor: of(|it| it.processor),
    }
}
