import Foundation

/// The peers' program, which answers one question at a time so that the libraries can take turns.
final class BLSPeers {
    /// The libraries, in the order of the table's columns.
    static let names = ["blspy", "arkworks", "milagro"]

    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var buffer = Data()

    /// Why the peers do not answer.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// Starts the program.
    init(python: String, program: String) throws {
        guard FileManager.default.isExecutableFile(atPath: python) else {
            throw Failure(description: "\(python): no such program; run scripts/bls-peers first, or give --python")
        }
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [program]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    /// Nanoseconds of one repetition; nil where the library has no such call.
    func time(_ library: String, _ operation: String, _ repetitions: Int) throws -> Double? {
        try input.fileHandleForWriting.write(contentsOf: Data("\(library) \(operation) \(repetitions)\n".utf8))
        while true {
            if let end = buffer.firstIndex(of: 0x0a) {
                let line = String(decoding: buffer[..<end], as: UTF8.self)
                buffer = Data(buffer[buffer.index(after: end)...])
                return Double(line)
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Failure(description: "the peers' program ended before its answer") }
            buffer.append(more)
        }
    }

    /// Ends the program: its input is at an end.
    func close() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
