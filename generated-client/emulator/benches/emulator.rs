//! Speed, start time and memory of the emulator, compared with a bare axum server and with Prism: `cargo xtask bench emulator`.

#[path = "emulator/bare_axum.rs"]
mod bare_axum;
#[path = "emulator/load.rs"]
mod load;
#[path = "emulator/page.rs"]
mod page;
#[path = "emulator/process.rs"]
mod process;
#[path = "emulator/size.rs"]
mod size;
#[path = "emulator/speed.rs"]
mod speed;

use intercom_emulator::{Clock, Emulator, Seed, Settings};
use process::Server;
use speed::{user_id, write_description};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Duration;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The users of the workspace in which speed is measured.
const USERS: usize = 1_000;
const STARTS: usize = 20;

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["serve", users] => return serve(users.parse()?),
        ["axum", emulator] => return bare_axum::serve(emulator.parse()?),
        _ => {}
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
        measured.speeds = speed::speeds(prism.as_deref())?;
    }
    if is_selected("start") {
        measured.starts = starts(prism.as_deref())?;
    }
    if is_selected("many") {
        measured.many = Some(size::many()?);
    }
    if is_selected("memory") {
        measured.memory = size::memory()?;
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
    runtime()?.block_on(async {
        let seed = Seed::parse(&format!("generate: {{ users: {users} }}"))?;
        let settings = Settings::default().clock(Clock::System);
        let emulator = Emulator::builder().settings(settings).seed(seed).start().await?;
        println!("listening on {}", emulator.url());
        std::future::pending::<()>().await;
        Ok(())
    })
}

/// The runtime of a measured server.
fn runtime() -> Outcome<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?)
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
