import BeaconChain
import Foundation
import Scenario
import Simulator
import Testing

/// Scenarios of a few lines, run and looked at.
enum Running {
    /// A small network on the minimal preset unless the parts say otherwise.
    static func text(
        fork: String = "fulu", preset: String = "minimal", size: String = "validators: 600", seed: Int = 7,
        epoch: Int = 500_000, chain: String = "", run: String = "24 epochs", detail: String = "cohorts",
        resolution: String = "duties", entities: String = "me: { validators: 20 }", rest: String = "",
        outages: [String] = [], more: String = ""
    ) -> String {
        let rules = "fork: \(fork), preset: \(preset), \(size), start: { epoch: \(epoch) }"
        return """
            name: test
            seed: \(seed)
            detail: \(detail)
            chain: { \(rules)\(chain.isEmpty ? "" : ", " + chain) }
            time: { run: \(run) }
            entities: { \(entities) }
            \(rest.isEmpty ? "" : "rest: { \(rest) }")
            outages: [\(outages.map { "{ \($0) }" }.joined(separator: ", "))]
            resolution: \(resolution)
            \(more)
            """
    }

    static func scenario(_ text: String, folder: String = ".") throws -> Scenario {
        try Scenario.load(text: text, file: "test.yaml", baseDirectory: folder)
    }

    static func run(_ text: String) throws -> RunOutcome { try RunOutcome.of(scenario(text)) }

    /// The error of a scenario that reads well but cannot be run.
    static func failure(_ text: String, folder: String = ".") throws -> SimulationError? {
        let scenario = try scenario(text, folder: folder)
        do {
            _ = try RunOutcome.of(scenario)
            return nil
        } catch { return error }
    }
}

/// Losses of one entity for one cause and component.
struct Loss: Hashable, Comparable, CustomStringConvertible {
    var entity: String
    var cause: String
    var component: String
    var missed: Int64
    var penalties: Int64

    var description: String { "\(entity)/\(cause)/\(component): missed \(missed), penalties \(penalties)" }

    static func < (a: Self, b: Self) -> Bool {
        (a.entity, a.cause, a.component) < (b.entity, b.cause, b.component)
    }
}

extension RunOutcome {
    func losses(ofRest: Bool) -> [Loss] {
        let entities = entityRows
        let causes = causeRows
        return ledgerRows.filter { entities[$0.entity].isRest == ofRest }.map {
            Loss(
                entity: entities[$0.entity].name, cause: causes[$0.cause].label, component: $0.component,
                missed: $0.missed, penalties: $0.penalties)
        }.sorted()
    }

    /// `me/source: 1234` for each component of everyone who is the rest or is not.
    func ideals(ofRest: Bool) -> [String] {
        let entities = entityRows
        return componentRows.filter { entities[$0.entity].isRest == ofRest }.map {
            "\(entities[$0.entity].name)/\($0.component): \($0.ideal)"
        }
    }

    /// A metric by its name in the scenario file.
    func value(
        _ subject: String, _ metric: Metric, at: Int64? = nil, during: String? = nil
    ) throws(SimulationError) -> Quantity {
        try value(
            of: MetricPath(subject: subject, metric: metric, at: at, during: during),
            location: SourceLocation(file: "test.yaml", line: 1, column: 1))
    }

    func whole(_ subject: String, _ metric: Metric, during: String? = nil) throws(SimulationError) -> Int64 {
        try value(subject, metric, during: during).integer ?? .min
    }

    /// What an entity earned by one component, Gwei.
    func earned(_ entity: Int, _ component: String) -> Int64 {
        componentRows.filter { $0.entity == entity && $0.component == component }
            .reduce(0) { $0 + $1.ideal - $1.missed - $1.penalties }
    }
}
