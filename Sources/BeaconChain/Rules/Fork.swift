/// A set of protocol rules, in the order in which mainnet adopted them.
public enum Fork: String, CaseIterable, Comparable, Sendable {
    case altair, bellatrix, capella, deneb, electra, fulu

    /// Whether `a` comes before `b`.
    public static func < (a: Fork, b: Fork) -> Bool { a.order < b.order }

    private var order: Int {
        switch self {
        case .altair: 0
        case .bellatrix: 1
        case .capella: 2
        case .deneb: 3
        case .electra: 4
        case .fulu: 5
        }
    }
}

/// Sizes of the protocol's structures: the real network's, or the small ones of the reference tests.
public enum Preset: String, CaseIterable, Sendable {
    case mainnet, minimal
}
