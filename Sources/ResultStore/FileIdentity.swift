#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// What the first hundred bytes of a file tell, before SQLite is let near it.
///
/// SQLite file format, section 1.3: the magic text at 0, `user_version` at 60, `application_id` at 68, big-endian.
enum FileIdentity: Equatable {
    case missing
    case unreadable(String)
    case empty
    case other
    case otherDatabase
    case ours(version: UInt32)

    static func header(of path: String) -> FileIdentity {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK)
        guard descriptor >= 0 else {
            return errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable(lastReason())
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 100)
        let count = read(descriptor, &bytes, bytes.count)
        if count == 0 { return .empty }
        guard count == bytes.count, bytes.starts(with: Array("SQLite format 3\0".utf8)) else { return .other }
        func word(at offset: Int) -> UInt32 {
            bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }
        guard word(at: 68) == UInt32(bitPattern: Schema.applicationID) else { return .otherDatabase }
        return .ours(version: word(at: 60))
    }

    /// Makes sure that a path leads to a result file of a known version.
    ///
    /// - Returns: the absolute path and the file's version.
    static func check(_ path: String, known: Int) throws(ResultFileError) -> (file: String, version: Int) {
        guard !path.utf8.contains(0), let file = realPath(path) else {
            throw .notFound(path: path, reason: "there is no such file")
        }
        switch kind(of: file) {
        case S_IFREG: break
        case S_IFDIR: throw .notADatabase(path: path, reason: "it is a folder")
        default: throw .notADatabase(path: path, reason: "it is not an ordinary file")
        }
        switch header(of: file) {
        case .missing: throw .notFound(path: path, reason: "there is no such file")
        case .unreadable(let reason): throw .notFound(path: path, reason: reason)
        case .empty: throw .notADatabase(path: path, reason: "it is empty")
        case .other: throw .notADatabase(path: path, reason: "it is not an SQLite database")
        case .otherDatabase: throw .notOurs(path: path)
        case .ours(let version):
            guard version <= known else { throw .newerSchema(path: path, found: Int(version), known: known) }
            guard version > 0 else { throw .damaged(path: path, reason: "it states no schema version") }
            return (file, Int(version))
        }
    }
}
