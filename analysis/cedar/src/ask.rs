//! Asking policies.

use std::collections::{HashMap, HashSet};

use cedar_policy::{
    AuthorizationError, Authorizer, Context, Decision, Entities, Entity as CedarEntity, EntityId,
    EntityUid, PolicyId, Request, RestrictedExpression,
};
use holdpoint_authorisation::{
    Answer, Attributes, Entity, PolicySet, Question, Saying, Thing, Value,
};

use crate::{Policies, Schema};

impl PolicySet for Policies {
    /// One policy has to permit it, and none to forbid it. A policy that cannot be evaluated forbids it too.
    fn ask(&self, question: &Question) -> Result<Answer, String> {
        let asked = Asked {
            schema: &self.schema,
        };
        let action = Thing::new("Action", question.action);
        let context = asked.attributes(&question.context)?;
        let context = Context::from_pairs(context).map_err(said)?;
        let (principal, resource) = (
            asked.uid(&question.principal)?,
            asked.uid(&question.resource)?,
        );
        let request = Request::new(principal, asked.uid(&action)?, resource, context, None);
        let request = request.map_err(said)?;
        let mut entities = Vec::with_capacity(question.entities.len() + 1);
        let groups = question
            .groups
            .iter()
            .map(|group| Thing::new("Action", *group));
        entities.push(asked.entity(&Entity::new(action, groups.collect()))?);
        for entity in &question.entities {
            entities.push(asked.entity(entity)?);
        }
        let entities = Entities::from_entities(entities, None).map_err(said)?;
        let response = Authorizer::new().is_authorized(&request, &self.set, &entities);
        let told = response.diagnostics();
        let broken: Vec<_> = told.errors().map(failed).collect();
        let allowed = response.decision() == Decision::Allow && broken.is_empty();
        let mut because: Vec<Saying> = match response.decision() {
            // What permits does not matter where something failed.
            Decision::Allow if !allowed => Vec::new(),
            _ => told
                .reason()
                .filter_map(|id| self.sayings.get(id))
                .cloned()
                .collect(),
        };
        because.extend(
            broken
                .into_iter()
                .filter_map(|id| self.sayings.get(id))
                .cloned(),
        );
        because.sort_unstable();
        because.dedup();
        Ok(Answer { allowed, because })
    }
}

/// Puts a question into Cedar's words.
struct Asked<'a> {
    schema: &'a Schema,
}

impl Asked<'_> {
    fn uid(&self, thing: &Thing) -> Result<EntityUid, String> {
        let kind = self.schema.kinds.get(thing.kind);
        let kind = kind.ok_or_else(|| format!("there is no kind of thing `{}`", thing.kind))?;
        Ok(EntityUid::from_type_name_and_id(
            kind.clone(),
            EntityId::new(&thing.id),
        ))
    }

    fn entity(&self, entity: &Entity) -> Result<CedarEntity, String> {
        let parents = entity.parents.iter().map(|parent| self.uid(parent));
        let parents = parents.collect::<Result<HashSet<_>, _>>()?;
        let uid = self.uid(&entity.thing)?;
        if entity.attributes.is_empty() {
            return Ok(CedarEntity::new_no_attrs(uid, parents));
        }
        let attributes = self.attributes(&entity.attributes)?;
        CedarEntity::new(uid, HashMap::from_iter(attributes), parents).map_err(said)
    }

    fn attributes(
        &self,
        known: &Attributes,
    ) -> Result<Vec<(String, RestrictedExpression)>, String> {
        let each = known
            .iter()
            .map(|(name, value)| Ok(((*name).to_owned(), self.value(value)?)));
        each.collect()
    }

    fn value(&self, value: &Value) -> Result<RestrictedExpression, String> {
        Ok(match value {
            Value::Truth(truth) => RestrictedExpression::new_bool(*truth),
            Value::Number(number) => RestrictedExpression::new_long(*number),
            Value::Text(text) => RestrictedExpression::new_string(text.clone()),
            Value::Thing(thing) => RestrictedExpression::new_entity_uid(self.uid(thing)?),
            Value::Set(values) => {
                let values = values.iter().map(|value| self.value(value));
                RestrictedExpression::new_set(values.collect::<Result<Vec<_>, _>>()?)
            }
            Value::Record(known) => {
                RestrictedExpression::new_record(self.attributes(known)?).map_err(said)?
            }
        })
    }
}

fn failed(error: &AuthorizationError) -> &PolicyId {
    let AuthorizationError::PolicyEvaluationError(error) = error;
    error.policy_id()
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}
