//! Functions that return a file, a text or an address.

use crate::support::{OneResponse, run_at};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;

const EXPORT: [&str; 5] = ["--api", "v2", "data-export", "download", "--job-identifier"];

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn bytes_go_to_standard_output_or_into_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("export.csv");
    let out = out.to_str().unwrap();
    let send = |more: &[&str]| {
        let server = OneResponse::new("200 OK", "content-type: application/octet-stream\r\n", "id,name\n\u{1}\n");
        (run_at(&server.url, &[&EXPORT[..], &["x1"], more].concat()), server.request())
    };
    let (printed, request) = send(&[]);
    assert_eq!(printed.success(), "id,name\n\u{1}\n");
    assert!(request.starts_with("GET /download/content/data/x1 "), "{request}");
    assert!(request.contains("accept: application/octet-stream\r\n"), "{request}");
    fs::write(out, "of an earlier run").unwrap();
    assert_eq!(send(&["--out", out]).0.success(), "");
    assert_eq!(fs::read_to_string(out).unwrap(), "id,name\n\u{1}\n");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let usual = folder.path().join("usual");
        fs::write(&usual, "").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(Path::new(out)), mode(&usual), "as any new file");
    }
}

#[test]
fn what_breaks_off_or_cannot_be_written_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("export.csv");
    fs::write(&out, "of an earlier run").unwrap();
    let out = out.to_str().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        assert!(connection.read(&mut [0; 4096]).unwrap() > 0);
        let head = b"HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\ncontent-length: 100\r\n\r\nid,name\n";
        connection.write_all(head).unwrap();
    });
    let failed = run_at(&url, &[&EXPORT[..], &["x1", "--out", out]].concat());
    server.join().unwrap();
    let message = failed.error_line(5);
    assert!(message.contains("broke off, after 8 bytes"), "{message}");
    assert_eq!(fs::read_to_string(out).unwrap(), "of an earlier run");
    assert_eq!(names(folder.path()), ["export.csv"]);

    for (place, problem) in [(folder.path().to_str().unwrap(), "directory"), ("/dev/null/x", "cannot write")] {
        let server = OneResponse::new("200 OK", "", "bytes");
        let failed = run_at(&server.url, &[&EXPORT[..], &["x1", "--out", place]].concat());
        let message = failed.error_line(1);
        assert!(message.contains("cannot write") && message.contains(problem), "{message}");
    }
    assert_eq!(names(folder.path()), ["export.csv"]);
    let server = OneResponse::new("404 Not Found", "content-type: application/json\r\n", "{}");
    let failed = run_at(&server.url, &[&EXPORT[..], &["x1", "--out", out]].concat());
    assert!(failed.error_line(4).contains("404"));
    assert_eq!(fs::read_to_string(out).unwrap(), "of an earlier run");
}

#[test]
fn other_functions_have_no_file() {
    let rejected = run_at("http://127.0.0.1:1", &["--api", "v2", "tags", "list", "--out", "x"]);
    let message = rejected.error_line(2);
    assert!(message.contains("returns no file"), "{message}");
}

#[test]
fn texts_and_addresses_are_printed() {
    let server = OneResponse::new("200 OK", "content-type: text/plain\r\n", "A: Hello");
    let text = run_at(&server.url, &["--api", "v2", "calls", "show-transcript", "--call-id", "7"]);
    assert_eq!(text.success(), "A: Hello");
    let server = OneResponse::new("302 Found", "location: https://files.example.com/7.mp3?key=1\r\n", "");
    let address = run_at(&server.url, &["--api", "v2", "calls", "show-recording", "--call-id", "7"]);
    assert_eq!(address.success(), "https://files.example.com/7.mp3?key=1\n");
}
