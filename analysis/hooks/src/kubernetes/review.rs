//! What is asked.

use std::collections::BTreeMap;

use super::Image;
use super::images::images;
use super::workload::{Pods, pods};
use crate::read::Node;

/// What is done to an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// It is new.
    Create,
    /// It is changed.
    Update,
    /// It goes.
    Delete,
    /// Somebody connects to it.
    Connect,
}

/// A kind of object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kind {
    /// The group of the API, empty for the core.
    pub group: String,
    /// The version.
    pub version: String,
    /// The kind, such as `Deployment`.
    pub kind: String,
}

/// What is asked before something is done in a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// What tells this request from all others; the answer repeats it.
    pub uid: String,
    /// What is done.
    pub operation: Operation,
    /// To what kind of object.
    pub kind: Kind,
    /// To which part of it, such as `scale` or `ephemeralcontainers`.
    pub subresource: Option<String>,
    /// In which namespace; none if it stands in none.
    pub namespace: Option<String>,
    /// What it is called; none if the cluster chooses.
    pub name: Option<String>,
    /// Who does it, as the cluster knows them.
    pub user: String,
    /// Whether nothing is kept of it.
    pub dry_run: bool,
    /// Its labels, as they will be.
    pub labels: BTreeMap<String, String>,
    /// Its annotations, as they will be.
    pub annotations: BTreeMap<String, String>,
    /// Where its pods are described.
    pub pods: Pods,
    /// The images that its pods will have, in the order of the file; none of an object that goes.
    pub images: Vec<Image>,
    /// Those that they have had until now: what is asked about again with the same images brings nothing new.
    pub before: Vec<Image>,
}

impl Review {
    pub(super) fn of(root: &Node<'_>) -> Option<Self> {
        root.object()?;
        version(root);
        let request = root.need("request", "the request")?;
        request.object()?;
        let uid = request.need("uid", "what tells this request from others");
        let uid = uid.and_then(|uid| uid.text("what tells this request from others"));
        let operation = operation(&request);
        let kind = kind(&request);
        let user = user(&request);
        let dry_run = request.field("dryRun");
        let dry_run = dry_run.map(|one| one.truth("whether nothing is kept"));
        let may = |key: &str| {
            let text = request.field(key)?.prose("a name")?;
            (!text.is_empty()).then(|| text.to_owned())
        };
        let (subresource, namespace, name) = (may("subResource"), may("namespace"), may("name"));
        let object = Object::of(&request, operation, kind.as_ref());
        let before = before(&request, kind.as_ref());
        Some(Self {
            uid: uid?.to_owned(),
            operation: operation?,
            kind: kind?,
            subresource,
            namespace,
            name,
            user: user?,
            dry_run: dry_run.flatten().unwrap_or(false),
            labels: object.labels,
            annotations: object.annotations,
            pods: object.pods,
            images: object.images,
            before,
        })
    }

    /// The images that its pods have not had until now.
    pub fn new_images(&self) -> impl Iterator<Item = &Image> {
        let had = |image: &Image| {
            self.before
                .iter()
                .any(|one| one.reference == image.reference)
        };
        self.images.iter().filter(move |image| !had(image))
    }
}

/// What is read of an object.
struct Object {
    labels: BTreeMap<String, String>,
    annotations: BTreeMap<String, String>,
    pods: Pods,
    images: Vec<Image>,
}

impl Object {
    fn of(request: &Node<'_>, operation: Option<Operation>, kind: Option<&Kind>) -> Self {
        let object = request.field("object");
        let object = object.filter(|object| object.object().is_some());
        if operation.is_some_and(Operation::leaves) && request.field("object").is_none() {
            request.need("object", "the object as it will be");
        }
        let metadata = object.as_ref().and_then(|object| object.field("metadata"));
        let texts = |key: &str| {
            let field = metadata.as_ref().and_then(|metadata| metadata.field(key));
            field.map(|field| field.texts("text")).unwrap_or_default()
        };
        let (labels, annotations) = (texts("labels"), texts("annotations"));
        let (pods, spec) = match kind {
            Some(kind) => pods(kind, object.as_ref()),
            None => (Pods::None, None),
        };
        let images = spec.as_ref().map(images).unwrap_or_default();
        Self {
            labels,
            annotations,
            pods,
            images,
        }
    }
}

/// The images of the object as it is, if there is one already.
fn before(request: &Node<'_>, kind: Option<&Kind>) -> Vec<Image> {
    let object = request.field("oldObject");
    let object = object.filter(|object| object.object().is_some());
    let spec = kind.and_then(|kind| pods(kind, object.as_ref()).1);
    spec.as_ref().map(images).unwrap_or_default()
}

fn user(request: &Node<'_>) -> Option<String> {
    let user = request.need("userInfo", "who does it")?;
    let name = user.need("username", "the name of a user")?;
    name.prose("the name of a user").map(str::to_owned)
}

impl Operation {
    /// Whether the object is there afterwards.
    fn leaves(self) -> bool {
        matches!(self, Self::Create | Self::Update)
    }
}

/// Whether it is a request of the version that is answered.
fn version(root: &Node<'_>) {
    let fields = [
        ("apiVersion", "admission.k8s.io/v1"),
        ("kind", "AdmissionReview"),
    ];
    for (key, right) in fields {
        let expected = match key {
            "kind" => "`AdmissionReview`",
            _ => "`admission.k8s.io/v1`",
        };
        let help =
            "write `admissionReviewVersions: [v1]` into the webhook configuration of the cluster";
        if let Some(field) = root.need(key, expected) {
            field.sound(expected, help, |text| text == right);
        }
    }
}

fn operation(request: &Node<'_>) -> Option<Operation> {
    let of = |word: &str| match word {
        "CREATE" => Some(Operation::Create),
        "UPDATE" => Some(Operation::Update),
        "DELETE" => Some(Operation::Delete),
        "CONNECT" => Some(Operation::Connect),
        _ => None,
    };
    let expected = "`CREATE`, `UPDATE`, `DELETE` or `CONNECT`";
    let word = request.need("operation", expected)?;
    let help = "let an API server send it";
    of(word.sound(expected, help, |word| of(word).is_some())?)
}

fn kind(request: &Node<'_>) -> Option<Kind> {
    let kind = request.need("kind", "the kind of the object")?;
    kind.object()?;
    // The core's group is empty, and a Go program may leave out what is empty.
    let group = kind
        .field("group")
        .map(|group| group.prose("a group of the API"));
    let version = kind
        .need("version", "a version")
        .and_then(|one| one.text("a version"));
    let name = kind
        .need("kind", "a kind")
        .and_then(|one| one.text("a kind"));
    Some(Kind {
        group: group.flatten().unwrap_or_default().to_owned(),
        version: version?.to_owned(),
        kind: name?.to_owned(),
    })
}
