//! A story that shows the emulator's state: a user is created, found, tagged, gets a reply, is counted and deleted.

use intercom_client::{Client, json};
use intercom_emulator::Emulator;
use serde_json::Value;

struct Story {
    client: Client,
    steps: Vec<String>,
}

/// Runs the story; returns a line for each step. Fails if a response contradicts the steps before it.
pub async fn run(emulator: &Emulator) -> Result<Vec<String>, String> {
    let client = emulator.client().build().map_err(|error| error.to_string())?;
    let mut story = Story { client, steps: Vec::new() };
    story.run().await?;
    Ok(story.steps)
}

impl Story {
    async fn run(&mut self) -> Result<(), String> {
        let before = self.call("getAppTotalCounts", json!({})).await?;
        let count = |counts: &Value, what: &str| counts[what]["count"].as_u64().unwrap_or_default();

        let company = json!({"company_id": "story-co", "name": "Story & Sons"});
        let args = json!({"userId": "story-1", "email": "vera@story.example", "name": "Vera", "companies": [company]});
        let vera = self.call("createUserById", args).await?;
        self.step("create", format!("{} has the id {}", text(&vera, "/name"), text(&vera, "/id")));

        let found = self.call("getSingleUser", json!({"userId": "vera@story.example", "userIdType": "email"})).await?;
        same("the user found by email", &found["id"], &vera["id"])?;
        self.step("find", format!("{} is {}", text(&found, "/email"), text(&found, "/id")));

        let tag = self.call("tagUser", json!({"name": "story", "users": [{"id": vera["id"]}]})).await?;
        let tagged = self.call("getUsersByTag", json!({"tagId": tag["id"]})).await?;
        same("the tagged user", &tagged["users"][0]["id"], &vera["id"])?;
        self.step("tag", format!("{} has one user", text(&tag, "/name")));

        let args = json!({"senderId": "story-1", "senderIdType": "user_id", "body": "Is the studio open?"});
        let message = self.call("createUserMessage", args).await?;
        let own = json!({"userId": "story-1", "userIdType": "user_id"});
        let listed = self.call("getSingleUserConversations", own).await?;
        let conversation = &listed["conversations"][0];
        same("the message that opened it", &conversation["conversation_message"]["id"], &message["id"])?;
        self.step("message", format!("opened conversation {}", text(conversation, "/id")));

        let admins = self.call("getAdmins", json!({})).await?;
        let admin = &admins["admins"][0]["id"];
        let args = json!({"conversationId": conversation["id"], "adminId": admin, "body": "Yes, 10 to 16."});
        let replied = self.call("replyToAdminComment", args).await?;
        same("the parts", &replied["conversation_parts"]["total_count"], &1.into())?;
        self.step("reply", format!("admin {} replied", text(&admins, "/admins/0/name")));

        let args = json!({"conversationId": conversation["id"], "adminId": admin});
        let closed = self.call("closeConversation", args).await?;
        same("the conversation's state", &closed["state"], &"closed".into())?;
        self.step("close", "the conversation is closed".to_owned());

        let after = self.call("getAppTotalCounts", json!({})).await?;
        for what in ["user", "company", "tag"] {
            let (before, after) = (count(&before, what), count(&after, what));
            same(&format!("the count of {what}"), &after.into(), &(before + 1).into())?;
        }
        self.step("count", "one user, one company and one tag more".to_owned());

        self.call("deleteUser", json!({"userId": vera["id"], "userIdType": "intercom_id"})).await?;
        let gone = json!({"userId": vera["id"], "userIdType": "intercom_id"});
        match self.client.call("getSingleUser", gone).await {
            Err(error) if error.is_not_found() => {}
            Err(error) => return Err(format!("delete: {error}")),
            Ok(_) => return Err("delete: the user is still there".to_owned()),
        }
        self.step("delete", "the user is gone".to_owned());
        Ok(())
    }

    async fn call(&self, function: &str, args: Value) -> Result<Value, String> {
        let response = self.client.call(function, args).await.map_err(|error| format!("{function}: {error}"))?;
        serde_json::to_value(&response).map_err(|error| format!("{function}: {error}"))
    }

    fn step(&mut self, name: &str, result: String) {
        self.steps.push(format!("{name:<8} {result}"));
    }
}

fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or("?").to_owned()
}

fn same(what: &str, found: &Value, wanted: &Value) -> Result<(), String> {
    if found == wanted { Ok(()) } else { Err(format!("{what} is {found}, not {wanted}")) }
}
