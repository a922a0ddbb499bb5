//! Streams that are resumed from the text of a cursor.

use super::{book, client, ids, page, scroll, url};
use crate::support::canary::checked;
use crate::support::scripted::Scripted;
use intercom_client::error::ErrorKind;
use intercom_client::paging::Cursor;
use intercom_client::types::UserList;
use intercom_client::{Error, Value};

/// Takes a stream up again and again from the text of its cursor, after each item: the ids, and how it ends.
async fn in_pieces(transport: &Scripted, mut cursor: Option<Cursor>) -> (String, Option<Error>) {
    let mut ids = Vec::new();
    loop {
        let mut items = client(transport).users().list().by_item();
        if let Some(cursor) = &cursor {
            items = items.starting_at(cursor.to_string().parse().unwrap());
        }
        match items.next().await {
            Some(Ok(user)) => ids.push(user.id.unwrap()),
            Some(Err(error)) => return (ids.join(" "), Some(error)),
            None => return (ids.join(" "), None),
        }
        cursor = items.cursor();
        assert!(cursor.is_some() && ids.len() < 20, "{ids:?}");
    }
}

#[tokio::test]
async fn case_34_page_with_a_bad_next_link_comes_before_the_error() {
    for next in ["http://evil.test/users?page=3", "http://scripted.test/users?page=2", "*"] {
        let book = move || {
            Scripted::new(move |_, request| {
                let first = request.uri().query().is_none();
                Ok(if first { page(&["1"], url(2)) } else { page(&["2", "3"], next) })
            })
        };
        let transport = book();
        let mut items = client(&transport).users().list().by_item();
        let (before, error) = ids(&mut items).await;
        let error = error.unwrap();
        assert_eq!((before.as_str(), error.kind(), error.status()), ("1 2 3", ErrorKind::Paging, Some(200)), "{next}");
        // Asking again does not help, and nobody is asked.
        assert!(items.next().await.is_none() && items.cursor().is_none());
        assert_eq!(transport.sent().len(), 2, "{next}");

        // By pages: between the page and the error there is a place to go on, from where the error is reported again and nothing
        // is there twice.
        let transport = book();
        let mut pages = client(&transport).users().list().by_page();
        pages.next().await.unwrap().unwrap();
        let last = pages.next().await.unwrap().unwrap();
        assert_eq!((last.users.len(), last.cursor()), (2, pages.cursor()), "{next}");
        let cursor = pages.cursor().unwrap().to_string();
        assert_eq!(cursor, "2:page:/users?page=2");
        let mut rest = client(&book()).users().list().by_page().starting_at(cursor.parse().unwrap());
        assert_eq!(rest.next().await.unwrap().unwrap_err().kind(), ErrorKind::Paging);
        assert!(rest.next().await.is_none());

        let (pieces, error) = in_pieces(&book(), None).await;
        assert_eq!((pieces.as_str(), error.unwrap().kind()), ("1 2 3", ErrorKind::Paging), "{next}");

        // One page alone has the cursor that leads to the error.
        let one = Scripted::new(move |_, _| Ok(page(&["1", "2"], "http://evil.test/")));
        let first = client(&one).users().list().send_page().await.unwrap();
        let (rest, error) = in_pieces(&one, first.cursor().cloned()).await;
        assert_eq!((first.users.len(), rest.as_str(), error.unwrap().kind()), (2, "", ErrorKind::Paging));
    }
}

#[tokio::test]
async fn case_34_stream_continues_once_the_next_link_is_fixed() {
    let transport = Scripted::responses(vec![page(&["4", "5"], url(3)), page(&["6"], Value::Null)]);
    let mut items = client(&transport).users().list().by_item().starting_at("2:page:/users?page=2".parse().unwrap());
    let (ids, error) = ids(&mut items).await;
    assert_eq!((ids.as_str(), error.is_none(), transport.sent().len()), ("6", true, 2));
}

#[tokio::test]
async fn case_34_pages_at_another_path_are_followed_and_resumed() {
    let transport = Scripted::new(|_, request| {
        Ok(match request.uri().path_and_query().unwrap().as_str() {
            "/companies?type=user&company_id=7" => page(&["1", "2"], "/companies/5a/users?page=2"),
            "/companies/5a/users?page=2" => page(&["3"], "/companies/5a/users?page=3"),
            "/companies/5a/users?page=3" => page(&["4"], Value::Null),
            other => panic!("{other}"),
        })
    });
    let list = || client(&transport).companies().list_users("7").by_item();
    let mut items = list();
    let mut seen = Vec::new();
    while let Some(item) = items.next().await {
        seen.push(item.unwrap().id.unwrap());
        let Some(cursor) = items.cursor() else { break };
        items = list().starting_at(cursor.to_string().parse().unwrap());
    }
    assert_eq!(seen, ["1", "2", "3", "4"]);
}

