import BLS12381
import Foundation
import ThresholdBLS

/// An existing cluster, as a scenario takes it over from a file: how many of how many, and whose keys.
public struct ClusterFile: Hashable, Sendable {
    /// Whose file it is.
    public enum Flavour: String, Hashable, Sendable {
        /// Obol's `cluster-lock.json`.
        case obol
        /// SSV's `keyshares.json`.
        case ssv
    }

    /// One validator's public side.
    public struct Validator: Hashable, Sendable {
        /// The validator's key, 48 bytes.
        public let publicKey: [UInt8]
        /// The members' share keys, in the members' order.
        public let shareKeys: [[UInt8]]
    }

    /// Whose file it is.
    public let flavour: Flavour
    /// The cluster's name; empty where the file has none.
    public let name: String
    /// How many members there are.
    public let members: Int
    /// How many of them suffice to sign.
    public let threshold: Int
    /// The members' share indices: 1 to n in Obol's, operator identifiers in SSV's.
    public let indices: [UInt64]
    /// The validators.
    public let validators: [Validator]

    /// Reads and checks a file.
    ///
    /// Share keys must interpolate to the validators' keys and, in Obol's, the aggregate signature must verify; in SSV's
    /// all validators must have the same operators. Stored hashes are not compared: `blackout cluster inspect` does.
    ///
    /// - Throws: `unsupported` for any other file; `malformed`, `inconsistent` or `invalidPoint` with the validator and
    ///   the share.
    public static func load(_ path: String) throws(KeyFileError) -> ClusterFile {
        let data = try KeyFile.read(path)
        guard let object = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any] else {
            throw .malformed(path: path, problem: "is not a JSON object")
        }
        if object["cluster_definition"] != nil {
            let lock = try ClusterLock(json: data, path: path)
            return try ClusterFile(.obol, name: lock.name, lock.verifiedKeys(path: path), path: path)
        }
        if object["shares"] != nil {
            let shares = try SSVKeyShares(json: data, path: path)
            return try ClusterFile(.ssv, name: "", shares.verifiedKeys(path: path), path: path)
        }
        throw .unsupported(
            path: path, field: "kind of file",
            found: object["distributed_validators"] == nil && object["operators"] != nil
                ? "cluster definition: it has no keys yet" : "neither an Obol lock nor SSV key shares")
    }

    private init(_ flavour: Flavour, name: String, _ keys: [ThresholdKey], path: String) throws(KeyFileError) {
        guard let first = keys.first else { throw .inconsistent(path: path, problem: "has no validators") }
        for (position, key) in keys.enumerated() where key.committee != first.committee {
            throw .inconsistent(
                path: path,
                problem: """
                    shares[\(position)] has the operators \(key.committee.indices.map(\.description)), shares[0] has \
                    \(first.committee.indices.map(\.description)): keys of two clusters; give each a file of its own
                    """)
        }
        self.flavour = flavour
        self.name = name
        members = first.committee.threshold.members
        threshold = first.committee.threshold.required
        indices = first.committee.indices.map(\.value)
        validators = keys.map {
            Validator(publicKey: $0.groupKey.compressed, shareKeys: $0.shareKeys.map(\.compressed))
        }
    }
}
