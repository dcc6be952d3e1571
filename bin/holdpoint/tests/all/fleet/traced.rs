//! What a collector is told of a request that is passed from one server to another.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message as _;

/// A collector: it keeps whatever it is sent.
struct Collector {
    url: String,
    sent: Arc<Mutex<Vec<Vec<u8>>>>,
}

/// A span, and which server sent it.
struct Sent {
    instance: String,
    span: Span,
}

impl Sent {
    fn says(&self, name: &str) -> Option<&Value> {
        let attribute = { self.span.attributes.iter() }.find(|one| one.key == name)?;
        attribute.value.as_ref()?.value.as_ref()
    }
}

impl Collector {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let sent = Arc::<Mutex<Vec<_>>>::default();
        let kept = Arc::clone(&sent);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let body = taken(stream.unwrap());
                kept.lock().unwrap().push(body);
            }
        });
        Self { url, sent }
    }

    fn bytes(&self) -> Vec<u8> {
        self.sent.lock().unwrap().concat()
    }

    fn spans(&self) -> Vec<Sent> {
        let mut all = Vec::new();
        for body in &*self.sent.lock().unwrap() {
            let request = ExportTraceServiceRequest::decode(body.as_slice()).unwrap();
            for one in request.resource_spans {
                let attributes = one.resource.unwrap().attributes;
                let named = |name: &str| {
                    let found = attributes.iter().find(|one| one.key == name);
                    match found.and_then(|one| one.value.as_ref()?.value.as_ref()) {
                        Some(Value::StringValue(text)) => text.clone(),
                        other => panic!("{name}: {other:?}"),
                    }
                };
                assert_eq!(named("service.name"), "holdpoint");
                assert!(!named("service.version").is_empty());
                let spans = one.scope_spans.into_iter().flat_map(|scope| scope.spans);
                all.extend(spans.map(|span| Sent {
                    instance: named("service.instance.id"),
                    span,
                }));
            }
        }
        all
    }
}

/// Answers one request; gives its body.
fn taken(mut stream: TcpStream) -> Vec<u8> {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        head.push(line.trim().to_lowercase());
    }
    assert_eq!(head[0], "post /v1/traces http/1.1");
    assert!(head.contains(&"content-type: application/x-protobuf".to_owned()));
    assert!(
        head.contains(&"x-key: of the collector".to_owned()),
        "{head:?}"
    );
    let length = { head.iter() }.find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.unwrap().parse().unwrap()];
    reader.read_exact(&mut body).unwrap();
    let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    stream.write_all(answer.as_bytes()).unwrap();
    body
}

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const ASKING: &str = "00f067aa0ba902b7";

/// A release by that name is asked for, as a part of a trace, or of one that is not recorded.
fn create(room: &super::Room, at: usize, name: &str, flags: &str) {
    let body = format!(
        r#"{{"command":"release.create","arguments":{{"release":"{name}","components":["till"]}}}}"#
    );
    let (url, token) = (&room.seats[at].url, &room.token);
    let address = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(
        stream,
        "POST /api/v1/commands HTTP/1.0\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
         traceparent: 00-{TRACE}-{ASKING}-{flags}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.contains(" 200 OK"), "{answer}");
}

#[test]
fn a_trace_goes_on_where_a_command_is_passed_to() {
    let collector = Collector::start();
    let mut room = super::room(2);
    room.environment = vec![
        ("HOLDPOINT_TRACES_URL", collector.url.clone()),
        // What begins here is not recorded.
        ("HOLDPOINT_TRACES_PART", "0".to_owned()),
        ("OTEL_BSP_SCHEDULE_DELAY", "50".to_owned()),
        (
            "OTEL_EXPORTER_OTLP_HEADERS",
            "x-key=of the collector".to_owned(),
        ),
    ];
    room.start_all();
    for at in 0..2 {
        room.until("it is ready", || room.ready(at));
    }
    room.until("somebody decides", || room.deciding().is_some());
    let decides = room.deciding().unwrap();
    let asked = 1 - decides;
    create(&room, asked, "zzyzx-1", "00");
    create(&room, asked, "zzyzx-2", "01");
    room.until("all is sent", || collector.spans().len() >= 3);
    let spans = collector.spans();
    let hex = |bytes: &[u8]| -> String { bytes.iter().map(|byte| format!("{byte:02x}")).collect() };
    assert!(spans.iter().all(|one| hex(&one.span.trace_id) == TRACE));
    assert_eq!(spans.len(), 3, "nothing else was to be recorded");

    let part_of = |parent: &str, at: usize| {
        let found = spans.iter().find(|one| {
            hex(&one.span.parent_span_id) == parent && one.instance == room.seats[at].url
        });
        found.unwrap_or_else(|| panic!("nothing at {at} is a part of {parent}"))
    };
    let request = part_of(ASKING, asked);
    assert_eq!(request.span.name, "POST submit");
    assert_eq!(
        request.says("http.response.status_code"),
        Some(&Value::IntValue(200))
    );
    let here = part_of(&hex(&request.span.span_id), asked);
    let there = part_of(&hex(&here.span.span_id), decides);
    for command in [here, there] {
        assert_eq!(command.span.name, "holdpoint.command");
        let name = Value::StringValue("release.create".to_owned());
        assert_eq!(command.says("holdpoint.command"), Some(&name));
        assert_eq!(
            command.says("holdpoint.accepted"),
            Some(&Value::BoolValue(true))
        );
        assert_eq!(command.says("holdpoint.entries"), Some(&Value::IntValue(1)));
        let took = |span: &Span| span.end_time_unix_nano - span.start_time_unix_nano;
        assert!(took(&command.span) <= took(&request.span));
    }
    // Nothing that somebody typed.
    let bytes = collector.bytes();
    for planted in ["zzyzx", "till", &room.token] {
        let told = bytes
            .windows(planted.len())
            .any(|at| at == planted.as_bytes());
        assert!(!told, "{planted}");
    }
}
