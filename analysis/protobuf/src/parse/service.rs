//! Services and their methods.

use super::{Parsed, Parser};
use crate::lex::Kind;
use crate::model::{Method, Service, Spot};

impl Parser<'_> {
    /// `service Name { … }`
    pub(super) fn service(&mut self) -> Parsed<()> {
        let start = self.advance().start;
        let (name, _) = self.name("the name of the service")?;
        self.work.declare(&self.file);
        let mut service = Service {
            name,
            at: Spot::NONE,
            methods: Vec::new(),
        };
        let name = service.name.clone();
        self.inside(&name, |this| {
            this.block(|this| match this.word() {
                Some("option") => {
                    let setting = this.option_statement()?;
                    this.set_service(&setting)
                }
                Some("rpc") => this.method(&mut service),
                _ => this.expected("`rpc`, or `}`"),
            })
        })?;
        service.at = self.since(start);
        self.file.services.push(service);
        Ok(())
    }

    /// `rpc Name (stream In) returns (Out) { … }`
    fn method(&mut self, service: &mut Service) -> Parsed<()> {
        let start = self.advance().start;
        let (name, _) = self.name("the name of the method")?;
        self.work.declare(&self.file);
        let (input, input_at, client_streaming) = self.side()?;
        if self.word() != Some("returns") {
            return self.expected("`returns`");
        }
        self.advance();
        let (output, output_at, server_streaming) = self.side()?;
        let mut method = Method {
            name,
            at: Spot::NONE,
            input,
            input_at,
            output,
            output_at,
            client_streaming,
            server_streaming,
            idempotency: None,
            idempotency_at: Spot::NONE,
        };
        if self.is(b'{') {
            self.block(|this| match this.word() {
                Some("option") => {
                    let setting = this.option_statement()?;
                    this.set_method(&mut method, &setting)
                }
                _ => this.expected("`option`, or `}`"),
            })?;
        } else {
            self.sign(b';')?;
        }
        method.at = self.since(start);
        service.methods.push(method);
        Ok(())
    }

    fn side(&mut self) -> Parsed<(Box<str>, Spot, bool)> {
        self.sign(b'(')?;
        let next = self.peek().kind;
        let streaming =
            self.word() == Some("stream") && matches!(next, Kind::Word | Kind::Sign(b'.'));
        if streaming {
            self.advance();
        }
        let (name, at) = self.full_name("the name of a message")?;
        self.sign(b')')?;
        Ok((name, at, streaming))
    }
}
