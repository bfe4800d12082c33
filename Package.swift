// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "blackout",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "BLS12381", targets: ["BLS12381"]),
        .library(name: "ThresholdBLS", targets: ["ThresholdBLS"]),
        .library(name: "EventEngine", targets: ["EventEngine"]),
        .library(name: "BeaconChain", targets: ["BeaconChain"]),
        .library(name: "PeerNetwork", targets: ["PeerNetwork"]),
        .executable(name: "blackout", targets: ["blackout"]),
        .executable(name: "blackout-bench", targets: ["blackout-bench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CGMP", pkgConfig: "gmp", providers: [.apt(["libgmp-dev"])]),
        .systemLibrary(name: "CLibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CSecp256k1", pkgConfig: "libsecp256k1", providers: [.apt(["libsecp256k1-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "BLS12381", dependencies: ["CGMP", crypto], swiftSettings: strict),
        .target(name: "ThresholdBLS", dependencies: ["BLS12381", crypto], swiftSettings: strict),
        .target(name: "EventEngine", swiftSettings: strict),
        .target(
            name: "DistributedValidators", dependencies: ["EventEngine"],
            resources: [.embedInCode("Data/blob-work.csv")], swiftSettings: strict),
        .target(name: "BeaconChain", dependencies: ["CLibcrypto"], swiftSettings: strict),
        .target(
            name: "ClusterSigning", dependencies: ["ThresholdBLS", "BLS12381", "BeaconChain"], swiftSettings: strict),
        .target(
            name: "Staking", dependencies: ["Scenario", "EventEngine"],
            resources: [
                .embedInCode("Data/resync.csv"), .embedInCode("Data/clients.csv"), .embedInCode("Data/validation.csv"),
                .embedInCode("Data/regions.csv"), .embedInCode("Data/validation-by-size.csv"),
                .embedInCode("Data/sync-tolerance.csv"),
            ], swiftSettings: strict),
        .target(
            name: "Scenario", dependencies: [.product(name: "Yams", package: "Yams")],
            swiftSettings: strict),
        .target(
            name: "Simulator",
            dependencies: [
                "DistributedValidators", "ClusterSigning", "Staking", "PeerNetwork", "BeaconChain", "EventEngine",
                "Scenario",
            ],
            swiftSettings: strict),
        .target(
            name: "ResultStore", dependencies: [.product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        .target(name: "Reporting", dependencies: ["ResultStore"], swiftSettings: strict),
        .target(
            name: "Studies",
            dependencies: [
                "Simulator", "Staking", "BeaconChain", "Scenario", "Reporting", "ResultStore", "KeyFiles",
            ],
            swiftSettings: strict),
        .target(
            name: "KeyFiles",
            dependencies: ["BeaconChain", "BLS12381", "ThresholdBLS", "CSecp256k1", crypto, cryptoExtras],
            swiftSettings: strict),
        .target(
            name: "PeerNetwork", dependencies: ["EventEngine"],
            resources: [.embedInCode("Data/regions.csv"), .embedInCode("Data/node-classes.csv")],
            swiftSettings: strict),
        .target(
            name: "Conformance",
            dependencies: [
                "BeaconChain", "BLS12381", "ThresholdBLS", "KeyFiles", "CZlib", crypto, cryptoExtras,
                "DistributedValidators", "EventEngine",
                .product(name: "Yams", package: "Yams"),
            ], swiftSettings: strict),
        .executableTarget(
            name: "blackout",
            dependencies: [
                "Studies", "Simulator", "Reporting", "ResultStore", "Scenario", "Conformance", "KeyFiles",
                "DistributedValidators",
                "BLS12381", "ThresholdBLS", arguments,
            ], swiftSettings: strict),
        .executableTarget(
            name: "blackout-bench",
            dependencies: [
                "Studies", "Scenario", "BeaconChain", "EventEngine", "DistributedValidators", "PeerNetwork", "BLS12381",
                "ThresholdBLS", "ClusterSigning", arguments,
            ],
            swiftSettings: strict),

        .target(
            name: "MadeUpRuns", dependencies: ["ResultStore"], path: "Tests/MadeUpRuns", swiftSettings: strict),
        .testTarget(
            name: "BLS12381Tests", dependencies: ["BLS12381", "Conformance", "CGMP"], exclude: ["Vectors"],
            swiftSettings: strict),
        .testTarget(name: "ThresholdBLSTests", dependencies: ["ThresholdBLS", "BLS12381"], swiftSettings: strict),
        .testTarget(
            name: "ClusterSigningTests", dependencies: ["ClusterSigning", "ThresholdBLS", "BLS12381", "BeaconChain"],
            swiftSettings: strict),
        .testTarget(
            name: "KeyFilesTests", dependencies: ["KeyFiles", "ThresholdBLS", "BLS12381", "Conformance"],
            exclude: ["Vectors"], swiftSettings: strict),
        .testTarget(
            name: "BeaconChainTests", dependencies: ["BeaconChain", "Conformance", crypto], exclude: ["Vectors"],
            swiftSettings: strict),
        .testTarget(
            name: "ConformanceTests", dependencies: ["Conformance", "BeaconChain"], exclude: ["Official"],
            swiftSettings: strict),
        .testTarget(
            name: "DistributedValidatorsTests", dependencies: ["DistributedValidators", "EventEngine", "Conformance"],
            exclude: ["Vectors"], swiftSettings: strict),
        .testTarget(name: "EventEngineTests", dependencies: ["EventEngine"], swiftSettings: strict),
        .testTarget(name: "PeerNetworkTests", dependencies: ["PeerNetwork", "EventEngine"], swiftSettings: strict),
        .testTarget(
            name: "ScenarioTests", dependencies: ["Scenario", "BeaconChain", "PeerNetwork"], swiftSettings: strict),
        .testTarget(
            name: "SimulatorTests",
            dependencies: [
                "Simulator", "Scenario", "BeaconChain", "EventEngine", "Staking", "Studies", "ResultStore",
            ], swiftSettings: strict),
        .testTarget(name: "StakingTests", dependencies: ["Staking"], swiftSettings: strict),
        .testTarget(name: "ResultStoreTests", dependencies: ["ResultStore", "MadeUpRuns"], swiftSettings: strict),
        .testTarget(
            name: "ReportingTests", dependencies: ["Reporting", "ResultStore", "MadeUpRuns"], exclude: ["Golden"],
            swiftSettings: strict),
        .testTarget(
            name: "StudiesTests",
            dependencies: [
                "Studies", "Reporting", "ResultStore", "MadeUpRuns", "Scenario", "ThresholdBLS", "BLS12381",
            ], swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests", dependencies: ["blackout", "ResultStore", "MadeUpRuns"], swiftSettings: strict),
    ]
)
