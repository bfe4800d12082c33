import ArgumentParser

/// How the program ends; scripts may rely on these numbers.
enum ExitStatus: Int32, CaseIterable {
    /// All went well.
    case success = 0
    /// Something failed inside the program; please report it.
    case internalFailure = 1
    /// The command line is wrong.
    case usage = 64
    /// A scenario, a state, a vector or a database is wrong.
    case badData = 65
    /// A file is missing or cannot be read.
    case noInput = 66
    /// A result cannot be written.
    case cannotWrite = 73
    /// A run went through, but an expectation is broken.
    case expectationBroken = 99
    /// The user interrupted it.
    case interrupted = 130

    /// The status as argument parsing ends a command with it.
    var exitCode: ExitCode { ExitCode(rawValue) }
}
