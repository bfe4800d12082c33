import BeaconChain
import Foundation
public import ResultStore
public import Scenario
public import Simulator

/// One scenario run to its end and judged.
public enum StudyRun {
    /// Threads that share the work of real signatures.
    private static var threads: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// How much signing a scenario's run will do and about how long that takes here; nil where it is soon done.
    ///
    /// Signs a sample, for a tenth of a second or so, where clusters sign for real.
    public static func signingForecast(of scenario: Scenario) -> String? {
        let clock = ContinuousClock()
        guard let resolved = try? ClusterFiles.resolve(scenario) else { return nil }
        let forecast = SigningForecast(resolved, threads: threads) { work in
            clock.measure(work) / .seconds(1)
        }
        guard let forecast, forecast.seconds >= 2 else { return nil }
        return "real signatures: \(forecast.text)"
    }

    /// Runs a scenario and puts down everything that it leaves behind.
    ///
    /// - Parameters:
    ///   - text: the scenario file as it was read, for the record.
    ///   - file: its path, for the record.
    ///   - overrides: `key=value` as given on the command line, for the record.
    ///   - version: of the program.
    ///   - progress: told of epochs done and in all; false stops the run.
    /// - Throws: `SimulationError`.
    public static func execute(
        scenario: Scenario, text: String, file: String, overrides: [String], version: String,
        progress: @escaping (_ epochsDone: Int, _ epochsTotal: Int) -> Bool
    ) throws(SimulationError) -> RunRecord {
        let state: BeaconState? = if let file = scenario.chain.stateFile { try StateFile.read(file) } else { nil }
        let outcome = try RunOutcome.of(
            ClusterFiles.resolve(scenario), state: state, threads: threads, progress: progress)
        var record = RunRecord(
            run: RunHeader(
                name: scenario.name, about: scenario.about, scenarioText: text, scenarioFile: file,
                overrides: overrides, seed: scenario.seed, blackoutVersion: version, digest: outcome.digest,
                fork: outcome.scenario.chain.fork, preset: outcome.scenario.chain.preset,
                resolution: scenario.resolution.rawValue, detail: outcome.scenario.detail.rawValue,
                startEpoch: outcome.scenario.chain.startEpoch, epochs: outcome.epochCount,
                slotsPerEpoch: outcome.slotsPerEpoch, slotMilliseconds: outcome.slotMilliseconds,
                validators: outcome.validatorCount))
        record.add(people: outcome)
        record.add(books: outcome)
        record.add(history: outcome)
        for expectation in scenario.expectations { record.expectations.append(try outcome.judge(expectation)) }
        record.notes = outcome.notes
        return record
    }
}
