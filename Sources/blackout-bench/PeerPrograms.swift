internal import Foundation

/// One measured run of an engine: what it did, how long it took, and what it found.
struct Measurement {
    /// CPU seconds of the measured part.
    var seconds: Double
    /// Events in it.
    var events: Int
    /// Checksums that every engine must share.
    var checks: [String]

    var rate: Double { Double(events) / seconds }

    /// CPU time of this process so far, in seconds.
    static func cpuSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

/// The programs of other engines, which do the same work and print `seconds events check check`.
struct PeerPrograms {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// A peer that can run here: its name and the command that comes before the arguments of the work.
    struct Peer {
        var name: String
        var command: [String]
        /// Slow peers run once, not in every round.
        var isSlow: Bool
    }

    let directory: URL
    private(set) var peers: [Peer] = []
    /// Peers that could not be had, with what would help.
    private(set) var missing: [String] = []

    /// Compiles and looks up the peers.
    /// - Parameters:
    ///   - sources: the folder with the peers' sources, `scripts/peers`.
    ///   - environment: what `scripts/engine-peers` made.
    init(sources: String, environment: String) throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("blackout-bench-\(getpid())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let reference = directory.appendingPathComponent("priority_queue").path
        do {
            _ = try Self.run(["/usr/bin/env", "g++", "-O2", "-o", reference, "\(sources)/priority_queue.cpp"])
            peers.append(Peer(name: "C++ std::priority_queue", command: [reference], isSlow: false))
        } catch {
            missing.append("C++ std::priority_queue: \(error)")
        }
        let ns3 = directory.appendingPathComponent("ns3").path
        do {
            _ = try Self.run(["/usr/bin/env", "g++", "-O2", "-o", ns3, "\(sources)/ns3.cpp", "-lns3-core"])
            peers.append(
                Peer(
                    name: "ns-3 PriorityQueueScheduler", command: [ns3, "ns3::PriorityQueueScheduler"], isSlow: false))
            peers.append(
                Peer(name: "ns-3 MapScheduler (its default)", command: [ns3, "ns3::MapScheduler"], isSlow: true))
        } catch {
            missing.append("ns-3: \(error)")
        }
        let python = "\(environment)/simpy/bin/python"
        if FileManager.default.isExecutableFile(atPath: python) {
            peers.append(Peer(name: "SimPy", command: [python, "\(sources)/simpy_engine.py"], isSlow: true))
        } else {
            missing.append("SimPy: no \(python)")
        }
    }

    /// Deletes the compiled peers and their inputs.
    func remove() {
        try? FileManager.default.removeItem(at: directory)
    }

    /// Writes values as the peers read them, in the byte order of this machine.
    func write(_ name: String, _ parts: [UnsafeRawBufferPointer]) throws -> String {
        let path = directory.appendingPathComponent(name)
        var data = Data()
        for part in parts { data.append(contentsOf: part) }
        try data.write(to: path)
        return path.path
    }

    /// Runs a peer on the work that the arguments name.
    static func measure(_ peer: Peer, _ arguments: [String]) throws -> Measurement {
        let output = try run(peer.command + arguments)
        let fields = output.split(whereSeparator: \.isWhitespace)
        guard fields.count == 4, let seconds = Double(fields[0]), let events = Int(fields[1]) else {
            throw Failure(description: "\(peer.name) printed '\(output)'")
        }
        return Measurement(seconds: seconds, events: events, checks: fields[2...].map(String.init))
    }

    private static func run(_ command: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let problem = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let firstLine = String(decoding: problem, as: UTF8.self).split(separator: "\n").first ?? ""
            throw Failure(description: "exit status \(process.terminationStatus): \(firstLine)")
        }
        return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