#[tokio::test]
async fn case_34_cursor_of_another_list_or_kind_is_rejected() {
    fn rejected(error: Option<Result<impl Sized, Error>>, transport: &Scripted) {
        let error = error.unwrap().err().unwrap();
        let line = checked(&error);
        assert!(error.kind() == ErrorKind::Argument && line.contains("nothing was sent"), "{line}");
        assert!(error.function().is_some() && transport.sent().is_empty(), "{line}");
    }
    let transport = Scripted::responses(Vec::new());
    let client = client(&transport);
    for cursor in ["0:page:/users?page=2", "3:page:/companies/7?page=2", "0:scroll:abc", "0:page:/companies/../users"] {
        let cursor: Cursor = cursor.parse().unwrap();
        let mut items = client.companies().list().by_item().starting_at(cursor.clone());
        rejected(items.next().await, &transport);
        items.resume();
        assert!(items.next().await.is_none() && items.cursor().is_none(), "{cursor}");
        let mut pages = client.companies().list().by_page().starting_at(cursor);
        rejected(pages.next().await, &transport);
        assert!(pages.next().await.is_none());
    }
    for cursor in ["0:page:/users?page=2", "0:page:/users/scroll?scroll_param=a"] {
        let mut items = client.users().scroll().by_item().starting_at(cursor.parse().unwrap());
        rejected(items.next().await, &transport);
        assert!(items.next().await.is_none());
    }
    // The beginning is everybody's.
    let transport = Scripted::always(scroll(&[], "a"));
    let mut items = super::client(&transport).users().scroll().by_item().starting_at("0:start:".parse().unwrap());
    assert!(items.next().await.is_none() && transport.sent().len() == 1);
}

#[tokio::test]
async fn case_34_stream_resumes_from_the_text_of_its_cursor() {
    for taken in 0..=7 {
        let transport = book();
        let mut items = client(&transport).users().list().by_item();
        let mut seen = Vec::new();
        for _ in 0..taken {
            seen.push(items.next().await.unwrap().unwrap().id.unwrap());
        }
        let Some(cursor) = items.cursor() else {
            assert_eq!(taken, 7, "only the end has no cursor");
            continue;
        };
        drop(items);
        // Another process: nothing but the text is left.
        let cursor: Cursor = cursor.to_string().parse().unwrap();
        let transport = book();
        let mut items = client(&transport).users().list().by_item().starting_at(cursor.clone());
        assert_eq!(items.cursor(), Some(cursor));
        let (rest, error) = ids(&mut items).await;
        assert!(error.is_none());
        seen.extend(rest.split(' ').map(str::to_owned));
        assert_eq!(seen.join(" "), "1 2 3 4 5 6 7", "after {taken}");
        let pages_left = [3, 3, 3, 2, 2, 1, 1][taken];
        assert_eq!(transport.sent().len(), pages_left, "after {taken}");
    }
}

#[tokio::test]
async fn case_34_stream_resumes_more_than_once_in_one_page() {
    let mut cursor: Option<Cursor> = None;
    let mut seen = Vec::new();
    loop {
        let mut items = client(&book()).users().list().by_item();
        if let Some(cursor) = cursor {
            items = items.starting_at(cursor.to_string().parse().unwrap());
        }
        seen.push(items.next().await.unwrap().unwrap().id.unwrap());
        cursor = items.cursor();
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen.join(" "), "1 2 3 4 5 6 7");
}

#[tokio::test]
async fn case_34_page_has_a_cursor_that_resumes_a_page_stream() {
    let client = client(&book());
    let first = client.users().list().send_page().await.unwrap();
    let cursor = first.cursor().unwrap().clone();
    assert_eq!((first.users.len(), cursor.to_string().as_str()), (3, "0:page:/users?page=2"));
    let mut pages = client.users().list().by_page().starting_at(cursor);
    let second = pages.next().await.unwrap().unwrap();
    assert_eq!(
        (second.users.len(), pages.cursor().map(ToString::to_string)),
        (2, Some("0:page:/users?page=3".to_owned()))
    );
    let third = pages.next().await.unwrap().unwrap();
    assert!(third.cursor().is_none() && pages.cursor().is_none() && pages.next().await.is_none());
    let list: UserList = third.into_inner();
    assert_eq!(list.users.len(), 2);
}

#[tokio::test]
async fn case_34_cursor_past_the_end_of_its_page_continues() {
    let transport = Scripted::new(|_, request| {
        Ok(match request.uri().query() {
            Some("page=2") => page(&["4"], url(3)),
            _ => page(&["6"], Value::Null),
        })
    });
    let mut items = client(&transport).users().list().by_item().starting_at("5:page:/users?page=2".parse().unwrap());
    assert_eq!(ids(&mut items).await.0, "6");
    assert_eq!(transport.sent().len(), 2);
}

#[test]
fn case_34_invalid_cursor_text_is_rejected_with_an_example() {
    let error = "http://evil.test/".parse::<Cursor>().unwrap_err();
    assert!(error.to_string().contains("0:page:/users?page=2"), "{error}");
}
