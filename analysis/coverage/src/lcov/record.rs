//! One record.

/// A record that says something.
#[derive(Debug)]
pub(super) enum Record {
    /// `DA:LINE,HITS[,CHECKSUM]`
    Line { line: u32, hits: u64 },
    /// `BRDA:LINE,[e]BLOCK,BRANCH,TAKEN`, where TAKEN is `-` for a line that was not reached.
    Branch {
        line: u32,
        name: (String, String),
        taken: u64,
    },
    /// `FN:LINE[,END],NAME`
    Function { name: String, line: u32 },
    /// `FNL:INDEX,LINE[,END]`
    Begins { index: u32, line: u32 },
    /// `FNDA:HITS,NAME` or `FNA:INDEX,HITS,NAME`
    Calls {
        name: String,
        hits: u64,
        index: Option<u32>,
    },
}

impl Record {
    /// Reads one; nothing for those that are sums of others or say what is not needed here.
    pub(super) fn read(key: &str, rest: &str) -> Result<Option<Self>, String> {
        let read = match key {
            "DA" => line(rest),
            "BRDA" => branch(rest),
            "FN" => function(rest),
            "FNL" => begins(rest),
            "FNDA" => calls(rest),
            "FNA" => aliased(rest),
            _ => return Ok(None),
        };
        let shape = shape(key);
        let shown: String = rest.chars().take(60).collect();
        read.map(Some).ok_or_else(|| {
            format!("`{key}:{shown}` is not `{shape}`, with lines from 1 and counts from 0")
        })
    }
}

fn shape(key: &str) -> &'static str {
    match key {
        "DA" => "DA:LINE,HITS",
        "BRDA" => "BRDA:LINE,BLOCK,BRANCH,TAKEN",
        "FN" => "FN:LINE,NAME",
        "FNL" => "FNL:INDEX,LINE",
        "FNDA" => "FNDA:HITS,NAME",
        _ => "FNA:INDEX,HITS,NAME",
    }
}

/// A line's number, from 1; negative and missing ones are mistakes.
fn number(text: &str) -> Option<u32> {
    text.parse().ok().filter(|number| *number > 0)
}

fn name(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn line(rest: &str) -> Option<Record> {
    let (line, rest) = rest.split_once(',')?;
    let hits = rest.split_once(',').map_or(rest, |(hits, _)| hits);
    Some(Record::Line {
        line: number(line)?,
        hits: hits.parse().ok()?,
    })
}

fn branch(rest: &str) -> Option<Record> {
    let (line, rest) = rest.split_once(',')?;
    let (block, rest) = rest.split_once(',')?;
    // The name of a branch may have commas of its own.
    let (branch, taken) = rest.rsplit_once(',')?;
    let taken = match taken {
        "-" => 0,
        taken => taken.parse().ok()?,
    };
    Some(Record::Branch {
        line: number(line)?,
        name: (name(block)?, name(branch)?),
        taken,
    })
}

fn function(rest: &str) -> Option<Record> {
    let (line, rest) = rest.split_once(',')?;
    let named = match rest.split_once(',') {
        Some((end, named)) if end.parse::<u32>().is_ok() => named,
        _ => rest,
    };
    Some(Record::Function {
        name: name(named)?,
        line: number(line)?,
    })
}

fn begins(rest: &str) -> Option<Record> {
    let (index, rest) = rest.split_once(',')?;
    let line = rest.split_once(',').map_or(rest, |(line, _)| line);
    Some(Record::Begins {
        index: index.parse().ok()?,
        line: number(line)?,
    })
}

fn calls(rest: &str) -> Option<Record> {
    let (hits, named) = rest.split_once(',')?;
    Some(Record::Calls {
        name: name(named)?,
        hits: hits.parse().ok()?,
        index: None,
    })
}

fn aliased(rest: &str) -> Option<Record> {
    let (index, rest) = rest.split_once(',')?;
    let (hits, named) = rest.split_once(',')?;
    Some(Record::Calls {
        name: name(named)?,
        hits: hits.parse().ok()?,
        index: Some(index.parse().ok()?),
    })
}
