/// Why a state cannot be carried over an epoch's end.
///
/// The spec rejects such a state by a failed assertion or an integer that leaves its 64 bits. A state on which a
/// transition has thrown is half-way and of no further use: keep a copy where the earlier one is still needed.
public enum EpochError: Error, Equatable, Sendable {
    /// A quantity left the range of `uint64`.
    case overflow(quantity: String)
    /// A quantity is valid in the spec but beyond what a compact column holds.
    case unrepresentable(quantity: String, value: UInt64)
    /// A column of the registry is not as long as the balances.
    case columnLength(column: String, found: Int, expected: Int)
    /// A vector of the state has fewer entries than the spec's constant says.
    case vectorLength(vector: String, found: Int, expected: UInt64)
    /// A root was asked for whose slot the state does not remember.
    case blockRootUnknown(slot: Slot, stateSlot: Slot)
    /// Something happened to one member of a row that stands for several.
    case cohortRow(row: Int, event: String)
    /// A queue entry names a row that is not in the registry.
    case unknownRow(row: Int, count: Int, place: String)
    /// A pending deposit's key has neither 48 bytes nor the eight of a row key.
    case depositKey(position: Int, byteCount: Int)
    /// A constant of the chain spec has a value with which the rules cannot be followed.
    case constant(name: String, value: UInt64, reason: String)
    /// Nobody is active in an epoch for which proposers or a committee must be drawn.
    case nobodyActive(epoch: Epoch)
}

extension EpochError: CustomStringConvertible {
    /// What is wrong, where, and what mends it.
    public var description: String {
        switch self {
        case .overflow(let quantity):
            "\(quantity) leaves the range of a 64-bit integer; the state is invalid"
        case .unrepresentable(let quantity, let value):
            "\(quantity) is \(value), more than its column can hold; use a state with smaller values"
        case .columnLength(let column, let found, let expected):
            "registry column \(column) has \(found) rows, balances have \(expected); give every row a value"
        case .vectorLength(let vector, let found, let expected):
            "\(vector) has \(found) entries, the preset has \(expected); fill it or leave it empty"
        case .blockRootUnknown(let slot, let stateSlot):
            "block root of slot \(slot) is not known in a state of slot \(stateSlot); "
                + "run the transition at the last slot of an epoch"
        case .cohortRow(let row, let event):
            "registry row \(row) stands for several validators, but \(event) happens to one of them; "
                + "give that validator its own row first"
        case .unknownRow(let row, let count, let place):
            "\(place) names registry row \(row), the registry has \(count)"
        case .depositKey(let position, let byteCount):
            "pending deposit \(position) has a key of \(byteCount) bytes; a public key has 48, a row key 8"
        case .constant(let name, let value, let reason):
            "constant \(name) = \(value) \(reason)"
        case .nobodyActive(let epoch):
            "nobody is active in epoch \(epoch); no proposer or committee can be drawn"
        }
    }
}
