internal import BeaconChain

/// What can be told of a data column without its KZG proofs.
///
/// Spec: `DataColumnSidecar`, `verify_data_column_sidecar`, Fulu.
struct DataColumns {
    let spec: ChainSpec

    /// `NUMBER_OF_COLUMNS`.
    private static let count: UInt64 = 128
    /// `BYTES_PER_CELL`.
    private static let cellSize = 2048
    /// `KZG_COMMITMENTS_INCLUSION_PROOF_DEPTH`.
    private static let proofDepth = 4

    /// `DataColumnSidecar`.
    var type: SSZType {
        let limit = spec.maxBlobCommitmentsPerBlock
        return .container(
            "DataColumnSidecar",
            [
                ("index", .uint(8)), ("column", .list(.bytes(Self.cellSize), limit)),
                ("kzg_commitments", .list(.bytes(48), limit)), ("kzg_proofs", .list(.bytes(48), limit)),
                ("signed_block_header", BeaconSchema(spec).signedBeaconBlockHeader),
                ("kzg_commitments_inclusion_proof", .vector(.bytes(32), Self.proofDepth)),
            ])
    }

    /// Whether a column's index and the lengths of its lists are in order.
    func isWellFormed(_ column: SSZView) throws(SSZError) -> Bool {
        let commitments = try column.field("kzg_commitments").count
        let slot = try column.field("signed_block_header").field("message").field("slot").uint64()
        let limit = spec.blobLimit(at: slot / max(1, spec.slotsPerEpoch))
        let index = try column.field("index").uint64()
        guard index < Self.count, commitments > 0, UInt64(commitments) <= limit else { return false }
        let cells = try column.field("column").count
        let proofs = try column.field("kzg_proofs").count
        return cells == commitments && proofs == commitments
    }
}
