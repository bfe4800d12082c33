/// What the consensus rules read of an execution payload.
///
/// Spec: `ExecutionPayload`, Bellatrix and later. Transactions are hashed, not read.
public struct ExecutionPayload: Hashable, Sendable {
    /// Block hash of the payload before.
    public var parentHash: Root
    /// The mix of the epoch.
    public var prevRandao: Root
    /// Seconds since 1970.
    public var timestamp: UInt64
    /// Balances paid out.
    public var withdrawals: [Withdrawal]
    /// SSZ bytes of the `ExecutionPayloadHeader` that stands for it in the state.
    public var header: [UInt8]
    /// Whether every field has its default value: before the merge, payloads were.
    public var isDefault: Bool

    /// Reads an `ExecutionPayload` of any fork.
    public init(_ view: SSZView, schema: BeaconSchema) throws(SSZError) {
        parentHash = try view.field("parent_hash").root()
        prevRandao = try view.field("prev_randao").root()
        timestamp = try view.field("timestamp").uint64()
        withdrawals = []
        if view.has("withdrawals") {
            for element in try view.field("withdrawals").elements() { withdrawals.append(try Withdrawal(element)) }
        }
        header = try Self.header(of: view, schema: schema)
        isDefault = Self.isDefault(view)
    }

    /// The fields of the payload, with lists of transactions and withdrawals replaced by their roots.
    private static func header(of view: SSZView, schema: BeaconSchema) throws(SSZError) -> [UInt8] {
        guard case .container(_, let fields) = schema.executionPayloadHeader.shape else { return [] }
        var encoder = SSZEncoder()
        var extraData: (place: Int, bytes: [UInt8])?
        for field in fields {
            switch field.name {
            case "transactions_root": encoder.root(try view.field("transactions").hashTreeRoot)
            case "withdrawals_root": encoder.root(try view.field("withdrawals").hashTreeRoot)
            case "extra_data": extraData = (encoder.offsetPlace(), try view.field(field.name).bytes)
            default: encoder.append(try view.field(field.name).bytes)
            }
        }
        if let extraData {
            // The header is shorter than a kilobyte: its offset always fits.
            _ = encoder.beginPart(extraData.place)
            encoder.append(extraData.bytes)
        }
        return encoder.bytes
    }

    /// A default payload is its fixed part alone, all zero but for the offsets.
    private static func isDefault(_ view: SSZView) -> Bool {
        guard case .container(_, let fields) = view.type.shape, view.range.count == view.type.fixedPartSize else {
            return false
        }
        return fields.allSatisfy { field in
            guard let size = field.type.fixedSize else { return true }
            let start = view.range.lowerBound + field.position
            return view.buffer[start..<start + size].allSatisfy { $0 == 0 }
        }
    }
}
