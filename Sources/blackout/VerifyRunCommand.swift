import ArgumentParser
import Reporting
import ResultStore
import Studies

/// `blackout verify`: runs a stored result again and compares the digests.
struct VerifyRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Run a stored result again and check that it comes out the same.",
        discussion: """
            The scenario, seed and overrides are taken from the file; the digests of both runs are compared. Where they \
            differ, the first epoch and the first event that do are named, and what happened in either run. With \
            --against nothing is run: two files are compared, such as those of two versions or two machines.

              blackout verify Results/home-power-cut.sqlite
              blackout verify Results/leak-ladder.sqlite --json
              blackout verify Results/home-power-cut.sqlite --against Results/home-power-cut.sqlite

            Exit status: 0 the same, 65 not a result, 66 the file is missing, 99 another digest, 130 interrupted.
            """)

    @Argument(help: "A stored result.", completion: .file(extensions: ["sqlite"]))
    var file: String

    @Option(help: "Compare with this stored result instead of running.", completion: .file(extensions: ["sqlite"]))
    var against: String?

    @Flag(help: "Print the verdict as JSON (schema blackout.verify/1).")
    var json = false

    func run() throws {
        let record = try ResultFile.read(from: file, validators: .checkedOnly)
        let verdict =
            try against.map { other in
                RunVerification.between(record, try ResultFile.read(from: other, validators: .checkedOnly))
            } ?? runAgain(record)
        try Terminal.print(json ? verdict.json(file) : verdict.text(file, other: against ?? "found"))
        if !verdict.isSame { throw ExitStatus.expectationBroken.exitCode }
    }

    private func runAgain(_ record: RunRecord) throws -> RunVerification {
        Interrupt.watch()
        var bar = ProgressBar(isShown: Terminal.isErrorShown)
        do {
            let verdict = try RunVerification.of(record, version: Version.current) { done, total in
                bar.show(done, of: total)
                return !Interrupt.isRequested
            }
            bar.clear()
            return verdict
        } catch {
            bar.clear()
            throw error
        }
    }
}

extension RunVerification {
    fileprivate func text(_ file: String, other: String) -> String {
        let version = otherVersion.map { "  the file was made by version \($0)\n" } ?? ""
        if isSame { return "\(file): the same, digest \(stored)\n" + version }
        let place = firstDifference.map { part in
            part.epoch.map { "first in the settlement of epoch \($0)" } ?? "in its length or its end"
        }
        var text = "\(file): differs, \(place ?? "in its event trace")\n"
        if let firstDifference { text += "  stored  \(firstDifference.stored)\n  found   \(firstDifference.found)\n" }
        let files =
            filesRead.isEmpty
            ? ""
            : "  the run reads \(filesRead.joined(separator: ", ")): one that has changed since makes another run\n"
        return text + (trace.map(lines) ?? "") + version + files
    }

    /// What the traces say of the first event that differs.
    private func lines(_ trace: TraceComparison) -> String {
        var text: String
        if trace.isExact {
            let what = trace.isInEffect ? "the same happened, what came of it differs" : "the first that differs"
            text = "  event \(trace.number): \(what)\n"
        } else if trace.number == .max {
            text = "  the first event that differs comes after event \(trace.agreedUpTo); samples end there\n"
        } else {
            text =
                "  the first event that differs is one of \(trace.agreedUpTo + 1) to \(trace.number); the file samples "
                + "no closer\n"
        }
        text += "    stored  \(Self.line(trace.first))\n    found   \(Self.line(trace.second))\n"
        if !candidates.isEmpty {
            text += "  found from event \(trace.agreedUpTo + 1) on:\n"
            for event in candidates { text += "    \(event.number)  \(Self.line(event))\n" }
        }
        return text
    }

    private static func line(_ event: TraceEventRecord?) -> String {
        guard let event else { return "nothing: the run had ended" }
        return "\(seconds(event.time))  \(event.text)  digest \(event.digest)"
    }

    /// Exact to the nanosecond, without noughts at the end.
    private static func seconds(_ nanoseconds: Int64) -> String {
        let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        var digits = String(rest)
        digits = String(repeating: "0", count: 9 - digits.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return digits.isEmpty ? "\(whole) s" : "\(whole).\(digits) s"
    }

    fileprivate func json(_ file: String) -> String {
        let difference = firstDifference.map { part in
            JSONValue.object([
                "epoch": part.epoch.map { .unsigned($0) } ?? .null, "found": .text(part.found),
                "stored": .text(part.stored),
            ])
        }
        let event = trace.map { trace in
            JSONValue.object([
                "agreed_up_to": .unsigned(trace.agreedUpTo), "found": Self.json(trace.second),
                "found_from_there": .list(candidates.map(Self.json)), "is_exact": .bool(trace.isExact),
                "is_in_effect": .bool(trace.isInEffect),
                "number": trace.number == .max ? .null : .unsigned(trace.number), "stored": Self.json(trace.first),
            ])
        }
        return JSONValue.object([
            "digest": .text(found), "file": .text(file), "files_read": .list(filesRead.map { JSONValue.text($0) }),
            "first_difference": difference ?? .null,
            "first_event": event ?? .null, "other_version": .optional(otherVersion), "same": .bool(isSame),
            "schema": .text("blackout.verify/1"), "stored_digest": .text(stored),
        ]).document
    }

    private static func json(_ event: TraceEventRecord?) -> JSONValue {
        guard let event else { return .null }
        return .object([
            "digest": .text(event.digest), "event": .unsigned(event.number), "text": .text(event.text),
            "time_ns": .integer(event.time),
        ])
    }
}
