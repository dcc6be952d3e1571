//! The images of a pod.

use holdpoint_naming::reference::OciReference;

use crate::mistake::shown;
use crate::read::Node;

/// What an image is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A container that runs before the others, or beside them from the beginning.
    Init,
    /// A container.
    Main,
    /// A container that somebody adds to look into a pod.
    Ephemeral,
    /// A volume that is an image.
    Volume,
}

/// An image of a pod.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// The name of the container or volume.
    pub container: String,
    /// What it is for.
    pub role: Role,
    /// As it is written.
    pub written: String,
    /// What it says: registry, repository, tag and digest, with the defaults of the field where nothing is said.
    pub reference: OciReference,
}

/// Where a pod lists its containers.
const LISTS: [(&str, Role); 3] = [
    ("initContainers", Role::Init),
    ("containers", Role::Main),
    ("ephemeralContainers", Role::Ephemeral),
];

/// All images of the description of a pod.
pub(super) fn images(spec: &Node<'_>) -> Vec<Image> {
    let mut images = Vec::new();
    for (key, role) in LISTS {
        for container in spec
            .field(key)
            .map(|list| list.items("a list of containers"))
            .unwrap_or_default()
        {
            // Whoever defines a template may leave the image to somebody else.
            let written = container.field("image");
            images.extend(written.and_then(|written| image(&container, &written, role)));
        }
    }
    for volume in spec
        .field("volumes")
        .map(|list| list.items("a list of volumes"))
        .unwrap_or_default()
    {
        let written = volume
            .field("image")
            .and_then(|image| image.field("reference"));
        images.extend(written.and_then(|written| image(&volume, &written, Role::Volume)));
    }
    images
}

fn image(of: &Node<'_>, written: &Node<'_>, role: Role) -> Option<Image> {
    let container = of.need("name", "the name of a container")?;
    let container = container.text("the name of a container");
    // An empty one is left to somebody else, too.
    let text = written.prose("an image").filter(|text| !text.is_empty())?;
    match text.parse::<OciReference>() {
        Ok(reference) => Some(Image {
            container: container?.to_owned(),
            role,
            written: text.to_owned(),
            reference,
        }),
        Err(error) => {
            written.wrong(shown(text), "a reference of an image", error.to_string());
            None
        }
    }
}
