//! The command `intercom`: calls every function of the function tables from a shell.

mod command;
mod demo;
mod emulator;
mod tables;

fn main() -> std::process::ExitCode {
    command::program().run()
}
