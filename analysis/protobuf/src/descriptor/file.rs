//! A file as a descriptor.

use std::collections::BTreeMap;

use super::declarations::{enumeration, message, service};
use super::fields::field;
use super::options;
use super::places::Places;
use super::wire::{Broken, Reader, Value};
use crate::features::Features;
use crate::mistakes::Work;
use crate::model::{File, Import, Origin, Scope, Spot, Syntax};

/// What is being read, and what is known by the way.
pub(super) struct Decoder<'a, 'w> {
    pub(super) places: Places<'a>,
    pub(super) file: File,
    pub(super) work: &'w mut Work,
    pub(super) depth: usize,
}

pub(super) fn decode(bytes: &[u8], work: &mut Work) -> Result<File, Broken> {
    let mut places = Places::default();
    for field in Reader::new(bytes) {
        if let (9, source) = field? {
            places.read(source.message()?)?;
        }
    }
    let mut decoder = Decoder {
        places,
        file: empty(),
        work,
        depth: 0,
    };
    let (mut public, mut counts) = (Vec::new(), [0; 4]);
    for one in Reader::new(bytes) {
        let (number, value) = one?;
        if decoder.work.enough() {
            break;
        }
        match number {
            10 => public.push(value.int()),
            4..=7 => declaration(&mut decoder, number, value, &mut counts)?,
            8 => options::file(&mut decoder, value)?,
            _ => heading(&mut decoder.file, number, value)?,
        }
    }
    for at in public.into_iter().filter_map(|at| usize::try_from(at).ok()) {
        if let Some(import) = decoder.file.imports.get_mut(at) {
            import.public = true;
        }
    }
    decoder.file.package_at = decoder.places.spot(&[2]);
    decoder.file.syntax_at = decoder.places.spot(&[12]).or(decoder.places.spot(&[14]));
    let mut file = decoder.file;
    file.origin = Origin::Places(decoder.places.into_all());
    match file.path.is_empty() {
        true => Err(Broken("a file in it has no name")),
        false => Ok(file),
    }
}

/// What is said of the file as such.
fn heading(file: &mut File, number: u32, value: Value<'_>) -> Result<(), Broken> {
    match number {
        1 => {
            let name = value.text()?;
            (file.path, file.name) = (name.into(), name.into());
        }
        2 => file.package = value.text()?.to_owned(),
        3 => file.imports.push(import(value.text()?.into())),
        12 => syntax(file, value.text()?),
        14 => edition(file, value),
        _ => {}
    }
    Ok(())
}

/// A declaration: messages, enums, services and extensions are counted each on their own.
fn declaration(
    decoder: &mut Decoder<'_, '_>,
    number: u32,
    value: Value<'_>,
    counts: &mut [u32; 4],
) -> Result<(), Broken> {
    let [messages, enums, services, extensions] = counts;
    let mut scope = std::mem::take(&mut decoder.file.scope);
    let mut all = std::mem::take(&mut decoder.file.services);
    let read = match number {
        4 => message(decoder, value, &[4, next(messages)], &mut scope.messages),
        5 => enumeration(decoder, value, &[5, next(enums)], &mut scope.enums),
        6 => service(decoder, value, &[6, next(services)], &mut all),
        _ => field(
            decoder,
            value,
            &[7, next(extensions)],
            &mut scope.extensions,
        ),
    };
    (decoder.file.scope, decoder.file.services) = (scope, all);
    read
}

/// How many there were before, and one more.
pub(super) fn next(count: &mut u32) -> u32 {
    let before = *count;
    *count += 1;
    before
}

fn empty() -> File {
    File {
        path: "".into(),
        name: "".into(),
        origin: Origin::Places(Vec::new()),
        builtin: false,
        package: String::new(),
        package_at: Spot::NONE,
        syntax: Syntax::Proto2,
        syntax_at: Spot::NONE,
        imports: Vec::new(),
        options: BTreeMap::new(),
        features: Features::default(),
        scope: Scope::default(),
        services: Vec::new(),
        customs: Vec::new(),
    }
}

fn import(path: Box<str>) -> Import {
    Import {
        path,
        public: false,
        optional: true,
        at: Spot::NONE,
    }
}

fn syntax(file: &mut File, word: &str) {
    match word {
        "proto3" => file.syntax = Syntax::Proto3,
        "editions" if !file.syntax.is_edition() => file.syntax = Syntax::Edition(2023),
        _ => {}
    }
}

fn edition(file: &mut File, value: Value<'_>) {
    // Editions are numbered from 1000; those of proto2 and proto3 come before.
    match value.int() {
        998 => file.syntax = Syntax::Proto2,
        999 => file.syntax = Syntax::Proto3,
        number => {
            let later = u16::try_from(number - 1000).unwrap_or_default();
            file.syntax = Syntax::Edition(2023_u16.saturating_add(later));
        }
    }
}
