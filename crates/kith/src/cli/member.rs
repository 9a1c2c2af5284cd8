//! `kith member` and `kith admin`: what the operator does about single members, also while the network is served.

use anyhow::{Context, Result, anyhow, bail};
use kith_app::accounts::{AddMember, AddRefused, ApproveRefused, add, approve, awaiting, generated_password};
use kith_app::credits::{self, GrantRefused, Plan};
use kith_app::moderation::{ModerateRefused, restore, suspend};
use kith_app::standing::{LiftRefused, lift};
use kith_app::{App, Authority, Failure, FieldErrors, nodes};
use kith_domain::id::MemberId;
use kith_domain::profile::{MemberStatus, Person};
use kith_domain::text::{Address, Handle};

use crate::cli::{app, open_store};
use crate::config::Config;
use crate::output::say;

/// How many members are read at once.
const PAGE: u32 = 500;

/// What is done about a member.
#[derive(Debug, Clone, clap::Subcommand)]
pub(crate) enum MemberCommand {
    /// Open an account with a confirmed address; the last word printed is the member's id
    Add {
        #[command(flatten)]
        new: NewMember,
        /// They look after the network
        #[arg(long)]
        moderator: bool,
    },
    /// Print members: id, status, handle, name
    List {
        /// Only who waits to be let in
        #[arg(long)]
        waiting: bool,
    },
    /// Let in who waits for it
    Approve {
        /// Id, handle or address
        member: String,
    },
    /// Stop an account: nobody signs in with it and nobody finds it, until it is restored
    Suspend {
        /// Id, handle or address
        member: String,
        /// Why, for the audit log
        #[arg(long)]
        reason: String,
    },
    /// Let a suspended account go on
    Restore {
        /// Id, handle or address
        member: String,
        /// Why, for the audit log
        #[arg(long)]
        reason: String,
    },
    /// Put a member on a plan; where it brings more credits than the one before, its first month begins at once
    Plan {
        /// Id, handle or address
        member: String,
        /// A plan of the policy: basic, premium
        plan: Plan,
    },
    /// Grant credits for messages to people a member is not connected with, on top of what the plan brings
    GrantCredits {
        /// Id, handle or address
        member: String,
        /// How many
        credits: u32,
    },
    /// Lift a restriction: invitations may be sent again, and marks count anew
    LiftRestriction {
        /// Id, handle or address
        member: String,
    },
}

/// What is done about moderators.
#[derive(Debug, Clone, clap::Subcommand)]
pub(crate) enum AdminCommand {
    /// Open a moderator's account, as `kith member add --moderator` does
    Create {
        #[command(flatten)]
        new: NewMember,
    },
}

/// A member to be.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct NewMember {
    /// The name as shown
    #[arg(long)]
    name: String,
    /// The address they sign in with
    #[arg(long)]
    email: String,
    /// The password; without it one is made and printed
    #[arg(long)]
    password: Option<String>,
}

/// Does what is asked about a member.
pub(crate) async fn member(config: &Config, command: MemberCommand) -> Result<()> {
    let store = open_store(config).await?;
    let (app, node) = app(config, store.clone(), nodes::COMMAND).await?;
    let done = match command {
        MemberCommand::Add { new, moderator } => added(&app, new, moderator).await,
        MemberCommand::List { waiting } => listed(&app, waiting).await,
        MemberCommand::Approve { member } => approved(&app, &member).await,
        MemberCommand::Suspend { member, reason } => suspended(&app, &member, &reason).await,
        MemberCommand::Restore { member, reason } => restored(&app, &member, &reason).await,
        MemberCommand::Plan { member, plan } => planned(&app, &member, &plan).await,
        MemberCommand::GrantCredits { member, credits } => granted(&app, &member, credits).await,
        MemberCommand::LiftRestriction { member } => lifted(&app, &member).await,
    };
    node.give_back().await;
    store.engine().close().await;
    done
}

/// Does what is asked about moderators.
pub(crate) async fn admin(config: &Config, command: AdminCommand) -> Result<()> {
    match command {
        AdminCommand::Create { new } => member(config, MemberCommand::Add { new, moderator: true }).await,
    }
}

async fn added(app: &App, new: NewMember, moderator: bool) -> Result<()> {
    let generated = new.password.is_none().then(|| generated_password(app));
    let password = new.password.or_else(|| generated.clone());
    let NewMember { name, email, password: _ } = new;
    match add(app, AddMember { name, email: email.clone(), password, moderator }).await {
        Ok(added) => {
            if let Some(password) = generated {
                say!("Password: {password}")?;
            }
            say!("Added {} as {}", added.handle, added.member)
        }
        Err(Failure::Refused(AddRefused::Fields(errors))) => Err(said(&errors)),
        Err(Failure::Refused(AddRefused::AddressInUse)) => bail!("{email} is a member's address already"),
        Err(Failure::Fault(fault)) => Err(fault.into()),
    }
}

