internal import Foundation

/// Finds the cases below a folder, or in packed files that are unpacked for as long as a closure runs.
package enum OfficialSource {
    /// Calls `body` with the cases at a path: a folder at any level of the layout, a `.tar.xz` file, or a folder of
    /// such files. What was unpacked is removed again.
    package static func withCases<Result>(
        at path: String, _ body: ([OfficialCase]) throws -> Result
    ) throws -> Result {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw ConformanceSourceError.notFound(path: path)
        }
        let packed = isDirectory.boolValue ? packedFiles(in: path) : [path]
        guard !packed.isEmpty else {
            let cases = cases(below: URL(fileURLWithPath: path).standardizedFileURL.path)
            guard !cases.isEmpty else { throw ConformanceSourceError.noCases(path: path) }
            return try body(cases)
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "blackout-conformance-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw ConformanceSourceError.noTemporaryFolder(path: folder.path, reason: error.localizedDescription)
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        for file in packed { try unpack(file, into: folder.path) }
        let cases = cases(below: folder.path)
        guard !cases.isEmpty else { throw ConformanceSourceError.noCases(path: path) }
        return try body(cases)
    }

    /// The `.tar.xz` files directly in a folder, in order of their names.
    static func packedFiles(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".tar.xz") }.sorted().map { folder + "/" + $0 }
    }

    private static func unpack(_ file: String, into folder: String) throws {
        let tar = Process()
        tar.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        tar.arguments = ["tar", "-xJf", file, "-C", folder]
        tar.standardError = FileHandle.nullDevice
        do {
            try tar.run()
        } catch {
            throw ConformanceSourceError.noTar(reason: error.localizedDescription)
        }
        tar.waitUntilExit()
        guard tar.terminationStatus == 0 else {
            throw ConformanceSourceError.unpacking(path: file, status: tar.terminationStatus)
        }
    }

    /// Folders below `root`, or `root` itself, that hold a case's files, in order.
    static func cases(below root: String) -> [OfficialCase] {
        var found: [OfficialCase] = []
        collect(root, depth: 0, into: &found)
        return found.sorted { $0.sortKey.lexicographicallyPrecedes($1.sortKey) }
    }

    private static func collect(_ folder: String, depth: Int, into found: inout [OfficialCase]) {
        guard let entries = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return }
        if entries.contains(where: { $0.hasSuffix(".ssz_snappy") || $0 == "meta.yaml" || $0 == "manifest.yaml" }) {
            if let one = OfficialCase(directory: folder) { found.append(one) }
            return
        }
        // Eight levels reach from a folder that holds `tests/` down to the cases.
        guard depth < 8 else { return }
        for entry in entries.sorted() {
            var isDirectory: ObjCBool = false
            let path = folder + "/" + entry
            if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
                collect(path, depth: depth + 1, into: &found)
            }
        }
    }
}
