//! Functions of a file, with their lengths.

use anyhow::Result;
use syn::token::Brace;
use syn::visit::Visit;

/// A function outside test modules.
pub(super) struct Function {
    pub(super) name: String,
    pub(super) line: usize,
    pub(super) length: usize,
}

/// All of a file.
pub(super) fn of(text: &str) -> Result<Vec<Function>> {
    let mut found = Functions(Vec::new());
    found.visit_file(&syn::parse_file(text)?);
    Ok(found.0)
}

struct Functions(Vec<Function>);

impl Functions {
    fn note(&mut self, name: String, braces: &Brace) {
        let line = braces.span.open().start().line;
        let length = braces.span.close().end().line - line + 1;
        self.0.push(Function { name, line, length });
    }
}

impl<'a> Visit<'a> for Functions {
    fn visit_item_mod(&mut self, module: &'a syn::ItemMod) {
        let test = |attribute: &syn::Attribute| match &attribute.meta {
            syn::Meta::List(list) => list.tokens.to_string() == "test",
            _ => false,
        };
        if !module.attrs.iter().any(test) {
            syn::visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'a syn::ItemFn) {
        self.note(function.sig.ident.to_string(), &function.block.brace_token);
        syn::visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'a syn::ImplItemFn) {
        self.note(function.sig.ident.to_string(), &function.block.brace_token);
        syn::visit::visit_impl_item_fn(self, function);
    }
}
