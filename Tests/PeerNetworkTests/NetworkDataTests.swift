import EventEngine
import PeerNetwork
import Testing

@Suite("Network data")
struct NetworkDataTests {
    @Test("the built-in map knows its regions and halves the published round trips")
    func builtInRegions() throws {
        let map = try RegionMap.builtIn()
        let (west, east, europe) = try (
            map.region(named: "us-west"), map.region(named: "us-east"), map.region(named: "eu-central")
        )
        #expect(map.names.count == 13)
        #expect(map.latency(from: west, to: east) == .microseconds(34_500))
        #expect(map.latency(from: east, to: europe) == .milliseconds(44))
        for from in map.names.indices {
            for to in map.names.indices {
                #expect(map.latency(from: from, to: to) == map.latency(from: to, to: from))
                #expect(map.latency(from: from, to: to) >= .milliseconds(5))
                // A detour may be a little shorter in medians of real measurements, but never by half.
                for over in map.names.indices {
                    let detour = map.latency(from: from, to: over) + map.latency(from: over, to: to)
                    #expect(from == to || map.latency(from: from, to: to) < detour * 2)
                }
            }
        }
    }

    @Test("an unknown region is refused with the names that exist")
    func unknownRegion() throws {
        let map = try RegionMap(parsing: "region,here,there\nhere,1,2\nthere,2,1", file: "mine.csv")
        let error = #expect(throws: NetworkDataError.self) { try map.region(named: "nowhere") }
        #expect(error?.description == "unknown region 'nowhere': use one of here, there")
    }

    @Test(
        "latency tables that are no tables are refused with file, line and mend",
        arguments: [
            ("", 1, "no header"),
            ("# nothing\n\n", 1, "no header"),
            ("region\n", 1, "no regions"),
            ("region,a,b\na,1,2\n", 2, "2 regions but 1 rows"),
            ("region,a,b\na,1,2\nb,1\n", 3, "2 cells"),
            ("region,a,b\na,1,2\nc,1,2\n", 3, "'c' where the header has 'b'"),
            ("region,a,a\na,1,2\na,1,2\n", 1, "a name of its own"),
            ("region,a,b\na,1,-2\nb,1,1\n", 2, "b is '-2'"),
            ("region,a,b\na,1,nan\nb,1,1\n", 2, "b is 'nan'"),
            ("region,a,b\na,1,10001\nb,1,1\n", 2, "10001"),
            ("region,a\na,one\n", 2, "'one'"),
        ])
    func badTables(text: String, line: Int, problem: String) {
        let error = #expect(throws: NetworkDataError.self) { try RegionMap(parsing: text, file: "mine.csv") }
        #expect(error?.description.hasPrefix("mine.csv:\(line): ") == true)
        #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
    }

    @Test("one-way figures may differ by direction, and comments, spaces and empty lines do not matter")
    func asymmetry() throws {
        let map = try RegionMap(parsing: "# mine\r\nregion, a ,b\r\n\r\na, 0, 30\r\nb, 10.5, 0\n", file: "mine.csv")
        #expect(map.latency(from: 0, to: 1) == .milliseconds(15))
        #expect(map.latency(from: 1, to: 0) == .microseconds(5_250))
    }

    @Test("the built-in classes have the names that scenarios use")
    func builtInClasses() throws {
        let classes = try NodeClass.builtIn()
        #expect(classes.map(\.name) == ["data-centre", "home", "laggy", "constrained"])
        #expect(classes[1].uploadBitsPerSecond == 25_000_000)
        #expect(classes[0].accessLatency == .microseconds(500))
    }

    @Test(
        "class tables with wrong columns, names or numbers are refused",
        arguments: [
            "class,access_ms\nhome,1\n",
            "class,access_ms,jitter_ms,upload_mbit_s,download_mbit_s,loss_per_million\n",
            "class,access_ms,jitter_ms,upload_mbit_s,download_mbit_s,loss_per_million\nhome,1,1,0,1,0\n",
            "class,access_ms,jitter_ms,upload_mbit_s,download_mbit_s,loss_per_million\nhome,-1,1,1,1,0\n",
            "class,access_ms,jitter_ms,upload_mbit_s,download_mbit_s,loss_per_million\nhome,1,1,1,1,900000\n",
            "class,access_ms,jitter_ms,upload_mbit_s,download_mbit_s,loss_per_million\na,1,1,1,1,0\na,1,1,1,1,0\n",
        ])
    func badClasses(text: String) {
        let error = #expect(throws: NetworkDataError.self) { try NodeClass.parse(text, file: "mine.csv") }
        #expect(error?.description.hasPrefix("mine.csv:") == true)
    }
}

