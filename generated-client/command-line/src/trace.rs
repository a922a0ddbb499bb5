//! `--verbose`: what goes out and comes back, to stderr, without secrets.

use crate::terminal::{one_line, print_err};
use api_client_runtime::{CallEvent, PreparedRequest};

/// The request of a call: method, URL and headers.
pub fn request(request: &PreparedRequest) {
    print_err(&one_line(&format!("> {} {}", request.method(), request.url())));
    for (name, value) in request.header_lines() {
        print_err(&one_line(&format!("> {name}: {value}")));
    }
}

/// What happens to it.
pub fn event(event: &CallEvent<'_>) {
    print_err(&one_line(&match event {
        CallEvent::Sending { function, attempt } => format!("* {}: attempt {attempt}", function.name),
        CallEvent::Response { function, attempt, status, bytes, time } => {
            let millis = time.as_millis();
            format!("< {}: attempt {attempt}: {status}, {bytes} bytes in {millis} ms", function.name)
        }
        CallEvent::Failed { function, attempt, time, message } => {
            format!("< {}: attempt {attempt} failed after {} ms: {message}", function.name, time.as_millis())
        }
        CallEvent::Waiting { function, attempt, time } => {
            format!("* {}: attempt {attempt} failed; waiting {} ms", function.name, time.as_millis())
        }
        _ => return,
    }));
}
