//! A browser for one test, and the server of the page.

use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Ends a process with its test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A browser on the page.
pub struct Browser {
    pub client: Client,
    pub url: String,
    processes: Vec<Process>,
    _profile: tempfile::TempDir,
}

/// The first line of a process's output with this text in it.
fn line_with(child: &mut Child, text: &str) -> Option<String> {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.map_while(Result::ok).find(|line| line.contains(text))
}

/// Starts the driver; returns it with its port. It takes a free port of IPv4 and ends if that is not free for IPv6, too.
fn driver() -> (Process, String) {
    for _ in 0..10 {
        let mut driver = Command::new("chromedriver");
        let driver = driver.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut driver = Process(driver.spawn().unwrap());
        if let Some(line) = line_with(&mut driver.0, "started successfully on port ") {
            return (driver, line.rsplit(' ').next().unwrap().trim_end_matches('.').to_owned());
        }
    }
    panic!("chromedriver does not start");
}

/// Whether the browser and its driver are there.
pub fn is_there() -> bool {
    let has = |name: &str| Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success());
    let found = has("chromium") && has("chromedriver");
    if !found {
        assert!(std::env::var_os("NEEDS_CHROMIUM").is_none(), "chromium and chromedriver are not installed");
        eprintln!("skipped: chromium and chromedriver are not installed");
    }
    found
}

impl Browser {
    /// The page as served with the emulator.
    pub async fn start(width: u32) -> Self {
        Self::of_api("v1", width).await
    }

    /// The page of an API, served with the emulator.
    pub async fn of_api(api: &str, width: u32) -> Self {
        let mut docs = Command::new(env!("CARGO_BIN_EXE_intercom"));
        Self::of_server(docs.args(["--api", api, "docs"]), width).await
    }

    /// The page with the API at a URL behind it, which takes this token.
    pub async fn live(url: &str, token: &str) -> Self {
        let mut docs = Command::new(env!("CARGO_BIN_EXE_intercom"));
        docs.args(["docs", "--live"]).env("INTERCOM_BASE_URL", url).env("INTERCOM_ACCESS_TOKEN", token);
        Self::of_server(&mut docs, 1280).await
    }

    /// Ends the server of the page.
    pub fn stop_server(&mut self) {
        self.processes.remove(0);
    }

    async fn of_server(docs: &mut Command, width: u32) -> Self {
        let mut docs = docs.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let line = line_with(&mut docs, "listening on ").unwrap();
        let url = line.trim().strip_prefix("listening on ").unwrap().to_owned();
        Self::open(width, url, vec![Process(docs)], true).await
    }

    /// The page as a file.
    pub async fn file(width: u32) -> Self {
        Self::open(width, Self::file_url(), Vec::new(), true).await
    }

    /// A page that is a file.
    pub async fn of_file(path: &Path, width: u32) -> Self {
        Self::open(width, format!("file://{}", path.display()), Vec::new(), true).await
    }

    /// The page as a file, in a browser whose user has turned scripts off.
    pub async fn without_scripts(width: u32) -> Self {
        Self::open(width, Self::file_url(), Vec::new(), false).await
    }

    fn file_url() -> String {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/index.html").canonicalize().unwrap();
        format!("file://{}", path.display())
    }

    async fn open(width: u32, url: String, mut processes: Vec<Process>, scripts: bool) -> Self {
        let (driver, port) = driver();
        processes.push(driver);
        let profile = tempfile::tempdir().unwrap();
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            // What scrolls smoothly has moved on when it is clicked.
            "--force-prefers-reduced-motion",
            &format!("--window-size={width},900"),
            &format!("--user-data-dir={}", profile.path().display()),
        ];
        let preferences =
            if scripts { json!({}) } else { json!({ "profile.managed_default_content_settings.javascript": 2 }) };
        let capabilities = json!({
            "goog:chromeOptions": { "args": arguments, "prefs": preferences, "mobileEmulation": { "deviceMetrics": { "width": width, "height": 900, "pixelRatio": 1.0, "touch": false } } }
        });
        let Value::Object(capabilities) = capabilities else { unreachable!() };
        let mut builder = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
        let client = builder.capabilities(capabilities).connect(&format!("http://127.0.0.1:{port}")).await.unwrap();
        client.goto(&url).await.unwrap();
        Self { client, url, processes, _profile: profile }
    }

    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// The text of an element.
    pub async fn text(&self, selector: &str) -> String {
        self.client.find(Locator::Css(selector)).await.unwrap().text().await.unwrap()
    }

    pub async fn click(&self, selector: &str) {
        self.client.find(Locator::Css(selector)).await.unwrap().click().await.unwrap();
    }

    pub async fn type_into(&self, selector: &str, text: &str) {
        self.client.find(Locator::Css(selector)).await.unwrap().send_keys(text).await.unwrap();
    }

    /// Presses keys where the focus is.
    pub async fn press(&self, keys: &str) {
        self.client.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    pub async fn press_key(&self, key: Key) {
        self.press(&char::from(key).to_string()).await;
    }

    /// Waits until a script is true.
    pub async fn until(&self, condition: &str) {
        for _ in 0..600 {
            if self.run(&format!("return Boolean({condition})")).await == Value::Bool(true) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("never: {condition}");
    }

    /// A picture for the docs, if somebody wants them.
    pub async fn picture(&self, name: &str) {
        if let Some(folder) = std::env::var_os("SCREENSHOTS") {
            let bytes = self.client.screenshot().await.unwrap();
            std::fs::write(PathBuf::from(folder).join(format!("{name}.png")), bytes).unwrap();
        }
    }

    /// Opens another address of the page.
    pub async fn go(&self, hash: &str) {
        self.client.goto("about:blank").await.unwrap();
        self.client.goto(&format!("{}{hash}", self.url)).await.unwrap();
    }

    pub async fn end(self) {
        self.client.close().await.unwrap();
    }
}
