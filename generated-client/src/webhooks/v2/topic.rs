//! The topics of API 2.x.

use api_client_runtime::__private::{OpenEnum, UnknownValue};

macro_rules! topics {
    ($($name:ident = $text:literal,)*) => {
        /// A topic of API 2.x, from the vendor's list for 2.16. The topics of content (`content_stat.…`) and those of later versions
        /// are [`Other`](Self::Other).
        #[derive(Clone, Debug, Eq, Hash, PartialEq)]
        #[non_exhaustive]
        pub enum Topic {
            $(
                #[doc = concat!("`", $text, "`")]
                $name,
            )*
            /// A topic that this version does not know; `as_str()` returns its text.
            Other(UnknownValue),
        }

        impl Topic {
            /// All topics with a name here.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
        }

        impl OpenEnum for Topic {
            fn from_text(text: String) -> Self {
                match text.as_str() {
                    $($text => Self::$name,)*
                    _ => Self::Other(UnknownValue::new(text)),
                }
            }

            fn text(&self) -> &str {
                match self {
                    $(Self::$name => $text,)*
                    Self::Other(value) => value.as_str(),
                }
            }
        }
    };
}

topics! {
    AdminAddedToWorkspace = "admin.added_to_workspace",
    AdminAwayModeUpdated = "admin.away_mode_updated",
    AdminActivityLogEventCreated = "admin.activity_log_event.created",
    AdminRemovedFromWorkspace = "admin.removed_from_workspace",
    AdminLoggedIn = "admin.logged_in",
    AdminLoggedOut = "admin.logged_out",
    ArticleCreated = "article.created",
    ArticleUpdated = "article.updated",
    ArticlePublished = "article.published",
    ArticleUnpublished = "article.unpublished",
    ArticleDeleted = "article.deleted",
    CallStarted = "call.started",
    CallEnded = "call.ended",
    CallTranscriptionAvailable = "call.transcription_available",
    CallRecordingAvailable = "call.recording_available",
    CompanyCreated = "company.created",
    CompanyDeleted = "company.deleted",
    CompanyUpdated = "company.updated",
    CompanyContactAttached = "company.contact.attached",
    CompanyContactDetached = "company.contact.detached",
    ContactArchived = "contact.archived",
    ContactDeleted = "contact.deleted",
    ContactEmailUpdated = "contact.email.updated",
    ContactLeadAddedEmail = "contact.lead.added_email",
    ContactLeadCreated = "contact.lead.created",
    ContactLeadSignedUp = "contact.lead.signed_up",
    ContactLeadTagCreated = "contact.lead.tag.created",
    ContactLeadTagDeleted = "contact.lead.tag.deleted",
    ContactLeadUpdated = "contact.lead.updated",
    ContactMerged = "contact.merged",
    ContactSubscribed = "contact.subscribed",
    ContactUnarchive = "contact.unarchive",
    ContactUnsubscribed = "contact.unsubscribed",
    ContactUserCreated = "contact.user.created",
    ContactUserTagCreated = "contact.user.tag.created",
    ContactUserTagDeleted = "contact.user.tag.deleted",
    ContactUserUpdated = "contact.user.updated",
    ConversationAdminAssigned = "conversation.admin.assigned",
    ConversationAdminClosed = "conversation.admin.closed",
    ConversationAdminNoted = "conversation.admin.noted",
    ConversationAdminOpenAssigned = "conversation.admin.open.assigned",
    ConversationAdminOpened = "conversation.admin.opened",
    ConversationAdminReplied = "conversation.admin.replied",
    ConversationAdminSingleCreated = "conversation.admin.single.created",
    ConversationAdminSnoozed = "conversation.admin.snoozed",
    ConversationAdminUnsnoozed = "conversation.admin.unsnoozed",
    ConversationOperatorReplied = "conversation.operator.replied",
    ConversationDeleted = "conversation.deleted",
    ConversationPartRedacted = "conversation_part.redacted",
    ConversationPartTagCreated = "conversation_part.tag.created",
    ConversationPriorityUpdated = "conversation.priority.updated",
    ConversationRatingAdded = "conversation.rating.added",
    ConversationRead = "conversation.read",
    ConversationUserCreated = "conversation.user.created",
    ConversationUserReplied = "conversation.user.replied",
    ConversationContactAttached = "conversation.contact.attached",
    ConversationContactDetached = "conversation.contact.detached",
    EventCreated = "event.created",
    JobCompleted = "job.completed",
    Ping = "ping",
    GranularUnsubscribe = "granular.unsubscribe",
    GranularSubscribe = "granular.subscribe",
    TicketCreated = "ticket.created",
    TicketStateUpdated = "ticket.state.updated",
    TicketNoteCreated = "ticket.note.created",
    TicketAdminAssigned = "ticket.admin.assigned",
    TicketTeamAssigned = "ticket.team.assigned",
    TicketContactAttached = "ticket.contact.attached",
    TicketContactDetached = "ticket.contact.detached",
    TicketAttributeUpdated = "ticket.attribute.updated",
    TicketAdminReplied = "ticket.admin.replied",
    TicketContactReplied = "ticket.contact.replied",
    TicketClosed = "ticket.closed",
    TicketRatingProvided = "ticket.rating.provided",
    VisitorSignedUp = "visitor.signed_up",
}

api_client_runtime::__private::open_enum!(Topic);
