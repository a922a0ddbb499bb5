//! What callers may do with calls: spawn them, keep them, send them to other threads.
use api_client_runtime::__private::Core;
use intercom_client::Call;
use intercom_client::paging::{Items, Page, Pages};
use intercom_client::types::{User, UserList};
use intercom_client::{Client, ClientBuilder, Error, Pending, RawResponse, Response, users};

fn movable<T: Send + 'static>() {}
fn shared<T: Send + Sync + Clone + 'static>() {}

#[test]
fn clients_are_shared_and_calls_move_between_threads() {
    shared::<Client>();
    shared::<Core>();
    shared::<Call>();
    shared::<users::CreateByEmail>();
    shared::<RawResponse>();
    movable::<ClientBuilder<Client>>();
    movable::<Pending<User>>();
    movable::<Pending<Response<User>>>();
    movable::<Pending<Page<UserList>>>();
    movable::<Pages<UserList>>();
    movable::<Items<UserList>>();
    movable::<Error>();
}

#[test]
fn an_error_is_small_enough_for_every_result() {
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}

#[test]
fn client_is_built_without_a_runtime_and_its_call_spawned() {
    let client = Client::builder().access_token("t").base_url("http://127.0.0.1:9").retries(0).build().unwrap();
    let call = client.users().create_by_email("a@b").name("A");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let error = runtime.block_on(runtime.spawn(call.send())).unwrap().unwrap_err();
    assert!(error.is_connect(), "{error}");
}
