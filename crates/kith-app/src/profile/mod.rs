//! What members tell about themselves, and what others see of it.

mod edit;
mod history;
mod picture;
mod view;

pub use edit::{EditProfile, EditProfileRefused, InterestsRefused, edit, set_interests};
pub use history::{
    AddEducation, AddEntryRefused, AddPosition, add_education, add_position, remove_education,
    remove_position,
};
pub use kith_store::pictures::Picture;
pub use kith_store::profiles::{Account, Encounter};
pub use picture::{PictureSize, SetPictureRefused, clear_picture, picture, set_picture};
pub use view::{Meeting, Viewed, card_preview, completeness, find, own, view};

use kith_domain::profile::MemberStatus;

use crate::{Actor, App, Fault};

/// The account of whoever acts; nothing once it is no longer in use.
pub(crate) async fn mine(app: &App, actor: Actor) -> Result<Option<Account>, Fault> {
    let account = app.store().account(actor.member).await?;
    Ok(account.filter(|account| account.profile.person.status == MemberStatus::Active))
}
