/// Why reference cases could not be read.
public enum ConformanceSourceError: Error, Equatable, Sendable {
    case notFound(path: String)
    case noCases(path: String)
    case unpacking(path: String, status: Int32)
    case noTemporaryFolder(path: String, reason: String)
    case noTar(reason: String)
    case unreadableVectors(reason: String)

    /// As `sysexits.h` has them: 65 bad data, 66 no input, 73 cannot create, 69 unavailable.
    public var exitStatus: Int32 {
        switch self {
        case .notFound: 66
        case .noCases, .unpacking, .unreadableVectors: 65
        case .noTemporaryFolder: 73
        case .noTar: 69
        }
    }
}

extension ConformanceSourceError: CustomStringConvertible {
    /// One line for people.
    public var description: String {
        switch self {
        case .notFound(let path):
            "no file or folder at \(path)"
        case .noCases(let path):
            "\(path) holds no reference cases; expected <preset>/<fork>/<runner>/<handler>/<suite>/<case>/ "
                + "or .tar.xz files of it, or JSON vectors (<handler>.<fork>.<preset>.jsonl.gz)"
        case .unpacking(let path, let status):
            "tar could not unpack \(path) (exit status \(status)); is the file whole, and is xz installed?"
        case .noTemporaryFolder(let path, let reason):
            "cannot make a temporary folder \(path): \(reason)"
        case .noTar(let reason):
            "the tar program could not be started: \(reason)"
        case .unreadableVectors(let reason):
            reason
        }
    }
}
