//! What can be wrong with a definition, or with what a pipeline is started with.

holdpoint_findings::mistakes! {
    UNKNOWN_KEY = "pipeline-unknown-key",
        "{owner} has no key `{key}`",
        "What nobody reads is most often a slip of the pen, and the pipeline would run without it.",
        "correct the key, or remove it",
        "steps:\n  - name: build\n    rum: make";
    MISSING_KEY = "pipeline-missing-key",
        "{owner} lacks `{key}`",
        "Without it nobody knows what is meant.",
        "add it",
        "steps:\n  - run: make";
    SHAPE = "pipeline-wrong-shape",
        "{what} stands where {expected} is expected",
        "A value of another shape means nothing here.",
        "write what is expected",
        "timeout: [10m]";
    VALUE = "pipeline-wrong-value",
        "`{value}` is not {expected}",
        "A value that is not understood would be guessed at.",
        "write what is expected",
        "timeout: soon";
    KIND = "pipeline-step-kind",
        "{what}",
        "A step does one thing; its kind says which.",
        "give each step exactly one kind, such as `run:`; use two steps for two things",
        "- name: build\n  run: make\n  wait: 10m";
    TWICE = "pipeline-name-twice",
        "`{name}` is the name of another {what}, on line {line}",
        "Names are what results, logs and approvals refer to.",
        "give it a name of its own",
        "steps:\n  - {name: build, run: make}\n  - {name: build, run: make}";
    UNKNOWN = "pipeline-unknown-name",
        "there is no {what} `{name}`",
        "What is referred to has to exist before the pipeline runs, not when it gets there.",
        "correct the name, or declare it",
        "after: [biuld]";
    LATER = "pipeline-later",
        "{what}",
        "A step can only wait for, and ask about, what comes before it.",
        "refer to something earlier, or move the step",
        "when: steps.smoke.outcome == 'failed'";
    CYCLE = "pipeline-cycle",
        "{what} wait for each other: {path}",
        "None of them could ever begin.",
        "remove one of the links",
        "steps:\n  - {name: a, run: a, after: [b]}\n  - {name: b, run: b, after: [a]}";
    EXPRESSION = "pipeline-expression",
        "{what}",
        "A condition that cannot be read or has no meaning would let a step run, or not, by accident.",
        "correct the expression",
        "when: branch = 'main'";
    TYPE = "pipeline-type",
        "{what}",
        "Comparing text with a number is never true, so the mistake would stay unseen.",
        "compare values of one type",
        "when: branch > 3";
    SECRET = "pipeline-secret",
        "what stands here looks like {what}",
        "A definition is kept for ever and read by many; a secret in it is no longer one.",
        "name where it is kept: `secrets: {NAME: {from: vault, path: …}}`; and replace the secret, as it was written down",
        "env:\n  TOKEN: ghp_0123456789abcdef0123456789abcdef0123";
    MATRIX = "pipeline-matrix",
        "{what}",
        "A matrix stands for one step for each of its combinations.",
        "give each axis a list of different values of one type",
        "matrix:\n  axes:\n    os: []";
    INPUT = "pipeline-input",
        "{what}",
        "A run with other inputs than were meant does other things than were meant.",
        "give each input a value of its type",
        "inputs: {count: {type: number, default: many}}";
    LARGE = "pipeline-too-large",
        "{what}",
        "Whoever writes a file must not decide how much memory its reader needs.",
        "divide it into several pipelines, or make its matrices smaller",
        "a matrix of 200 by 200";
    INJECTION = "pipeline-script-injection",
        "`{name}` is pasted into a script",
        "Text that is pasted into a script is run as part of it: whoever names a branch or an input could run commands.",
        "use the variable that the step is given instead, such as `\"$INPUT_VERSION\"`",
        "run: echo {{ inputs.version }}";
    ARTIFACT = "pipeline-artifact",
        "{what}",
        "A step is given an artifact by the digest that its maker recorded, so there is one maker before it.",
        "name an artifact that an earlier step makes",
        "artifacts: {in: [binary]}";
}
