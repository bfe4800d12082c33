extension BeaconSchema {
    /// Spec: `MAX_EXTRA_DATA_BYTES`, `MAX_TRANSACTIONS_PER_PAYLOAD`, `MAX_BYTES_PER_TRANSACTION` (Bellatrix).
    private static let maxExtraDataBytes: UInt64 = 32
    private static let maxTransactions: UInt64 = 1 << 20
    private static let maxBytesPerTransaction: UInt64 = 1 << 30

    /// What payload and header have in common, up to the block hash.
    private static func commonFields(_ p: Primitives) -> [(String, SSZType)] {
        [
            ("parent_hash", p.bytes32), ("fee_recipient", p.bytes20), ("state_root", p.bytes32),
            ("receipts_root", p.bytes32), ("logs_bloom", p.logsBloom), ("prev_randao", p.bytes32),
            ("block_number", p.uint64), ("gas_limit", p.uint64), ("gas_used", p.uint64), ("timestamp", p.uint64),
            ("extra_data", .list(p.uint8, maxExtraDataBytes)), ("base_fee_per_gas", p.uint256),
            ("block_hash", p.bytes32),
        ]
    }

    private static func blobFields(_ spec: ChainSpec, _ p: Primitives) -> [(String, SSZType)] {
        spec.fork >= .deneb ? [("blob_gas_used", p.uint64), ("excess_blob_gas", p.uint64)] : []
    }

    /// `ExecutionPayload`, Bellatrix, Capella (withdrawals), Deneb (blob gas).
    static func executionPayload(_ spec: ChainSpec, _ p: Primitives, withdrawal: SSZType) -> SSZType {
        let transactions = SSZType.list(.list(p.uint8, maxBytesPerTransaction), maxTransactions)
        var fields = commonFields(p) + [("transactions", transactions)]
        if spec.fork >= .capella {
            fields.append(("withdrawals", .list(withdrawal, spec.maxWithdrawalsPerPayload)))
        }
        return .container("ExecutionPayload", fields + blobFields(spec, p))
    }

    /// `ExecutionPayloadHeader`, the same forks.
    static func executionPayloadHeader(_ spec: ChainSpec, _ p: Primitives) -> SSZType {
        var fields = commonFields(p) + [("transactions_root", p.bytes32)]
        if spec.fork >= .capella { fields.append(("withdrawals_root", p.bytes32)) }
        return .container("ExecutionPayloadHeader", fields + blobFields(spec, p))
    }
}
