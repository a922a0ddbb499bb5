//! `doctor`: checks what stands between this machine and a call, one after the other, and says what to do.

use crate::exit_error::ExitError;
use crate::options::{Options, needs_nothing};
use crate::program::Program;
use crate::safety::is_read_only;
use crate::terminal::one_line;
use crate::wait::{block_on, or_ctrl_c};
use crate::{output, settings};
use api_client_runtime::error::ErrorKind;
use api_client_runtime::schema::{Function, Package};
use api_client_runtime::time::Timestamp;
use api_client_runtime::{Args, DynamicCall, PreparedRequest};
use std::net::ToSocketAddrs;

/// A clock that is off by more is worth a line.
const MAX_SKEW_SECONDS: i64 = 60;

/// Checks that have been printed.
struct Report {
    failed: usize,
}

impl Report {
    fn ok(&self, what: &str, found: &str) -> Result<(), ExitError> {
        output::print(format!("ok    {what:10}  {}\n", one_line(found)))
    }

    fn skip(&self, what: &str, why: &str) -> Result<(), ExitError> {
        output::print(format!("skip  {what:10}  {}\n", one_line(why)))
    }

    fn fail(&mut self, what: &str, found: &str, todo: &str) -> Result<(), ExitError> {
        self.failed += 1;
        output::print(format!("FAIL  {what:10}  {}\n      {:10}  → {todo}\n", one_line(found), ""))
    }
}

pub fn run(program: &Program, options: &Options<'_>) -> Result<(), ExitError> {
    let mut report = Report { failed: 0 };
    check(program, options, &mut report)?;
    match report.failed {
        0 => Ok(()),
        1 => Err(ExitError::failure("1 check has failed")),
        failed => Err(ExitError::failure(format!("{failed} checks have failed"))),
    }
}

fn check(program: &Program, options: &Options<'_>, report: &mut Report) -> Result<(), ExitError> {
    report.ok("program", &format!("{} {}", program.name, program.version))?;
    // A retry would cover what is wrong.
    let connected = match settings::client_with(program, options, |builder| builder.retries(0)) {
        Ok(connected) => connected,
        Err(error) => return report.fail("settings", error.message(), "correct the option or the variable"),
    };
    let base = connected.core.base_url();
    report.ok("settings", base)?;
    let Some((host, port)) = host(base) else {
        return report.fail("settings", "the server's address is incomplete", "set the variables in --help");
    };
    match (host.as_str(), port).to_socket_addrs().map(Iterator::count) {
        Ok(count) if count > 0 => report.ok("name", &format!("{host} has {count} addresses"))?,
        Ok(_) => return report.fail("name", &format!("{host} has no address"), "check the region and the base URL"),
        Err(error) => {
            let todo = "check the network, the DNS server, the region and the base URL";
            return report.fail("name", &format!("{host}: {error}"), todo);
        }
    }
    let Some(function) = harmless(program) else {
        return report.skip("call", "no function can be called without arguments");
    };
    let call = DynamicCall::new(&connected.core, program.functions(), function.name, &Args::new());
    let request = match call.clone().into_request() {
        Ok(request) => request,
        Err(error) => {
            let todo = format!("run `{} auth login`", program.name);
            return report.fail("token", program.error(&error).message(), &todo);
        }
    };
    let outcome = block_on(or_ctrl_c(call.send_raw(), "interrupted"))?;
    let headers = match &outcome {
        Ok(response) => Some(response.headers()),
        Err(error) => error.headers(),
    };
    let Some(headers) = headers else {
        let Err(error) = &outcome else { return Ok(()) };
        let todo = match error.kind() {
            ErrorKind::Timeout => "check the network and a proxy; --timeout waits longer",
            _ => "check the network, a proxy or firewall, and the machine's certificates",
        };
        return report.fail("connection", program.error(error).message(), todo);
    };
    report.ok("connection", if base.starts_with("https") { "TLS is accepted" } else { "without TLS" })?;
    clock(headers.get("date").and_then(|value| value.to_str().ok()), report)?;
    let limit = match &outcome {
        Ok(response) => response.rate_limit(),
        Err(error) => error.rate_limit(),
    };
    match &outcome {
        Ok(_) => report.ok("token", &format!("{} accepts it", function.name))?,
        Err(error) if error.is_unauthorized() => {
            let todo = format!("make a new token, then run `{} auth login`", program.name);
            report.fail("token", program.error(error).message(), &todo)?;
        }
        Err(error) if error.is_rate_limited() => report.skip("token", "the rate limit is used up")?,
        Err(error) => report.fail("call", program.error(error).message(), "see the message; -v shows the response")?,
    }
    version(program.package(), &request, report)?;
    match limit {
        Some(limit) if limit.remaining() == Some(0) => {
            report.fail("rate limit", "it is used up", "wait for the next window, or send less from elsewhere")
        }
        Some(limit) => {
            let text = |number: Option<u64>| number.map_or("?".to_owned(), |number| number.to_string());
            report.ok("rate limit", &format!("{} of {} left", text(limit.remaining()), text(limit.limit())))
        }
        None => report.skip("rate limit", "the server reports none"),
    }
}

