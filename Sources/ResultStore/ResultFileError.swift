/// Why a result file could not be read or written.
///
/// Each description names the file and what the reader can do about it.
public enum ResultFileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is no file at the path, or it may not be read.
    case notFound(path: String, reason: String)
    /// The path leads to something that is no SQLite database: a folder, a text file, a pipe.
    case notADatabase(path: String, reason: String)
    /// A database of another program.
    case notOurs(path: String)
    /// A file of a later schema than this Blackout knows.
    case newerSchema(path: String, found: Int, known: Int)
    /// A result file whose content is broken or does not add up.
    case damaged(path: String, reason: String)
    /// The file cannot be put where it was asked for; nothing was changed there.
    case cannotWrite(path: String, reason: String, mend: String)
    /// The record itself does not hold together, so it must not be stored: a defect of the run, not of the file.
    case inconsistent(path: String, reason: String)

    /// One line with the file, the reason and the mend.
    public var description: String {
        switch self {
        case .notFound(let path, let reason):
            "cannot read results '\(path)': \(reason); check the path, or make the file with 'blackout run … --out \(path)'"
        case .notADatabase(let path, let reason):
            "'\(path)' is not a result file: \(reason); give a .sqlite file that 'blackout run' saved"
        case .notOurs(let path):
            "'\(path)' is a database of another program; give a .sqlite file that 'blackout run' saved"
        case .newerSchema(let path, let found, let known):
            "'\(path)' was made by a newer blackout (schema \(found), this one knows \(known)); update blackout to read it"
        case .damaged(let path, let reason):
            "'\(path)' is damaged: \(reason); run its scenario again"
        case .cannotWrite(let path, let reason, let mend):
            "cannot write '\(path)': \(reason); \(mend)"
        case .inconsistent(let path, let reason):
            "results were not written to '\(path)', because the run does not balance: \(reason); please report this run"
        }
    }
}
