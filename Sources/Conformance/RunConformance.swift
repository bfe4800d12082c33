internal import Foundation

/// Runs the reference cases at a path, whatever kind they are of, with signatures checked for real.
///
/// A path is a folder of the official layout at any level, a `.tar.xz` of it, a folder of those, a file of JSON
/// vectors or a folder of those.
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
    }
}

/// What kind of cases a path holds, told by the names of its files.
enum CaseCollection {
    case official
    case jsonVectors

    init(at path: String) throws(ConformanceSourceError) {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw .notFound(path: path)
        }
        guard isDirectory.boolValue else {
            self = path.hasSuffix(".xz") ? .official : .jsonVectors
            return
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        self = names.contains(where: Self.isVectorFile) ? .jsonVectors : .official
    }

    private static func isVectorFile(_ name: String) -> Bool {
        [".json", ".json.gz", ".jsonl", ".jsonl.gz"].contains { name.hasSuffix($0) }
    }
}
