import Foundation

/// Files that a scenario names, found from its folder.
struct NeighbourFiles {
    let baseDirectory: String

    /// Why a file could not be read.
    struct Failure: Error {
        var problem: Problem
        var isMissing: Bool
        /// Place in the file; line 0 = the whole file.
        var line = 0
        var column = 0
    }

    /// Folder of a path; `.` where it names none.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// A path as the scenario gives it, seen from where the program runs.
    func resolved(_ path: String) -> String {
        path.hasPrefix("/") || baseDirectory.isEmpty || baseDirectory == "." ? path : "\(baseDirectory)/\(path)"
    }

    /// Says whether a path names a file that can be read.
    func check(_ path: String) throws(Failure) -> Int {
        let place = resolved(path)
        var status = stat()
        guard !place.contains("\0"), stat(place, &status) == 0 else {
            throw Failure(
                problem: Problem(
                    "there is no file '\(place)'",
                    hint: baseDirectory.isEmpty ? nil : "paths count from the scenario's folder"),
                isMissing: true)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(problem: Problem("'\(place)' is not a file"), isMissing: true)
        }
        guard access(place, R_OK) == 0 else {
            throw Failure(problem: Problem("'\(place)' cannot be read", hint: "check its permissions"), isMissing: true)
        }
        return Int(status.st_size)
    }

    /// The text of a file.
    ///
    /// - Throws: `Failure` where it is missing, larger than the limit (bytes) or not UTF-8.
    func text(_ path: String, limit: Int) throws(Failure) -> String {
        let size = try check(path)
        guard size <= limit else {
            throw Failure(
                problem: Problem("'\(path)' is larger than \(limit / 1_000_000) MB"), isMissing: false)
        }
        guard let bytes = FileManager.default.contents(atPath: resolved(path)) else {
            throw Failure(problem: Problem("'\(path)' cannot be read"), isMissing: true)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw notText(path, bytes)
        }
        return text
    }

    private func notText(_ path: String, _ bytes: Data) -> Failure {
        var line = 1
        var column = 1
        // Decoding with repair puts U+FFFD where the bytes went wrong.
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if scalar == "\u{FFFD}" { break }
            column += 1
            if scalar == "\n" {
                line += 1
                column = 1
            }
        }
        return Failure(
            problem: Problem("the file is not UTF-8 text", hint: "save it as UTF-8"), isMissing: false, line: line,
            column: column)
    }
}
