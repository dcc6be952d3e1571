//! What is said about services and their methods.

use std::collections::HashMap;

use super::{Pair, sides};
use crate::index::Row;
use crate::model::{Method, Service, Spot};

impl<'i, 'a> Pair<'i, 'a> {
    pub(super) fn services(&mut self) {
        let (old, new) = (self.old, self.new);
        for row in &old.services.rows {
            let Some(now) = new.services.get(&row.full) else {
                continue;
            };
            let methods: HashMap<&str, &Method> = { now.item.methods.iter() }
                .map(|method| (&*method.name, method))
                .collect();
            for method in &row.item.methods {
                match methods.get(&*method.name) {
                    Some(other) => self.method((row, method), (now, other)),
                    None => {
                        let places = (now.item.at, row.item.at);
                        self.say_rpc("RPC_NO_DELETE", (row, method), now, places, ("", ""));
                    }
                }
            }
        }
    }

    fn say_rpc(
        &mut self,
        rule: &str,
        old: (&Row<'a, Service>, &Method),
        new: &Row<'a, Service>,
        places: (Spot, Spot),
        change: (&str, &str),
    ) {
        let (row, method) = old;
        let words = [
            ("rpc", &*method.name),
            ("name", row.nested()),
            ("from", change.0),
            ("to", change.1),
        ];
        let subject = format!("{}.{}", row.full, method.name);
        let sides = sides(new.at(places.0), row.at(places.1));
        self.reporter.say(rule, &subject, sides, &words);
    }

    fn method(&mut self, old: (&Row<'a, Service>, &Method), new: (&Row<'a, Service>, &Method)) {
        let (was, is) = (old.1, new.1);
        let stream = |streaming| match streaming {
            true => "a stream",
            false => "one message",
        };
        let level = |method: &'_ Method| match method.idempotency.as_deref() {
            Some("IDEMPOTENT") => "idempotent",
            Some("NO_SIDE_EFFECTS") => "without side effects",
            _ => "of unknown idempotency",
        };
        let changes = [
            (
                "RPC_SAME_CLIENT_STREAMING",
                (stream(was.client_streaming), stream(is.client_streaming)),
                (is.at, was.at),
            ),
            (
                "RPC_SAME_SERVER_STREAMING",
                (stream(was.server_streaming), stream(is.server_streaming)),
                (is.at, was.at),
            ),
            (
                "RPC_SAME_IDEMPOTENCY_LEVEL",
                (level(was), level(is)),
                (is.idempotency_at, was.idempotency_at),
            ),
            (
                "RPC_SAME_REQUEST_TYPE",
                (&*was.input, &*is.input),
                (is.input_at, was.input_at),
            ),
            (
                "RPC_SAME_RESPONSE_TYPE",
                (&*was.output, &*is.output),
                (is.output_at, was.output_at),
            ),
        ];
        for (rule, change, places) in changes {
            if change.0 != change.1 {
                self.say_rpc(rule, old, new.0, places, change);
            }
        }
    }
}
