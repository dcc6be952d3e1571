//! Commands that stand beside each other.

/// An enum of commands, and running the one that was asked for.
macro_rules! commands {
    ($(#[$doc:meta])* $name:ident { $($(#[$attribute:meta])* $variant:ident($type:ty),)* }) => {
        $(#[$doc])*
        #[derive(Debug, clap::Subcommand)]
        pub(crate) enum $name { $($(#[$attribute])* $variant($type),)* }

        impl $crate::commands::Run for $name {
            fn run(self, session: &$crate::session::Session) -> $crate::commands::Outcome {
                match self { $(Self::$variant(command) => command.run(session),)* }
            }
        }
    };
}

pub(crate) use commands;
