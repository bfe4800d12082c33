import Foundation
import Scenario
import Simulator
import Testing

/// Small runs of the message network.
enum MessageRunning {
    /// A scenario of the minimal preset (eight slots of six seconds to an epoch) unless the parts say otherwise.
    static func text(
        fork: String = "fulu", preset: String = "minimal", size: String = "validators: 640", seed: Int = 7,
        epoch: Int = 500_000, chain: String = "", run: String = "12 epochs", detail: String = "cohorts",
        resolution: String = "messages", entities: String = "me: { validators: 20 }", rest: String = "",
        outages: [String] = [], network: String = "nodes: 24, blobs: 0", more: String = ""
    ) -> String {
        Running.text(
            fork: fork, preset: preset, size: size, seed: seed, epoch: epoch, chain: chain, run: run, detail: detail,
            resolution: resolution, entities: entities, rest: rest, outages: outages,
            more: "network: { \(network) }\n\(more)")
    }

    /// Links without chance: no jitter, no loss.
    static let certainClasses = """
        class,access_ms,jitter_ms,upload_mbit_s,download_mbit_s,loss_per_million
        data-centre,0.5,0,1000,1000,0
        home,1,0,1000,1000,0
        laggy,2,0,1000,1000,0
        constrained,1,0,1000,1000,0

        """

    static let nearRegions = """
        region,here,there
        here,2,9
        there,9,2

        """

    /// A network in which every block is early and nothing is left to chance.
    static let certain = "nodes: 24, blobs: 0, publish: 10 ms, classes: classes.csv, regions: regions.csv"

    /// Runs a scenario whose network is ``certain``, or names those files in another way.
    static func runCertain(_ text: String) throws -> RunOutcome {
        try withFolder(["classes.csv": certainClasses, "regions.csv": nearRegions]) { folder in
            try RunOutcome.of(Running.scenario(text, folder: folder))
        }
    }

    /// A folder of its own for the files of a test, gone when the body ends.
    static func withFolder<Result>(_ files: [String: String], _ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("blackout-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
        return try body(folder.path)
    }
}

extension RunOutcome {
    /// Everything that was earned, missed and charged, by entity and component.
    var accounts: [String] {
        let entities = entityRows
        return componentRows.map {
            "\(entities[$0.entity].name)/\($0.component): ideal \($0.ideal), missed \($0.missed), "
                + "penalties \($0.penalties)"
        }
    }

    /// All losses with their causes.
    var allLosses: [Loss] { losses(ofRest: false) + losses(ofRest: true) }

    /// Epochs in which a duty of somebody was missed, with how often: `me epoch 500003: 20 attestation (cut)`.
    func missed(_ duty: String) -> [String] {
        let entities = entityRows
        let causes = causeRows
        return missRows.filter { $0.duty == duty && $0.outcome == "missed" }.map {
            "\(entities[$0.entity].name) epoch \($0.epoch): \($0.count) (\(causes[$0.cause].label))"
        }.sorted()
    }
}
