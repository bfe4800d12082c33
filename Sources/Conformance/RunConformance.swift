internal import Foundation

/// Runs the reference cases at a path, whatever kind they are of, with signatures checked for real.
///
/// A path is a folder of the official layout at any level, a `.tar.xz` of it, a folder of those, a file of consensus
/// vectors in JSON or a folder of those, or a file or folder of BLS and cluster vectors.
///
/// - Parameter jobs: threads to spread the cases of the official layout over; all cores if nil.
/// - Throws: `ConformanceSourceError` if nothing can be read there.
public func runConformance(at path: String, jobs: Int? = nil) throws -> [CaseResult] {
    switch try CaseCollection(at: path) {
    case .official:
        return try runOfficialTests(at: path, jobs: jobs)
    case .jsonVectors:
        do {
            return try runJSONVectors(at: path, blockRules: ReplayedOperations())
        } catch {
            throw ConformanceSourceError.unreadableVectors(reason: "\(error)")
        }
    case .keys:
        do {
            return try BLSConformance.run(path: path)
        } catch {
            throw ConformanceSourceError.unreadableVectors(reason: "\(error)")
        }
    }
}

/// What kind of cases a path holds, told by the names of its files.
enum CaseCollection {
    case official
    case jsonVectors
    /// BLS, threshold and cluster files.
    case keys

    init(at path: String) throws(ConformanceSourceError) {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw .notFound(path: path)
        }
        guard isDirectory.boolValue else {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            self = path.hasSuffix(".xz") ? .official : Self.isConsensusVector(name) ? .jsonVectors : .keys
            return
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        if names.contains(where: Self.isConsensusVector) {
            self = .jsonVectors
        } else {
            let below = FileManager.default.enumerator(atPath: path)
            let holdsJSON = below?.lazy.contains { ($0 as? String)?.hasSuffix(".json") ?? false } ?? false
            self = holdsJSON ? .keys : .official
        }
    }

    private static func isConsensusVector(_ name: String) -> Bool {
        name.hasPrefix("constants.") || [".json.gz", ".jsonl", ".jsonl.gz"].contains { name.hasSuffix($0) }
    }
}
