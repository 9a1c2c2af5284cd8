//! The workspace's own tasks, run as `cargo xtask TASK`: written in Rust, so that they need nothing but the
//! toolchain, and small, so that they compile in a moment.

mod command;
mod http;
mod postgres;
mod server;
mod tally;
mod tasks;
mod workspace;

use std::process::ExitCode;

use tasks::TASKS;
use workspace::Workspace;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let Some(name) = args.next() else {
        eprint!("{}", help());
        return ExitCode::from(2);
    };
    if ["help", "--help", "-h"].contains(&name.as_str()) {
        print!("{}", help());
        return ExitCode::SUCCESS;
    }
    let Some(task) = TASKS.iter().find(|task| task.name == name) else {
        eprint!("There is no task {name:?}.\n\n{}", help());
        return ExitCode::from(2);
    };
    let args: Vec<String> = args.collect();
    if args.iter().any(|arg| arg == "--help" || arg == "-h") {
        print!("{}", task.help);
        return ExitCode::SUCCESS;
    }
    match Workspace::find().and_then(|workspace| (task.run)(&workspace, &args)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn help() -> String {
    let mut text = String::from("Usage: cargo xtask TASK [OPTION…]\n\nTasks:\n");
    for task in TASKS {
        text.push_str(&format!("  {:<12} {}\n", task.name, task.about));
    }
    text.push_str("\n`cargo xtask TASK --help` tells more.\n");
    text
}
