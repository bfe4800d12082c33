/// What work on blobs costs: compute times and sizes, from a data file that names its sources.
public struct BlobCosts: Hashable, Sendable {
    /// Nanoseconds for one blob's cells with their proofs, on one core.
    public var cellProofsPerBlob: Int64 = 0
    /// Nanoseconds for one blob's cells alone.
    public var cellsPerBlob: Int64 = 0
    /// Nanoseconds to check a batch, whatever its size.
    public var verifyBase: Int64 = 0
    /// Nanoseconds more for each blob of a batch.
    public var verifyPerBlob: Int64 = 0
    /// Nanoseconds to recover one blob's other half from its cells.
    public var reconstructionPerBlob: Int64 = 0
    /// Nanoseconds that a part is waited for before another member is asked.
    public var reassignAfter: Int64 = 0
    /// Bytes of a blob.
    public var blobBytes: Int64 = 0
    /// Bytes of a cell.
    public var cellBytes: Int64 = 0
    /// Bytes of a proof, or of a commitment.
    public var proofBytes: Int64 = 0
    /// Bytes of a column besides its cells, proofs and commitments.
    public var columnOverheadBytes: Int64 = 0
    /// Columns of a block.
    public var columns: Int64 = 0
    /// Peers to which a publisher sends each column itself.
    public var meshPeers: Int64 = 0

    /// A line that cannot be used.
    public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
        /// 1-based.
        public var line: Int
        /// What is wrong with it.
        public var message: String
        /// Place and message.
        public var description: String { "line \(line): \(message)" }
    }

    /// The shipped data file.
    public static let shipped: BlobCosts = {
        do {
            return try BlobCosts(csv: String(decoding: PackageResources.blob_work_csv, as: UTF8.self))
        } catch {
            preconditionFailure("the built-in blob-work.csv is damaged: \(error)")
        }
    }()

    private static var fields: [(name: String, unit: String, path: WritableKeyPath<BlobCosts, Int64>)] {
        [
            ("cell_proofs_per_blob", "nanoseconds", \.cellProofsPerBlob),
            ("cells_per_blob", "nanoseconds", \.cellsPerBlob), ("verify_base", "nanoseconds", \.verifyBase),
            ("verify_per_blob", "nanoseconds", \.verifyPerBlob),
            ("reconstruction_per_blob", "nanoseconds", \.reconstructionPerBlob),
            ("reassign_after", "nanoseconds", \.reassignAfter), ("blob_bytes", "bytes", \.blobBytes),
            ("cell_bytes", "bytes", \.cellBytes), ("proof_bytes", "bytes", \.proofBytes),
            ("column_overhead_bytes", "bytes", \.columnOverheadBytes), ("columns", "count", \.columns),
            ("mesh_peers", "count", \.meshPeers),
        ]
    }

    /// Reads `operation,value,unit,kind,date,source` lines; `#` starts a comment.
    /// - Throws: for a line that cannot be used, or a figure that is missing.
    public init(csv: String) throws(FileError) {
        var missing = Self.fields.map(\.name)
        let lines = csv.split(separator: "\n", omittingEmptySubsequences: false)
        for (number, text) in lines.enumerated() where !text.isEmpty && text.first != "#" {
            let cells = text.split(separator: ",", maxSplits: 5, omittingEmptySubsequences: false)
            guard cells.count == 6 else {
                throw FileError(line: number + 1, message: "expected 6 fields, found \(cells.count)")
            }
            guard let field = Self.fields.first(where: { $0.name == cells[0] }) else {
                throw FileError(line: number + 1, message: "unknown operation '\(cells[0])'")
            }
            guard let value = Int64(cells[1]), (1...1_000_000_000_000).contains(value) else {
                throw FileError(line: number + 1, message: "'\(cells[1])' is no whole number from 1 to 10^12")
            }
            guard cells[2] == field.unit else {
                throw FileError(line: number + 1, message: "the unit of \(field.name) is \(field.unit)")
            }
            self[keyPath: field.path] = value
            missing.removeAll { $0 == field.name }
        }
        guard missing.isEmpty else {
            throw FileError(line: lines.count, message: "no line for \(missing.joined(separator: ", "))")
        }
    }

    /// Bytes of one column of a block with so many blobs.
    public func columnBytes(blobs: Int64) -> Int64 {
        blobs &* (cellBytes &+ 2 &* proofBytes) &+ columnOverheadBytes
    }

    /// Nanoseconds to check the work on so many blobs.
    public func verification(blobs: Int64) -> Int64 { blobs == 0 ? 0 : verifyBase &+ verifyPerBlob &* blobs }
}
