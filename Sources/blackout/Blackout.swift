import ArgumentParser

/// The program: what goes dark, who loses what, why, and what would have saved them.
@main
struct Blackout: ParsableCommand {
    /// Every verb, in the order of the help.
    static let verbs: [any ParsableCommand.Type] = [
        RunCommand.self,
        ReportCommand.self,
        CompareCommand.self,
        VerifyRunCommand.self,
        CalibrateCommand.self,
        ValidateCommand.self,
        SchemaCommand.self,
        ConformanceCommand.self,
        KeysCommand.self,
        ClusterCommand.self,
    ]

    static let configuration = CommandConfiguration(
        commandName: "blackout",
        abstract: "Simulate outages of Ethereum proof of stake: who loses what, why, and what would have saved them.",
        discussion: """
              blackout run Scenarios/home-power-cut.yaml
              blackout compare Results/home-power-cut.sqlite Results/battery.sqlite

            Results go to stdout, everything said along the way to stderr. Exit status: 0 all went well, \
            1 a defect of the program, 64 wrong usage, 65 bad data, 66 no input, 73 cannot write, \
            99 an expectation or condition is broken, 130 interrupted.
            """,
        version: Version.current,
        subcommands: verbs)

    /// Runs a verb and ends the process with its exit status; no error leaves it as a trace.
    static func main() {
        Terminal.endQuietlyOnBrokenPipe()
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            try Spelling.checkVerb(arguments)
            var command = try parseAsRoot(arguments)
            try command.run()
        } catch let error as Failure {
            Terminal.say(error.text)
            exit(withError: error.status.exitCode)
        } catch {
            if let failure = Failure(error) {
                Terminal.say(failure.text)
                exit(withError: failure.status.exitCode)
            }
            exit(withError: error)
        }
    }
}
