//! Speed, start time and memory of the emulator, compared with Prism: `cargo xtask bench emulator`.

#[path = "emulator/load.rs"]
mod load;
#[path = "emulator/page.rs"]
mod page;
#[path = "emulator/process.rs"]
mod process;

use intercom_emulator::{Clock, Emulator, Seed, Settings};
use load::{Connection, Make, Run, Until, get, post};
use process::Server;
use serde_json::Value;
use std::error::Error;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The users of the workspace in which speed is measured.
const USERS: usize = 1_000;
const MANY_USERS: usize = 100_000;
const CONNECTIONS: [usize; 2] = [1, 16];
const ROUNDS: usize = 7;
const ROUND: Duration = Duration::from_millis(1_000);
const WARM_UP: Duration = Duration::from_millis(400);
const STARTS: usize = 20;
/// The numbers of requests after which memory is measured.
const MEMORY_STEPS: [u64; 5] = [10_000, 100_000, 250_000, 500_000, 1_000_000];

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [command, users] = args.as_slice()
        && command == "serve"
    {
        return serve(users.parse()?);
    }
    // `cargo test --all-targets` runs benches too, without this option.
    if !args.iter().any(|arg| arg == "--bench") {
        return Ok(());
    }
    let option = |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1));
    let prism = option("--prism").map(PathBuf::from);
    let only = option("--only");
    let is_selected = |part| only.is_none_or(|only| only == part);
    let mut measured = page::Measured::default();
    if is_selected("speed") {
        measured.speeds = speeds(prism.as_deref())?;
    }
    if is_selected("start") {
        measured.starts = starts(prism.as_deref())?;
    }
    if is_selected("many") {
        measured.many = many()?;
    }
    if is_selected("memory") {
        measured.memory = memory()?;
    }
    println!("{}", page::tables(&measured));
    if args.iter().any(|arg| arg == "--save") {
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("SPEED.md");
        std::fs::write(page, page::page(&measured))?;
    }
    Ok(())
}

/// Serves an emulator with the settings of `intercom emulator` until the process ends.
fn serve(users: usize) -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let seed = Seed::parse(&format!("generate: {{ users: {users} }}"))?;
        let settings = Settings::default().clock(Clock::System);
        let emulator = Emulator::builder().settings(settings).seed(seed).start().await?;
        println!("listening on {}", emulator.url());
        std::future::pending::<()>().await;
        Ok(())
    })
}

/// The three kinds of requests.
fn operations(id: &str) -> [(&'static str, Make); 3] {
    let one = get(&format!("/users/{id}"));
    let list = get("/users?page=1&per_page=50");
    [
        ("get one user", Arc::new(move |_| one.clone())),
        ("list 50 users", Arc::new(move |_| list.clone())),
        ("create a user", Arc::new(|number| post("/users", &new_user(number)))),
    ]
}

fn new_user(number: u64) -> String {
    format!("{{\"email\":\"bench-{number}@new.example\",\"name\":\"Bench {number}\"}}")
}

/// The id of a user of the emulator.
fn user_id(address: SocketAddr) -> Outcome<String> {
    let user: Value = serde_json::from_str(&load::send(address, &get("/users?user_id=user-500"))?)?;
    Ok(user.get("id").and_then(Value::as_str).ok_or("a user without an id")?.to_owned())
}

/// Writes the OpenAPI description that Prism serves. Its examples are the emulator's own responses, so that both send the same
/// bytes.
fn write_description(emulator: SocketAddr, id: &str, folder: &Path) -> Outcome<PathBuf> {
    let mut description: Value = serde_json::from_str(include_str!("emulator/openapi.json"))?;
    for (path, method, request) in [
        ("/users", "get", get("/users?page=1&per_page=50")),
        ("/users", "post", post("/users", &new_user(0))),
        ("/users/{id}", "get", get(&format!("/users/{id}"))),
    ] {
        let response: Value = serde_json::from_str(&load::send(emulator, &request)?)?;
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
struct Speed {
    per_second: f64,
    /// Microseconds.
    p50: f64,
    p99: f64,
    /// Microseconds of the server's CPU time for a request.
    processor: f64,
}

/// The speed of the emulator and, if measured, of Prism.
struct Compared {
    operation: &'static str,
    connections: usize,
    emulator: Speed,
    prism: Option<Speed>,
}

fn speeds(prism: Option<&Path>) -> Outcome<Vec<Compared>> {
    let emulator = process::emulator(USERS)?;
    let id = user_id(emulator.address)?;
    let prism = match prism {
        Some(folder) => Some(process::prism(folder, &write_description(emulator.address, &id, folder)?, false)?),
        None => None,
    };
    let mut compared = Vec::new();
    for (operation, make) in operations(&id) {
        for connections in CONNECTIONS {
            let (mut ours, mut theirs) = (Vec::new(), Vec::new());
            for _ in 0..ROUNDS {
                // Users created before would make the list longer than the example.
                load::send(emulator.address, &post("/__emulator/reset", ""))?;
                ours.push(round(&emulator, connections, &make)?);
                if let Some(prism) = &prism {
                    theirs.push(round(prism, connections, &make)?);
                }
            }
            let prism = prism.is_some().then(|| medians(&theirs));
            let result = Compared { operation, connections, emulator: medians(&ours), prism };
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

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// Milliseconds until a server reports its address, and until its first response.
#[derive(Clone, Copy)]
struct Start {
    listening: f64,
    responded: f64,
}

fn starts(prism: Option<&Path>) -> Outcome<Option<(Start, Option<Start>)>> {
    let start = |server: &Server| Start { listening: millis(server.listening), responded: millis(server.responded) };
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let emulator = process::emulator(USERS)?;
        if let Some(folder) = prism {
            let description = write_description(emulator.address, &user_id(emulator.address)?, folder)?;
            theirs.push(start(&process::prism(folder, &description, true)?));
        }
        ours.push(start(&emulator));
    }
    let of = |starts: &[Start]| Start {
        listening: median(starts.iter().map(|it| it.listening).collect()),
        responded: median(starts.iter().map(|it| it.responded).collect()),
    };
    Ok(Some((of(&ours), prism.map(|_| of(&theirs)))))
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Memory in KiB after numbers of requests that read and change, but add nothing.
fn memory() -> Outcome<Vec<(u64, u64)>> {
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
struct Many {
    times: Vec<(&'static str, f64)>,
    memory: (u64, u64),
}

/// The time of a complete scroll.
async fn scroll(connection: &mut Connection) -> Outcome<Duration> {
    const PARAM: &str = "\"scroll_param\":\"";
    let start = Instant::now();
    let (mut target, mut requests) = ("/users/scroll".to_owned(), 0);
    loop {
        let part = String::from_utf8(connection.send(&get(&target)).await?)?;
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

fn many() -> Outcome<Option<Many>> {
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
    Ok(Some(Many { times, memory: (before, emulator.memory()) }))
}