@Suite("Gossip mesh")
struct GossipMeshTests {
    @Test("every node has 6 to 12 peers, each peers' peer, and the mesh holds together", arguments: [9, 40, 1_000])
    func shape(nodes: Int) throws {
        let mesh = try GossipMesh(nodes: nodes, degree: .init(), source: RandomSource(seed: 5))
        #expect(mesh.nodeCount == nodes)
        for node in 0..<nodes {
            let peers = mesh.peers[mesh.starts[node]..<mesh.starts[node + 1]]
            #expect((6...12).contains(peers.count))
            #expect(Set(peers).count == peers.count && !peers.contains(UInt32(node)))
            for peer in peers {
                let back = mesh.peers[mesh.starts[Int(peer)]..<mesh.starts[Int(peer) + 1]]
                #expect(back.contains(UInt32(node)))
            }
        }
        #expect(try GossipMesh(nodes: nodes, degree: .init(), source: RandomSource(seed: 5)) == mesh)
        #expect(try nodes == 9 || GossipMesh(nodes: nodes, degree: .init(), source: RandomSource(seed: 6)) != mesh)
    }

    @Test("a mesh that fits: all with all among nine, the usual one beyond", arguments: [1, 2, 9, 10, 60])
    func fitting(nodes: Int) throws {
        let mesh = try GossipMesh(fitting: nodes, source: RandomSource(seed: 5))
        let degrees = zip(mesh.starts, mesh.starts.dropFirst()).map { $1 - $0 }
        #expect(degrees.allSatisfy { nodes <= 9 ? $0 == nodes - 1 : (6...12).contains($0) })
        let network = try GossipNetwork(
            regions: .builtIn(), classes: NodeClass.builtIn(), regionOfNode: Array(repeating: 0, count: nodes),
            classOfNode: Array(repeating: 0, count: nodes), mesh: mesh, source: RandomSource(seed: 5))
        var propagation = BlockPropagation(
            network: network, columns: try BlockPropagationTests.custody(nodes: nodes, seed: 1))
        var arrivals = BlockArrivals()
        propagation.publish(
            PublishedBlock(number: 1, origin: 0, published: .zero, bytes: 100, blobs: 3), LinkConditions(nodes: nodes),
            into: &arrivals)
        #expect(arrivals.complete.allSatisfy { $0 != .max })
    }

    @Test("meshes that cannot be are refused")
    func impossible() throws {
        #expect(throws: NetworkDataError.self) { try GossipMesh.Degree(aim: 5, low: 6, high: 12) }
        #expect(throws: NetworkDataError.self) { try GossipMesh.Degree(aim: 13, low: 6, high: 12) }
        #expect(throws: NetworkDataError.self) { try GossipMesh.Degree(aim: 0, low: 0, high: 0) }
        let degree = try GossipMesh.Degree()
        for nodes in [-1, 0, 1 << 25] {
            #expect(throws: NetworkDataError.self) { try GossipMesh(fitting: nodes, source: RandomSource(seed: 1)) }
        }
        for nodes in [-1, 0, 1, 8] {
            #expect(throws: NetworkDataError.self) {
                try GossipMesh(nodes: nodes, degree: degree, source: RandomSource(seed: 1))
            }
        }
        // Two pairs, a loner's list, a one-sided list, a peer that does not exist.
        for adjacent in [[[1], [0], [3], [2]], [[0]], [[1], []], [[7]], [[1, 1], [0, 0]], []] as [[[UInt32]]] {
            #expect(throws: NetworkDataError.self) { try GossipMesh(adjacent: adjacent) }
        }
    }
}
