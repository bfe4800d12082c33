import BeaconChain
public import Scenario
public import Simulator

/// What came of running a scenario twice.
public struct Determinism: Sendable, Equatable {
    /// Digest of the first run as far as it was followed, hexadecimal.
    public var digest: String
    /// Events of the first run as far as it was followed.
    public var events: UInt64
    /// The first event at which the two part; nil where they are the same to the end.
    public var difference: TraceDifference?

    /// True where both runs came out the same, event for event.
    public var isDeterministic: Bool { difference == nil }
}

/// Runs a scenario twice, side by side, and finds the first event at which the two part, if any.
///
/// A simulation that reads anything but its scenario and seed (the clock, the order of a set) shows here.
///
/// - Throws: `SimulationError` where the scenario cannot be run or its state file cannot be read.
/// - Complexity: twice a run, and the traces of 1,024 events in memory.
public func checkDeterminism(_ scenario: Scenario) throws(SimulationError) -> Determinism {
    let state: BeaconState? = if let file = scenario.chain.stateFile { try StateFile.read(file) } else { nil }
    let resolved = try ClusterFiles.resolve(scenario)
    let found = try RunOutcome.firstDifference(resolved, resolved, state: state)
    return Determinism(digest: found.digest, events: found.events, difference: found.difference)
}
