import Foundation

/// What a command of `blackout keys` found or made: the same facts as lines for people and as JSON for programs.
public struct KeysReport: Sendable {
    /// One fact.
    public enum Value: Sendable, Hashable {
        /// Words, paths, digits.
        case text(String)
        /// A count or an index.
        case number(UInt64)
        /// Yes or no.
        case flag(Bool)
        /// Several words.
        case list([String])
    }

    /// The name and version of the JSON's layout, such as `blackout.keys.dkg/1`.
    public let schema: String
    private var entries: [(key: String, label: String, value: Value)] = []

    /// An empty report.
    public init(schema: String) { self.schema = schema }

    /// Adds a fact.
    ///
    /// - Parameters:
    ///   - key: its name in JSON.
    ///   - label: its name for people.
    public mutating func add(_ key: String, _ label: String, _ value: Value) {
        entries.append((key, label, value))
    }

    /// One line per fact, labels aligned.
    public var text: String {
        let width = entries.map(\.label.count).max() ?? 0
        func padded(_ label: String) -> String { label + String(repeating: " ", count: width - label.count + 2) }
        return entries.map { entry in
            switch entry.value {
            case .text(let text): padded(entry.label) + text
            case .number(let number): padded(entry.label) + String(number)
            case .flag(let flag): padded(entry.label) + (flag ? "yes" : "no")
            case .list(let items):
                padded(entry.label) + items.joined(separator: "\n" + String(repeating: " ", count: width + 2))
            }
        }.joined(separator: "\n")
    }

    /// A JSON object with sorted keys.
    public var json: String {
        var object: [String: any Sendable] = ["schema": schema]
        for entry in entries {
            switch entry.value {
            case .text(let text): object[entry.key] = text
            case .number(let number): object[entry.key] = number
            case .flag(let flag): object[entry.key] = flag
            case .list(let items): object[entry.key] = items
            }
        }
        let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = (try? JSONSerialization.data(withJSONObject: object, options: options)) ?? Data("{}".utf8)
        return String(decoding: data, as: UTF8.self)
    }
}
