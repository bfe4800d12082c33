/// How the nodes of the network divide among the clients.
public struct ClientShares: Sendable {
    /// One client's part of a layer; parts of a layer sum to 1,000,000.
    public struct Share: Sendable, Equatable {
        /// Half of the node.
        public var layer: RecoveryTable.Layer
        /// Its name.
        public var client: String
        /// Its part.
        public var partsPerMillion: Int
    }

    private var rows: [Share]

    /// Shares of one layer, in the order of the data file.
    public func shares(_ layer: RecoveryTable.Layer) -> [Share] {
        rows.filter { $0.layer == layer }
    }

    /// The shipped survey (`Data/clients.csv`, with dates and sources).
    public static let shipped: ClientShares = {
        let text = String(decoding: PackageResources.clients_csv, as: UTF8.self)
        let rows = text.split(separator: "\n").filter { $0.first != "#" }.map { line -> Share in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 5, let layer = RecoveryTable.Layer(rawValue: fields[0]), let parts = Int(fields[2])
            else { preconditionFailure("the built-in clients.csv is damaged: \(line)") }
            return Share(layer: layer, client: fields[1], partsPerMillion: parts)
        }
        return ClientShares(rows: rows)
    }()
}
