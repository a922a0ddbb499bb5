//! What the programs of `cargo xtask bench call` share: they make one call over and over, and do nothing else.
//!
//! `PROGRAM CASE TARGET CALLS`: the target is the server's base URL, or the file that is decoded.
#![forbid(unsafe_code)]

use stats_alloc::StatsAlloc;
use std::alloc::System;
use std::error::Error;
use std::hint::black_box;
use tokio::runtime::Runtime;

pub type Failed = Box<dyn Error>;

/// A client of the API, and how it decodes.
#[expect(async_fn_in_trait, reason = "the only runtime is the one below")]
pub trait Client: Sized {
    type User;
    type Users;

    fn connect(base_url: &str) -> Result<Self, Failed>;
    /// Gets one user by id.
    async fn get(&self) -> Result<Self::User, Failed>;
    /// Gets one page of 50 users.
    async fn list(&self) -> Result<Self::Users, Failed>;
    /// Creates a user from 10 fields.
    async fn post(&self) -> Result<Self::User, Failed>;
    fn decode_user(json: &[u8]) -> Result<Self::User, Failed>;
    fn decode_users(json: &[u8]) -> Result<Self::Users, Failed>;
    /// The email of a user, and the number of users: proof that the response was read.
    fn email(user: &Self::User) -> Option<&str>;
    fn count(users: &Self::Users) -> usize;
}

/// Makes the calls that the command line asks for. Prints what `allocator` counted, if there is one.
pub fn run<C: Client>(allocator: Option<&StatsAlloc<System>>) -> Result<(), Failed> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [case, target, calls] = args.as_slice() else { return Err("usage: PROGRAM CASE TARGET CALLS".into()) };
    let calls: u32 = calls.parse()?;
    match case.as_str() {
        "decode-user" | "decode-list" => decode::<C>(case, &std::fs::read(target)?, calls)?,
        _ => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let client = {
                let _inside = runtime.enter();
                C::connect(target)?
            };
            measured(&runtime, &client, case, calls)?;
        }
    }
    if let Some(stats) = allocator.map(StatsAlloc::stats) {
        println!("allocations: {} {}", stats.allocations + stats.reallocations, stats.bytes_allocated);
    }
    Ok(())
}

/// A function of its own, never inlined: profiles begin here, after the client is set up.
#[inline(never)]
fn measured<C: Client>(runtime: &Runtime, client: &C, case: &str, calls: u32) -> Result<(), Failed> {
    runtime.block_on(call(client, case, calls))
}

async fn call<C: Client>(client: &C, case: &str, calls: u32) -> Result<(), Failed> {
    for _ in 0..calls {
        let is_read = match case {
            "get" => C::email(&black_box(client.get().await?)).is_some(),
            "list" => C::count(&black_box(client.list().await?)) == 50,
            "post" => C::email(&black_box(client.post().await?)).is_some(),
            _ => return Err(format!("unknown case `{case}`").into()),
        };
        if !is_read {
            return Err("the response is not what the server sent".into());
        }
    }
    Ok(())
}

#[inline(never)]
fn decode<C: Client>(case: &str, json: &[u8], calls: u32) -> Result<(), Failed> {
    for _ in 0..calls {
        let is_read = match case {
            "decode-user" => C::email(&black_box(C::decode_user(black_box(json))?)).is_some(),
            _ => C::count(&black_box(C::decode_users(black_box(json))?)) == 50,
        };
        if !is_read {
            return Err("the JSON is not what the file contains".into());
        }
    }
    Ok(())
}
