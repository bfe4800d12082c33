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
            The scenario, seed and overrides are taken from the file; the digests of both runs are compared, and \
            where they differ the first epoch that does is named.

              blackout verify Results/home-power-cut.sqlite
              blackout verify Results/leak-ladder.sqlite --json

            Exit status: 0 the same, 65 not a result, 66 the file is missing, 99 another digest, 130 interrupted.
            """)

    @Argument(help: "A stored result.", completion: .file(extensions: ["sqlite"]))
    var file: String

    @Flag(help: "Print the verdict as JSON (schema blackout.verify/1).")
    var json = false

    func run() throws {
        let record = try ResultFile.read(from: file, validators: .checkedOnly)
        Interrupt.watch()
        var bar = ProgressBar(isShown: Terminal.isErrorShown)
        let verdict: RunVerification
        do {
            verdict = try RunVerification.of(record, version: Version.current) { done, total in
                bar.show(done, of: total)
                return !Interrupt.isRequested
            }
            bar.clear()
        } catch {
            bar.clear()
            throw error
        }
        try Terminal.print(json ? verdict.json(file) : verdict.text(file))
        if !verdict.isSame { throw ExitStatus.expectationBroken.exitCode }
    }
}

extension RunVerification {
    fileprivate func text(_ file: String) -> String {
        let version = otherVersion.map { "  the file was made by version \($0)\n" } ?? ""
        guard let firstDifference else { return "\(file): the same, digest \(stored)\n" + version }
        let place = firstDifference.epoch.map { "first in the settlement of epoch \($0)" } ?? "in its length or its end"
        return """
            \(file): differs, \(place)
              stored  \(firstDifference.stored)
              found   \(firstDifference.found)

            """ + version
    }

    fileprivate func json(_ file: String) -> String {
        let difference = firstDifference.map { part in
            JSONValue.object([
                "epoch": part.epoch.map { .unsigned($0) } ?? .null, "found": .text(part.found),
                "stored": .text(part.stored),
            ])
        }
        return JSONValue.object([
            "digest": .text(found), "file": .text(file), "first_difference": difference ?? .null,
            "other_version": .optional(otherVersion), "same": .bool(isSame), "schema": .text("blackout.verify/1"),
            "stored_digest": .text(stored),
        ]).document
    }
}
