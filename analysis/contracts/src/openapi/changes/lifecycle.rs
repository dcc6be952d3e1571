//! How long a property will be there, and how stable it is.

use super::super::differ::same;
use super::super::reporter::{Sides, short};
use super::super::schema::Key;
use super::super::stability::{self, Stability};
use super::super::sunset::{self, Sunset};
use super::super::walk::{Here, Role, Walk};

impl<'a> Walk<'_, '_, 'a> {
    pub(crate) fn lifecycle(&mut self, here: &Here<'_, 'a>) {
        if self.spot.role != Role::Parameter {
            self.deprecation(here);
            self.stability(here);
        }
    }

    fn deprecation(&mut self, here: &Here<'_, 'a>) {
        let after = here.revision().flag(Key::Deprecated);
        let Some(days) = self.spot.days else { return };
        if here.base().flag(Key::Deprecated) == after {
            return;
        }
        let sides = here.sides(Key::Deprecated);
        let nothing = [String::new(), String::new()];
        if !after {
            return self.say(here, "reactivated", nothing, sides);
        }
        let at = here.revision().extension(sunset::KEY);
        let Some(at) = at else {
            let change = match days > 0 {
                true => "deprecated-sunset-missing",
                false => "deprecated",
            };
            return self.say(here, change, nothing, sides);
        };
        let sides = Sides(sides.0, Some(at));
        let (change, to) = match sunset::read(at) {
            Sunset::Wrong(text) => ("deprecated-sunset-invalid", short(&text)),
            Sunset::On(day) if sunset::days_until(day, self.context.options.today) < days => {
                ("sunset-date-too-small", short(&day.to_string()))
            }
            Sunset::On(day) => ("deprecated-with-sunset", short(&day.to_string())),
        };
        self.say(here, change, [String::new(), to], sides);
    }

    fn stability(&mut self, here: &Here<'_, 'a>) {
        let old = here.base().extension(stability::KEY);
        let new = here.revision().extension(stability::KEY);
        let (before, after) = match (stability::of(old), stability::of(new)) {
            (Ok(before), Ok(after)) => (before, after),
            (Err(at), _) | (_, Err(at)) => {
                if !same(old, new) {
                    let said = [String::new(), short(&at.value.to_string())];
                    let sides = Sides(
                        old.or(Some(here.base().at)),
                        new.or(Some(here.revision().at)),
                    );
                    self.report(
                        here,
                        "api-invalid-stability-level",
                        "",
                        here.path,
                        said,
                        sides,
                    );
                }
                return;
            }
        };
        if before == after || before < Stability::Beta {
            return;
        }
        let change = match after < before {
            true => "stability-decreased",
            false => "stability-increased",
        };
        let place = |schema: &super::super::schema::Schema<'a>| {
            Some(schema.extension(stability::KEY).unwrap_or(schema.at))
        };
        let sides = Sides(place(here.base()), place(here.revision()));
        let said = [before, after].map(|level| short(level.as_str()));
        self.say(here, change, said, sides);
    }
}
