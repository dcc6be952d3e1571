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

/// `list`, which shows all of a kind, and `show`, which shows one of them by name.
macro_rules! lookups {
    (
        $(#[$list_doc:meta])* List($all:ty),
        $(#[$show_doc:meta])* Show($one:ident { $name:ident }),
    ) => {
        $(#[$list_doc])*
        #[derive(Debug, clap::Args)]
        pub(crate) struct List {
            #[command(flatten)]
            past: $crate::arguments::Past,
        }

        impl $crate::commands::Run for List {
            fn run(self, session: &$crate::session::Session) -> $crate::commands::Outcome {
                session.answer(&<$all>::default(), &self.past)
            }
        }

        $(#[$show_doc])*
        #[derive(Debug, clap::Args)]
        pub(crate) struct Show {
            /// Its name.
            name: String,
            #[command(flatten)]
            past: $crate::arguments::Past,
        }

        impl $crate::commands::Run for Show {
            fn run(self, session: &$crate::session::Session) -> $crate::commands::Outcome {
                session.answer(&$one { $name: self.name }, &self.past)
            }
        }
    };
}

pub(crate) use {commands, lookups};
