/// A value of the scenario that has the shape its field asks for.
struct Value {
    var content: Content
    var location: SourceLocation
    /// False for a mapping from names in which something is wrong.
    var isWhole = true

    enum Content {
        case text(String)
        case flag(Bool)
        case count(UInt64)
        case nanoseconds(Int64)
        case untilEnd
        case gwei(Int64)
        case partsPerMillion(Int)
        case list([Value])
        /// From free names to values, in file order.
        case named([Entry])
        /// What a variant changes, which is read from the source.
        case settings
        /// A table's keys that were given and are right.
        case table(Table)
    }

    struct Entry {
        var name: String
        var nameLocation: SourceLocation
        var value: Value
    }

    struct Table {
        var noun: String
        var location: SourceLocation
        var entries: [Entry] = []
        /// Keys that were given, right or wrong.
        var given: [String] = []
        /// Keys that a misspelt one was meant to be.
        var attempted: [String] = []

        /// The value of a key; nil where it was left out or is wrong.
        subscript(key: String) -> Value? { entries.first { $0.name == key }?.value }

        /// Place of a key, else of the table.
        func location(of key: String) -> SourceLocation {
            entries.first { $0.name == key }?.nameLocation ?? location
        }

        func has(_ key: String) -> Bool { given.contains(key) }

        /// True where the key was neither given nor tried.
        func lacks(_ key: String) -> Bool { !given.contains(key) && !attempted.contains(key) }

        func text(_ key: String) -> String? { self[key]?.text }
        func flag(_ key: String) -> Bool? {
            guard case .flag(let flag)? = self[key]?.content else { return nil }
            return flag
        }
        func count(_ key: String) -> UInt64? { self[key]?.count }
        func nanoseconds(_ key: String) -> Int64? { self[key]?.nanoseconds }
        func gwei(_ key: String) -> Int64? {
            guard case .gwei(let gwei)? = self[key]?.content else { return nil }
            return gwei
        }
        func partsPerMillion(_ key: String) -> Int? { self[key]?.partsPerMillion }
        func table(_ key: String) -> Table? { self[key]?.table }
        func named(_ key: String) -> [Entry] {
            guard case .named(let entries)? = self[key]?.content else { return [] }
            return entries
        }
        /// The values of a list, or the one value that stands for it.
        func list(_ key: String) -> [Value] {
            guard let value = self[key] else { return [] }
            guard case .list(let values) = value.content else { return [value] }
            return values
        }
    }

    var text: String? {
        guard case .text(let text) = content else { return nil }
        return text
    }
    var count: UInt64? {
        guard case .count(let count) = content else { return nil }
        return count
    }
    var nanoseconds: Int64? {
        guard case .nanoseconds(let nanoseconds) = content else { return nil }
        return nanoseconds
    }
    var partsPerMillion: Int? {
        guard case .partsPerMillion(let parts) = content else { return nil }
        return parts
    }
    var table: Table? {
        guard case .table(let table) = content else { return nil }
        return table
    }
}
