//! Parse, run, print the error, exit code.

fn main() -> std::process::ExitCode {
    qun::cli::main()
}
