public import EventEngine

extension StreamDomain {
    /// Which data columns a node takes; the entity is the node.
    public static var columnCustody: StreamDomain { StreamDomain(rawValue: 0x0110) }
    /// Whom a node grafts in a column's mesh; the entity is (node, column).
    public static var columnGrafting: StreamDomain { StreamDomain(rawValue: 0x0111) }
    /// Whom it grafts there in place of peers that are down; the entity is (node, column).
    public static var columnHealing: StreamDomain { StreamDomain(rawValue: 0x0112) }
    /// Jitter and loss of columns; the entity is (sender, receiver), the pair of words (block's number) · 128 + column.
    public static var columnJitter: StreamDomain { StreamDomain(rawValue: 0x0113) }
    /// At which peer a node begins to send a column; the entity is the node, the position (block's number) · 128 + column.
    public static var columnSendOrder: StreamDomain { StreamDomain(rawValue: 0x0114) }
    /// To whom a proposer hands its columns; the entity is (node, column), with column 128 for the first column's draw;
    /// the position begins at (block's number) · 256.
    public static var columnHandout: StreamDomain { StreamDomain(rawValue: 0x0115) }
    /// Whether a node knows the blobs of a block from the public pool; the entity is the node.
    public static var blobPool: StreamDomain { StreamDomain(rawValue: 0x0116) }
}

/// PeerDAS (EIP-7594): which of the 128 data columns each node takes, and the mesh of each column's subscribers.
///
/// A node takes as many columns as the larger of its custody and its samples (consensus-specs, Fulu, `das-core.md` and
/// `validator.md`: `CUSTODY_REQUIREMENT` 4, `VALIDATOR_CUSTODY_REQUIREMENT` 8,
/// `BALANCE_PER_ADDITIONAL_CUSTODY_GROUP` 32 ETH, `SAMPLES_PER_SLOT` 8, `NUMBER_OF_CUSTODY_GROUPS` 128, one column a
/// group). The spec derives the columns from the node's identity; here they are drawn for the node's number, each set
/// equally likely, and a larger set of the same node contains the smaller one.
///
/// In a column's mesh each subscriber has about eight peers, or all others where there are fewer.
public struct ColumnCustody: Hashable, Sendable {
    /// `NUMBER_OF_COLUMNS`.
    public static let columnCount = 128

    /// Positions: the columns of node *n* stand at `nodeStarts[n] ..< nodeStarts[n + 1]`.
    let nodeStarts: [Int]
    /// Per position, its node.
    let nodes: [UInt32]
    /// Per position, its column.
    let columns: [UInt8]
    /// Per column, its positions, by node.
    let subscribers: [[UInt32]]
    /// Per position, the positions of its peers in the column's mesh.
    private(set) var lists: PeerLists
    let source: RandomSource

    /// The custody of every node.
    /// - Parameters:
    ///   - stakeIncrementsOfNode: per node, the effective balance of its validators together, in whole ETH.
    ///   - hasValidators: per node, whether it operates validators.
    ///   - source: the randomness of the replica.
    /// - Throws: ``NetworkDataError/badMesh(_:)`` where the lists differ in length, there are no nodes, or more than 2²⁴,
    ///   or they take more than 2²⁸ columns together.
    public init(
        stakeIncrementsOfNode: [UInt64], hasValidators: [Bool], source: RandomSource
    ) throws(NetworkDataError) {
        guard stakeIncrementsOfNode.count == hasValidators.count else {
            throw .badMesh(
                "\(stakeIncrementsOfNode.count) stakes, but \(hasValidators.count) nodes with or without validators: "
                    + "give each node both")
        }
        guard (1...1 << 24).contains(hasValidators.count) else {
            throw .badMesh("\(hasValidators.count) nodes take columns: have 1 to 2^24")
        }
        var nodeStarts = [0]
        var nodes: [UInt32] = []
        var columns: [UInt8] = []
        var subscribers = Array(repeating: [UInt32](), count: Self.columnCount)
        for (node, stake) in stakeIncrementsOfNode.enumerated() {
            let count = Self.columnsTaken(stake: stake, hasValidators: hasValidators[node])
            var stream = source.stream(.columnCustody, entity: UInt64(node))
            for column in stream.sample(count, of: Self.columnCount).sorted() {
                subscribers[column].append(UInt32(nodes.count))
                nodes.append(UInt32(node))
                columns.append(UInt8(column))
            }
            nodeStarts.append(nodes.count)
        }
        guard nodes.count <= 1 << 28 else {
            throw .badMesh("the nodes take \(nodes.count) columns together: have at most 2^28")
        }
        self.nodeStarts = nodeStarts
        self.nodes = nodes
        self.columns = columns
        self.subscribers = subscribers
        self.source = source
        lists = PeerLists(meshes: subscribers, positions: nodes.count) { member, column in
            source.stream(.columnGrafting, entity: member.map { nodes[Int($0)] } ?? .max, UInt32(column))
        }
    }

    /// How many columns a node has in custody: serves to others.
    /// - Parameter stake: the effective balance of its validators together, in whole ETH.
    public static func custody(stake: UInt64, hasValidators: Bool) -> Int {
        hasValidators ? Int(min(max(stake / 32, 8), UInt64(columnCount))) : 4
    }

    /// How many columns it must have before a block counts as available: custody or samples, whichever is more.
    public static func columnsTaken(stake: UInt64, hasValidators: Bool) -> Int {
        max(8, custody(stake: stake, hasValidators: hasValidators))
    }

    /// Bytes of one column of a block: per blob a cell, a commitment and a proof, and 336 bytes for header, index and
    /// inclusion proof (consensus-specs, Fulu, `DataColumnSidecar`).
    public static func bytes(blobs: Int) -> Int { blobs * (2_048 + 48 + 48) + 336 }

    /// The number of nodes.
    public var nodeCount: Int { nodeStarts.count - 1 }

    /// The columns that a node takes, ascending.
    public func columns(of node: Int) -> ArraySlice<UInt8> { columns[nodeStarts[node]..<nodeStarts[node + 1]] }

    /// The nodes that take a column, ascending.
    public func subscribers(of column: Int) -> [Int] { subscribers[column].map { Int(nodes[Int($0)]) } }

    /// A node's peers in a column's mesh; none where it does not take the column.
    public func peers(of node: Int, column: Int) -> [Int] {
        guard let position = position(of: node, column: column) else { return [] }
        return lists.peers[lists.starts[position]..<lists.starts[position + 1]].map { Int(nodes[Int($0)]) }
    }

    /// Where a node stands in a column's mesh.
    func position(of node: Int, column: Int) -> Int? {
        columns(of: node).firstIndex(of: UInt8(column))
    }

    /// The peers by position as they are while some nodes are down.
    func peerLists(isDown: [Bool]) -> PeerLists {
        lists.healed(
            meshes: subscribers, isDown: { isDown[Int(nodes[$0])] }, degree: .ethereum,
            stream: { source.stream(.columnHealing, entity: nodes[$0], UInt32(columns[$0])) })
    }

    /// The custody with its meshes as they are while some nodes are down.
    package func healed(isDown: [Bool]) -> ColumnCustody {
        var healed = self
        healed.lists = peerLists(isDown: isDown)
        return healed
    }
}
