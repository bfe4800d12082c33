import Testing

/// Scenarios with something wrong in them, and all that is to be said about each.
struct BadScenario: Sendable, CustomTestStringConvertible {
    let title: String
    let text: String
    /// `line:column: message; hint`, in order.
    let findings: [String]

    init(_ title: String, _ text: Source, _ findings: String...) {
        self.title = title
        self.text = text.text
        self.findings = findings
    }

    var testDescription: String { title }

    /// The text around what is wrong.
    enum Source {
        /// The whole file.
        case whole(String)
        /// After a name and a run of one day.
        case rest(String)
        /// After an entity, `me`, with one validator.
        case afterMe(String)
        /// Keys of the entity `me`, which can stand at `socal`.
        case entity(String)
        /// Keys of a power outage beside the entity `me`.
        case outage(String)
        /// Keys of an expectation beside the entity `me`.
        case expectation(String)

        private static let head = "name: t\ntime: { run: 1 day }\n"
        private static let me = "entities:\n  me: { validators: 1 }\n"

        var text: String {
            switch self {
            case .whole(let text): text
            case .rest(let text): Self.head + text
            case .afterMe(let text): Self.head + Self.me + text
            case .entity(let keys):
                Self.head + "places: { socal: { region: us-west, power: sce } }\nentities:\n  me: { \(keys) }\n"
            case .outage(let keys):
                Self.head + Self.me + "outages:\n  - { name: cut, kind: power, \(keys) }\n"
            case .expectation(let keys):
                Self.head + Self.me + "expect:\n  - { \(keys), source: x }\n"
            }
        }
    }
}
