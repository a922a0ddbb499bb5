//! A workspace with several pages of conversations and users, which can stop responding.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

/// Conversations or users on a page.
const PER_PAGE: usize = 3;

/// A server of its own threads, so that a request that is not responded contains up nothing else.
pub struct Workspace {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Ids and times, the one that changed last first, as Intercom lists them.
    conversations: Vec<(String, i64)>,
    /// Targets of the requests so far.
    requests: Vec<String>,
    /// Users that the scroll has been through.
    scrolled: usize,
    /// Requests that are responded; later ones are taken and left.
    responses: usize,
}

impl Workspace {
    /// Conversations 1 to `count`, the last one changed at `newest` and the others a minute apart.
    pub fn start(count: usize, newest: i64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared::default());
        let times = (0_i64..).map(|minutes| newest - 60 * minutes);
        let state = State {
            conversations: (1..=count).map(|number| number.to_string()).zip(times).collect(),
            responses: usize::MAX,
            ..State::default()
        };
        *shared.state.lock().unwrap() = state;
        let server = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, shared) = (stream.unwrap(), Arc::clone(&server));
                std::thread::spawn(move || serve(stream, address, &shared));
            }
        });
        Self { address, shared }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap()
    }

    /// Responses this many more requests and then no more.
    pub fn response(&self, more: usize) {
        let mut state = self.state();
        state.responses = state.requests.len().saturating_add(more);
    }

    /// Waits for a request that is left unanswered.
    pub fn wait_until_stuck(&self) {
        let stuck = |state: &mut State| state.requests.len() <= state.responses;
        let waited = self.shared.changed.wait_timeout_while(self.state(), Duration::from_secs(20), stuck).unwrap();
        assert!(!waited.1.timed_out(), "only {:?}", waited.0.requests);
    }

    /// The requests since the last time that they were taken.
    pub fn take_requests(&self) -> Vec<String> {
        std::mem::take(&mut self.state().requests)
    }

    /// A conversation changes and moves to the front.
    pub fn change(&self, id: &str, time: i64) {
        let mut state = self.state();
        state.conversations.retain(|(known, _)| known != id);
        state.conversations.insert(0, (id.to_owned(), time));
    }

    /// A conversation is deleted, and the lists do not know it yet.
    pub fn forget(&self, id: &str) {
        let mut state = self.state();
        for (known, _) in &mut state.conversations {
            if known == id {
                known.insert_str(0, "gone-");
            }
        }
    }
}

impl State {
    /// As many users as there are conversations. The parameter stays the same, and the page after the last one is empty.
    fn scroll(&mut self) -> (u16, Value) {
        let here = self.scrolled..self.conversations.len().min(self.scrolled + PER_PAGE);
        self.scrolled = here.end;
        let company = |number| json!({ "name": if number % 2 == 0 { "Unusual & Co" } else { "Even & Co" } });
        let user = |number| json!({ "type": "user", "companies": { "companies": [company(number)] } });
        (200, json!({ "type": "user.list", "scroll_param": "a/b", "users": here.map(user).collect::<Vec<_>>() }))
    }
}

fn serve(stream: TcpStream, address: SocketAddr, shared: &Shared) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    loop {
        let target = lines.next()?.ok()?.split(' ').nth(1)?.to_owned();
        while !lines.next()?.ok()?.is_empty() {}
        let (status, body) = {
            let mut state = shared.state.lock().unwrap();
            state.requests.push(target.clone());
            shared.changed.notify_all();
            if state.requests.len() > state.responses {
                // Left unanswered until the other side goes away.
                drop(state);
                lines.next()?.ok()?;
                return None;
            }
            if target.starts_with("/users/scroll") {
                state.scroll()
            } else {
                response(&state.conversations, &target, address)
            }
        };
        let body = body.to_string();
        let head = format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}", body.len());
        write!(&stream, "{head}\r\n\r\n{body}").ok()?;
    }
}

fn response(conversations: &[(String, i64)], target: &str, address: SocketAddr) -> (u16, Value) {
    let complete = |(id, time): &(String, i64)| json!({ "type": "conversation", "id": id, "updated_at": time });
    if let Some(id) = target.strip_prefix("/conversations/") {
        return match conversations.iter().find(|(known, _)| known == id) {
            Some(found) if !id.starts_with("gone-") => (200, complete(found)),
            _ => (404, json!({ "type": "error.list", "errors": [{ "code": "not_found" }] })),
        };
    }
    let page: usize = target.split_once("page=").map_or(1, |(_, page)| page.parse().unwrap());
    let mut pages = conversations.chunks(PER_PAGE).skip(page - 1);
    let here: Vec<Value> = pages.next().unwrap_or_default().iter().map(complete).collect();
    let next = pages.next().map(|_| format!("http://{address}/conversations?page={}", page + 1));
    (200, json!({ "type": "conversation.list", "conversations": here, "pages": { "next": next } }))
}
