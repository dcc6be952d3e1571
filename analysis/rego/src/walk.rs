//! A walk through the expressions of a rule.

use regorus::unstable::{
    AssignOp, Expr, Literal, LiteralStmt, Query, Ref, Rule, RuleAssign, RuleHead, Span,
};

/// What is met on the way.
pub(crate) enum Found<'a> {
    /// A name or a path: `x`, `data.a.b`.
    Path(&'a Expr),
    /// The name of a function that is called.
    Call(&'a Expr),
    /// What `with … as` puts in another's place.
    Replacement(&'a Expr),
    /// A variable that the rule declares.
    Declared(&'a Span),
    /// Syntax that is not known here.
    Unknown(&'a Expr),
}

/// Shows everything in a rule to `visit`.
pub(crate) fn walk<'a>(rule: &'a Rule, visit: &mut dyn FnMut(Found<'a>)) {
    let mut walk = Walk {
        visit,
        pending: Vec::new(),
    };
    walk.rule(rule);
    while let Some(expression) = walk.pending.pop() {
        walk.expression(expression);
    }
}

struct Walk<'a, 'v> {
    visit: &'v mut dyn FnMut(Found<'a>),
    /// Expressions yet to be looked at: references can be nested thousands deep, so no recursion.
    pending: Vec<&'a Expr>,
}

impl<'a> Walk<'a, '_> {
    fn push(&mut self, expressions: impl IntoIterator<Item = &'a Ref<Expr>>) {
        self.pending
            .extend(expressions.into_iter().map(AsRef::as_ref));
    }

    fn rule(&mut self, rule: &'a Rule) {
        match rule {
            Rule::Spec { head, bodies, .. } => {
                self.head(head);
                for body in bodies {
                    self.assign(body.assign.as_ref());
                    self.query(&body.query);
                }
            }
            Rule::Default { value, args, .. } => {
                self.push([value]);
                args.iter().for_each(|arg| self.declare(arg));
            }
        }
    }

    fn head(&mut self, head: &'a RuleHead) {
        match head {
            RuleHead::Compr { refr, assign, .. } => {
                self.indexes(refr);
                self.assign(assign.as_ref());
            }
            RuleHead::Set { refr, key, .. } => {
                self.indexes(refr);
                self.push(key);
            }
            RuleHead::Func { args, assign, .. } => {
                args.iter().for_each(|arg| self.declare(arg));
                self.push(args);
                self.assign(assign.as_ref());
            }
        }
    }

    fn assign(&mut self, assign: Option<&'a RuleAssign>) {
        self.push(assign.map(|assign| &assign.value));
    }

    fn query(&mut self, query: &'a Query) {
        for statement in &query.stmts {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &'a LiteralStmt) {
        match &statement.literal {
            Literal::SomeVars { vars, .. } => {
                vars.iter()
                    .for_each(|var| (self.visit)(Found::Declared(var)));
            }
            Literal::SomeIn {
                key,
                value,
                collection,
                ..
            } => {
                key.iter().chain([value]).for_each(|var| self.declare(var));
                self.push(key.iter().chain([value, collection]));
            }
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => self.push([expr]),
            Literal::Every {
                key,
                value,
                domain,
                query,
                ..
            } => {
                key.iter()
                    .chain([value])
                    .for_each(|var| (self.visit)(Found::Declared(var)));
                self.push([domain]);
                self.query(query);
            }
        }
        for with in &statement.with_mods {
            // `with f as rand.intn` calls a function without a call.
            (self.visit)(Found::Replacement(&with.r#as));
            self.push([&with.refr, &with.r#as]);
        }
    }

    /// The variables of a pattern: `x`, `[x, y]`, `{"k": x}`.
    fn declare(&mut self, pattern: &'a Expr) {
        let mut pending = vec![pattern];
        while let Some(pattern) = pending.pop() {
            match pattern {
                Expr::Var { span, .. } => (self.visit)(Found::Declared(span)),
                Expr::Array { items, .. } => pending.extend(items.iter().map(AsRef::as_ref)),
                Expr::Object { fields, .. } => {
                    pending.extend(fields.iter().map(|(_, _, value)| value.as_ref()));
                }
                _ => {}
            }
        }
    }

    /// What stands in the brackets of a path, and what the path begins with if that is no name.
    fn indexes(&mut self, path: &'a Expr) {
        let mut rest = path;
        loop {
            match rest {
                Expr::RefDot { refr, .. } => rest = refr,
                Expr::RefBrack { refr, index, .. } => {
                    self.push([index]);
                    rest = refr;
                }
                Expr::Var { .. } => return,
                other => return self.pending.push(other),
            }
        }
    }

    fn expression(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Call { fcn, params, .. } => {
                (self.visit)(Found::Call(fcn));
                self.indexes(fcn);
                self.push(params);
            }
            Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } => {
                (self.visit)(Found::Path(expression));
                self.indexes(expression);
            }
            Expr::Array { items, .. } | Expr::Set { items, .. } => self.push(items),
            Expr::Object { fields, .. } => {
                fields
                    .iter()
                    .for_each(|(_, key, value)| self.push([key, value]));
            }
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                self.push([term]);
                self.query(query);
            }
            Expr::ObjectCompr {
                key, value, query, ..
            } => {
                self.push([key, value]);
                self.query(query);
            }
            Expr::UnaryExpr { expr, .. } => self.push([expr]),
            Expr::AssignExpr { op, lhs, rhs, .. } => {
                if matches!(op, AssignOp::ColEq) {
                    self.declare(lhs);
                }
                self.push([lhs, rhs]);
            }
            Expr::BinExpr { lhs, rhs, .. }
            | Expr::BoolExpr { lhs, rhs, .. }
            | Expr::ArithExpr { lhs, rhs, .. } => self.push([lhs, rhs]),
            Expr::Membership {
                key,
                value,
                collection,
                ..
            } => {
                self.push(key.iter().chain([value, collection]));
            }
            Expr::String { .. }
            | Expr::RawString { .. }
            | Expr::Number { .. }
            | Expr::Bool { .. }
            | Expr::Null { .. } => {}
            // Syntax that only a build of the engine with extensions knows is not checked, so not allowed.
            #[allow(
                unreachable_patterns,
                reason = "another crate may switch the extension on"
            )]
            other => (self.visit)(Found::Unknown(other)),
        }
    }
}
