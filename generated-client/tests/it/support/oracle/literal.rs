//! The decisions once more, as complete requests written by hand: they hold the client and the encoder of this folder alike,
//! and need no reference.

/// Function, arguments, method and target as sent, body.
pub type Literal = (&'static str, &'static str, &'static str, Option<&'static str>);

pub const LITERALS: &[Literal] = &[
    // A JSON body.
    (
        "getAccessToken",
        r#"{"clientId":"0025","clientSecret":"s&t","code":"a b"}"#,
        "POST /auth/eagle/token",
        Some(r#"{"client_id":"0025","client_secret":"s&t","code":"a b"}"#),
    ),
    // Values as they are: no number parsing, `false` and `0` sent, what is not supplied absent.
    (
        "createUserByEmail",
        r#"{"email":"i@k.example","userId":"0025","phone":"123","lastRequestAt":0,"newSession":false,"customAttributes":{"n":12345678901234567890,"x":null}}"#,
        "POST /users",
        Some(
            r#"{"email":"i@k.example","user_id":"0025","phone":"123","last_request_at":0,"new_session":false,"custom_attributes":{"n":12345678901234567890,"x":null}}"#,
        ),
    ),
    // Dates.
    (
        "updateUserById",
        r#"{"userId":"u","signedUpAt":"2018-09-28T12:20:00+02:00","lastRequestAt":"1538130000"}"#,
        "POST /users",
        Some(r#"{"user_id":"u","signed_up_at":1538130000,"last_request_at":1538130000}"#),
    ),
    // A path value is percent-encoded and sent nowhere else.
    (
        "getSingleUser",
        r#"{"userId":"a/b?c#d e%2Fé","userIdType":"intercom_id"}"#,
        "GET /users/a%2Fb%3Fc%23d%20e%252F%C3%A9",
        None,
    ),
    ("getSingleUser", r#"{"userId":"0025","userIdType":"user_id"}"#, "GET /users?user_id=0025", None),
    ("getSingleLead", r#"{"userId":"a+b@c","userIdType":"email"}"#, "GET /contacts?email=a%2Bb%40c", None),
    ("deleteTag", r#"{"tagId":"0025"}"#, "DELETE /tags/0025", None),
    ("deleteLead", r#"{"userId":"a@c","userIdType":"email"}"#, "DELETE /contacts?email=a%40c", None),
    ("deleteLead", r#"{"userId":"1","userIdType":"intercom_id"}"#, "DELETE /contacts/1", None),
    ("deleteVisitor", r#"{"userId":"u"}"#, "DELETE /visitors?user_id=u", None),
    ("getUserNotes", r#"{"userId":"1","userIdType":"intercom_id"}"#, "GET /notes?id=1", None),
    (
        "getSingleUserConversations",
        r#"{"userId":"1","userIdType":"intercom_user_id"}"#,
        "GET /conversations?intercom_user_id=1&type=user",
        None,
    ),
    (
        "getSingleAdminConversations",
        r#"{"adminId":"nobody","open":false}"#,
        "GET /conversations?admin_id=nobody&open=false&type=admin",
        None,
    ),
    ("getSegments", "{}", "GET /segments", None),
    ("getUserEventsSummaries", r#"{"userId":"u"}"#, "GET /events?summary=true&type=user&user_id=u", None),
    (
        "getLeads",
        r#"{"page":"2","perPage":"60","order":"asc","sort":"created_at","createdSince":"0"}"#,
        "GET /contacts?created_since=0&order=asc&page=2&per_page=60&sort=created_at",
        None,
    ),
    ("pingSubscription", r#"{"subscriptionId":"nsub_1"}"#, "POST /subscriptions/nsub_1/ping", None),
    ("deleteSubscription", r#"{"subscriptionId":"nsub_1"}"#, "DELETE /subscriptions/nsub_1", None),
    // Leads and visitors.
    ("createLead", "{}", "POST /contacts", Some("{}")),
    (
        "createLead",
        r#"{"avatarImageUrl":"https://a/b","userAgentData":"UA","segments":"a, b,,","tags":["1","2"]}"#,
        "POST /contacts",
        Some(
            r#"{"avatar":{"type":"avatar","image_url":"https://a/b"},"last_seen_user_agent":"UA","segments":{"type":"segment.list","segments":[{"id":"a"},{"id":"b"}]},"tags":{"type":"tag.list","tags":[{"id":"1"},{"id":"2"}]}}"#,
        ),
    ),
    (
        "updateVisitor",
        r#"{"userId":"u","unsubscribedFromEmails":false,"tags":"1"}"#,
        "PUT /visitors",
        Some(r#"{"user_id":"u","unsubscribed_from_emails":false,"tags":{"type":"tag.list","tags":[{"id":"1"}]}}"#),
    ),
    (
        "convertVisitorToLead",
        r#"{"visitorUserId":"1","visitorUserIdType":"intercom_id","leadId":"l"}"#,
        "POST /visitors/convert",
        Some(r#"{"type":"lead","visitor":{"id":"1"},"contact":{"user_id":"l"}}"#),
    ),
    (
        "convertLeadToUser",
        r#"{"leadId":"1","leadIdType":"intercom_id"}"#,
        "POST /contacts/convert",
        Some(r#"{"contact":{"id":"1"}}"#),
    ),
    // Companies.
    (
        "createCompany",
        r#"{"name":"K","monthlySpend":"4900","companyId":"0025"}"#,
        "POST /companies",
        Some(r#"{"name":"K","monthly_spend":4900,"company_id":"0025"}"#),
    ),
    (
        "updateCompany",
        r#"{"companyId":"0025","monthlySpend":4900,"plan":"Team"}"#,
        "POST /companies",
        Some(r#"{"company_id":"0025","monthly_spend":4900,"plan":"Team"}"#),
    ),
    ("getCompanies", r#"{"page":0,"perPage":60}"#, "GET /companies?page=0&per_page=60", None),
    // `"untag": true` on every item, whatever the caller returned and however the key is spelt.
    (
        "untagUsers",
        r#"{"name":"t","users":[{"id":"1","untag":false},{"\u0075ntag":null},{}]}"#,
        "POST /tags",
        Some(r#"{"name":"t","users":[{"id":"1","untag":true},{"untag":true},{"untag":true}]}"#),
    ),
    (
        "untagCompany",
        r#"{"name":"t","companies":[{"company_id":"c"}]}"#,
        "POST /tags",
        Some(r#"{"name":"t","companies":[{"company_id":"c","untag":true}]}"#),
    ),
    (
        "tagUser",
        r#"{"name":"t","users":[{"id":"1","untag":false}]}"#,
        "POST /tags",
        Some(r#"{"name":"t","users":[{"id":"1","untag":false}]}"#),
    ),
    // Messages.
    (
        "createAdminMessage",
        r#"{"fromAdminId":"7","receiverType":"user","receiverId":"1","receiverIdType":"intercom_id","messageType":"inapp","body":"b"}"#,
        "POST /messages",
        Some(r#"{"from":{"type":"admin","id":"7"},"to":{"type":"user","id":"1"},"message_type":"inapp","body":"b"}"#),
    ),
    (
        "replyToUserComment",
        r#"{"conversationId":"c","body":"b","userId":"1","userIdType":"intercom_user_id","attachmentUrls":["https://a/1"]}"#,
        "POST /conversations/c/reply",
        Some(
            r#"{"type":"user","message_type":"comment","body":"b","intercom_user_id":"1","attachment_urls":["https://a/1"]}"#,
        ),
    ),
    ("markConversationAsRead", r#"{"conversationId":"c"}"#, "PUT /conversations/c", Some(r#"{"read":true}"#)),
    // Webhooks.
    (
        "createSubscription",
        r#"{"url":"https://a","topics":"user.created, ,contact.created"}"#,
        "POST /subscriptions",
        Some(r#"{"url":"https://a","topics":["user.created","contact.created"]}"#),
    ),
    (
        "updateEventWebhookSubscription",
        r#"{"subscriptionId":"nsub_1","metadataEventNames":["a b"],"url":"https://a"}"#,
        "POST /subscriptions/nsub_1",
        Some(r#"{"topics":["event.created"],"metadata":{"event_names":["a b"]},"url":"https://a"}"#),
    ),
];