fn clock(date: Option<&str>, report: &mut Report) -> Result<(), ExitError> {
    let Some(server) = date.and_then(http_date) else { return report.skip("clock", "the server reports no time") };
    let skew = Timestamp::now().unix() - server;
    if skew.abs() <= MAX_SKEW_SECONDS {
        return report.ok("clock", &format!("{skew} s beside the server's"));
    }
    report.fail("clock", &format!("{skew} s beside the server's"), "set the machine's clock, or let it be synchronized")
}

/// The date of RFC 9110 as unix seconds.
fn http_date(text: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut parts = text.split_once(", ")?.1.split(' ');
    let (day, month, year, time) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let month = MONTHS.iter().position(|known| *known == month)? + 1;
    Timestamp::parse(&format!("{year}-{month:02}-{day}T{time}Z")).map(Timestamp::unix)
}

fn version(package: &Package, request: &PreparedRequest, report: &mut Report) -> Result<(), ExitError> {
    let Some(known) = package.version else { return Ok(()) };
    let mut headers = request.header_lines();
    let Some((_, version)) = headers.find(|(name, _)| name.eq_ignore_ascii_case(known.header)) else { return Ok(()) };
    if known.known.contains(&version.as_str()) {
        return report.ok("version", &version);
    }
    let todo = format!("this program knows {}", known.known.join(", "));
    report.fail("version", &format!("{version} is not one that this program knows"), &todo)
}

/// A function that changes nothing, needs nothing, and carries the credential.
fn harmless(program: &Program) -> Option<&'static Function> {
    let is_harmless = |function: &&'static Function| {
        is_read_only(function)
            && function.has_credential()
            && !function.is_draft
            && !function.is_scroll()
            && needs_nothing(function)
    };
    let mut found = program.functions().iter().copied().filter(is_harmless);
    // One object is less than a list.
    found.clone().find(|function| function.returns.items().is_none()).or_else(|| found.next())
}

/// Host and port of a base URL.
fn host(url: &str) -> Option<(String, u16)> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split('/').next()?;
    let default = if scheme == "https" { 443 } else { 80 };
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port.parse().ok()?),
        _ => (authority, default),
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    (!host.is_empty()).then(|| (host.to_owned(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_dates_are_read() {
        assert_eq!(host("https://api.example"), Some(("api.example".to_owned(), 443)));
        assert_eq!(host("http://[::1]:8080/x"), Some(("::1".to_owned(), 8080)));
        assert_eq!(host("http://[::1]"), Some(("::1".to_owned(), 80)));
        assert_eq!(host(""), None);
        assert_eq!(http_date("Fri, 28 Sep 2018 10:20:00 GMT"), Some(1_538_130_000));
        assert_eq!(http_date("soon"), None);
    }
}