async fn listed(app: &App, waiting: bool) -> Result<()> {
    let mut after = None;
    loop {
        let page = if waiting {
            awaiting(app, Authority::Operator, after, PAGE).await.map_err(not_let_in)?
        } else {
            app.store().members(after, PAGE).await?
        };
        for Person { id, handle, name, status, .. } in &page {
            say!("{id}  {:<9}  {handle}  {name}", word(*status))?;
        }
        after = page.last().map(|person| person.id);
        if page.len() < PAGE as usize {
            return Ok(());
        }
    }
}

async fn approved(app: &App, member: &str) -> Result<()> {
    let id = found(app, member).await?;
    approve(app, Authority::Operator, id).await.map_err(not_let_in)?;
    say!("Let in {id}")
}

async fn lifted(app: &App, member: &str) -> Result<()> {
    let id = found(app, member).await?;
    match lift(app, Authority::Operator, id).await {
        Ok(true) => say!("Lifted the restriction of {id}"),
        Ok(false) => say!("There is no restriction of {id}"),
        Err(Failure::Refused(LiftRefused::NotFound)) => bail!("there is no member {member:?}"),
        Err(Failure::Refused(LiftRefused::NotAModerator)) => bail!("only moderators may"),
        Err(Failure::Fault(fault)) => Err(fault.into()),
    }
}

async fn suspended(app: &App, member: &str, reason: &str) -> Result<()> {
    let id = found(app, member).await?;
    suspend(app, Authority::Operator, id, reason).await.map_err(not_moderated)?;
    say!("Suspended {id}")
}

async fn restored(app: &App, member: &str, reason: &str) -> Result<()> {
    let id = found(app, member).await?;
    restore(app, Authority::Operator, id, reason).await.map_err(not_moderated)?;
    say!("Restored {id}")
}

fn not_moderated(failure: Failure<ModerateRefused>) -> anyhow::Error {
    match failure {
        Failure::Refused(ModerateRefused::NotFound) => anyhow!("there is no such account, or it is closed"),
        Failure::Refused(ModerateRefused::Reason(refused)) => anyhow!("--reason: {refused}"),
        Failure::Refused(ModerateRefused::Warning(refused)) => anyhow!("{refused}"),
        Failure::Refused(ModerateRefused::Case(_) | ModerateRefused::Restriction(_)) => {
            anyhow!("another has to decide this")
        }
        Failure::Fault(fault) => fault.into(),
    }
}

async fn planned(app: &App, member: &str, plan: &Plan) -> Result<()> {
    let id = found(app, member).await?;
    let purse = credits::put_plan(app, Authority::Operator, id, plan).await.map_err(not_granted)?;
    say!("{id} is on the plan {}: {} credits a month, {} now", purse.plan, purse.monthly, purse.balance)
}

async fn granted(app: &App, member: &str, credits: u32) -> Result<()> {
    let id = found(app, member).await?;
    let purse = credits::grant(app, Authority::Operator, id, credits).await.map_err(not_granted)?;
    say!("{id} has {} credits", purse.balance)
}

/// A member by id, handle or address.
async fn found(app: &App, member: &str) -> Result<MemberId> {
    let found = if let Ok(id) = member.parse::<MemberId>() {
        app.store().account(id).await?.map(|_| id)
    } else if let Ok(address) = Address::parse(member) {
        app.store().address_claimed_by(&address).await?
    } else if let Ok(handle) = Handle::parse(member) {
        app.store().handle_owner(&handle).await?
    } else {
        None
    };
    found.with_context(|| format!("there is no member {member:?}"))
}

fn not_let_in(failure: Failure<ApproveRefused>) -> anyhow::Error {
    match failure {
        Failure::Refused(ApproveRefused::NotFound) => anyhow!("nobody of that name waits to be let in"),
        Failure::Refused(ApproveRefused::NotAModerator) => anyhow!("only moderators may"),
        Failure::Fault(fault) => fault.into(),
    }
}

fn not_granted(failure: Failure<GrantRefused>) -> anyhow::Error {
    match failure {
        Failure::Refused(GrantRefused::NotFound) => anyhow!("there is no such member"),
        Failure::Refused(GrantRefused::NotAModerator) => anyhow!("only moderators may"),
        Failure::Refused(GrantRefused::Amount { most }) => anyhow!("grant 1 to {most} credits"),
        Failure::Refused(GrantRefused::NoSuchPlan { known }) => {
            let known: Vec<&str> = known.iter().map(Plan::as_str).collect();
            anyhow!("the policy names no such plan; there are {}", known.join(", "))
        }
        Failure::Fault(fault) => fault.into(),
    }
}

/// Every field that is wrong, in one sentence.
fn said(errors: &FieldErrors) -> anyhow::Error {
    let wrong: Vec<String> =
        errors.iter().map(|error| format!("--{}: {}", error.field, error.detail)).collect();
    anyhow!("{}", wrong.join(" "))
}

fn word(status: MemberStatus) -> &'static str {
    match status {
        MemberStatus::Awaiting => "waiting",
        MemberStatus::Active => "active",
        MemberStatus::Suspended => "suspended",
        MemberStatus::Closed => "closed",
    }
}
