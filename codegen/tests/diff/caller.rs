//! A caller of the base spec's client, as one would write it: whether it compiles is the compiler's verdict.
#![allow(missing_docs)]

use shop_client::{Client, Error, items, orders, types};

pub async fn all(client: &Client) -> Result<(), Error> {
    let name = String::from("a name of my own");

    let item: types::Item = client.items().find(types::ItemRef::number("7")).await?;
    let _: Option<String> = item.id;
    let _: Option<String> = item.name;
    let _: Option<i64> = item.price;
    let _: Option<String> = item.maker.and_then(|maker| maker.label);

    let list = client.items().list().per_page(2).sort("name").sort(items::ListSort::Price).direction("asc");
    let list: types::ItemList = list.direction(types::Direction::Desc).await?;
    let _: Vec<types::Item> = list.items;

    let order: orders::Create = client.orders().create("me", &name).note(&name).gift(true).tags(["a", "b"]);
    let order: types::Purchase = order.await?;
    let _: Option<String> = order.state;
    let _: types::Purchase = client.orders().change("1").urgent(true).reason(&name).await?;
    let () = client.orders().cancel(&name).await?;
    let () = client.orders().confirm("1").await?;
    Ok(())
}

pub fn named(reference: &types::ItemRef) -> &'static str {
    match reference {
        types::ItemRef::Number(_) => "number",
        types::ItemRef::Code(_) => "code",
    }
}

pub fn label(maker: &types::Maker) -> Option<&str> {
    maker.label.as_deref()
}

pub fn sorted(sort: &items::ListSort) -> &'static str {
    match sort {
        items::ListSort::Name => "name",
        items::ListSort::Price => "price",
        _ => "other",
    }
}

fn main() {}
