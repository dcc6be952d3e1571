//! What a cluster asks is read or refused, each mistake at its place, and its answer repeats the id of the request.

use holdpoint_hooks::Genuine;
use holdpoint_hooks::kubernetes::{Mode, Pods, Response, answer, read};

pub(crate) fn run(bytes: &[u8]) {
    let review = match read(Genuine::vouched(bytes)) {
        Ok(review) => review,
        Err(mistakes) => {
            assert!(!mistakes.all().is_empty());
            assert!(
                mistakes
                    .all()
                    .iter()
                    .all(|mistake| !mistake.help.is_empty())
            );
            return;
        }
    };
    assert!(review.pods == Pods::Here || review.images.is_empty());
    for image in &review.images {
        let again = image.reference.to_string().parse();
        assert_eq!(again.as_ref(), Ok(&image.reference));
    }
    let why = [review.user.clone()];
    for mode in [Mode::Enforce, Mode::Warn, Mode::Observe] {
        let response = Response {
            uid: &review.uid,
            mode,
            against: &why,
            warnings: &why,
        };
        let answer = answer(&response);
        assert_eq!(answer["response"]["uid"], review.uid.as_str());
        assert_eq!(answer["response"]["allowed"], mode != Mode::Enforce);
        for warning in answer["response"]["warnings"]
            .as_array()
            .into_iter()
            .flatten()
        {
            assert!(
                !warning
                    .as_str()
                    .expect("text")
                    .chars()
                    .any(char::is_control)
            );
        }
    }
}
