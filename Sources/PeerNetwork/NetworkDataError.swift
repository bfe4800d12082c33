/// Why network data was refused, and where.
public enum NetworkDataError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A line of a data file makes no sense; lines count from 1.
    case badLine(file: String, line: Int, problem: String)
    /// A name that the data does not have.
    case unknownName(kind: String, name: String, known: [String])
    /// A mesh that this many nodes cannot form.
    case badMesh(String)
    /// A partition that makes no sense.
    case badPartition(name: String, problem: String)
    /// A message that makes no sense.
    case badMessage(index: Int, problem: String)

    /// What happened and what would mend it.
    public var description: String {
        switch self {
        case .badLine(let file, let line, let problem):
            "\(file):\(line): \(problem)"
        case .unknownName(let kind, let name, let known):
            "unknown \(kind) '\(name)': use one of \(known.joined(separator: ", "))"
        case .badMesh(let problem):
            "gossip mesh: \(problem)"
        case .badPartition(let name, let problem):
            "partition '\(name)': \(problem)"
        case .badMessage(let index, let problem):
            "message \(index): \(problem)"
        }
    }
}
