internal import Foundation

/// Runs the reference cases at a path, whatever kind they are of, with signatures checked for real.
///
/// A path is a folder of the official layout at any level, a `.tar.xz` of it, a folder of those, a file of JSON
/// vectors or a folder of those, or a file or folder of BLS vectors.
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
    case .bls:
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
    case bls

    init(at path: String) throws(ConformanceSourceError) {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw .notFound(path: path)
        }
        guard isDirectory.boolValue else {
            let name = URL(fileURLWithPath: path).lastPathComponent
            self = name.hasSuffix(".xz") ? .official : Self.isProtocolVector(name) ? .jsonVectors : .bls
            return
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        if names.contains(where: Self.isProtocolVector) {
            self = .jsonVectors
        } else if !OfficialSource.packedFiles(in: path).isEmpty {
            self = .official
        } else {
            self = Self.holdsJSON(path) ? .bls : .official
        }
    }

    /// `<handler>.<fork>.<preset>.json[l][.gz]`.
    private static func isProtocolVector(_ name: String) -> Bool {
        [".json", ".json.gz", ".jsonl", ".jsonl.gz"].contains { name.hasSuffix($0) }
            && (name.contains(".minimal.") || name.contains(".mainnet."))
    }

    /// Whether a `.json` lies anywhere below; the official layout holds none.
    private static func holdsJSON(_ folder: String) -> Bool {
        guard let files = FileManager.default.enumerator(atPath: folder) else { return false }
        for case let name as String in files {
            if name.hasSuffix(".json") { return true }
            if name.hasSuffix(".ssz_snappy") { return false }
        }
        return false
    }
}
