/// Why a vector file cannot be run.
public struct BLSVectorError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public var path: String
    /// What is wrong with it.
    public var problem: String

    /// The file and what is wrong with it.
    public var description: String { "\(path): \(problem)" }
}
