import DistributedValidators

/// Reads messages of SSV's normalised files, giving each hash a number.
struct SSVMessageReader {
    private var numbers: [String: UInt64] = [:]
    private var texts: [UInt64: String] = [:]
    /// The controller of all files.
    let identifier: UInt64 = 1
    /// Values that the files' value check refuses.
    private(set) var refused: [UInt64] = []

    /// - Parameter document: whose `values` say what the hashes stand for.
    init(_ document: VectorDocument) throws {
        guard let values = document.optional("values") else { return }
        for hash in values.keys where ["", "01010101"].contains(try values[hash].text) {
            refused.append(number(hash))
        }
    }

    /// The number of a hash; zero for the hash of nothing.
    mutating func number(_ hash: String) -> UInt64 {
        guard hash.contains(where: { $0 != "0" }) else { return 0 }
        if let known = numbers[hash] { return known }
        let number = UInt64(numbers.count + 1)
        numbers[hash] = number
        texts[number] = hash
        return number
    }

    /// The hash of a number, shortened.
    func text(_ number: UInt64?) -> String { number.map { texts[$0].map { String($0.prefix(8)) } ?? "zero" } ?? "none" }

    mutating func value(_ item: VectorDocument?) throws -> UInt64? {
        guard let text = try item?.text else { return nil }
        return number(text)
    }

    mutating func message(_ item: VectorDocument) throws -> SSVMessage {
        let ids = try item["signers"].array.map { UInt64(clamping: try $0.integer) }
        let signatures = try item["sigsValid"].array.map { try $0.flag }
        let kind: SSVMessage.Kind =
            switch try item["type"].text {
            case "proposal": .proposal
            case "prepare": .prepare
            case "commit": .commit
            case "roundChange": .roundChange
            case let other: throw BLSVectorError(path: item.path, problem: "there is no message '\(other)'")
            }
        var roundChanges: [SSVMessage] = []
        for nested in try item["rcJust"].array { roundChanges.append(try message(nested)) }
        var prepares: [SSVMessage] = []
        for nested in try item["prepJust"].array { prepares.append(try message(nested)) }
        return SSVMessage(
            kind, signers: ids.count == 1 ? .one(ids[0]) : .list(ids),
            height: UInt64(clamping: try item["height"].integer),
            round: try item["round"].integer, root: number(try item["root"].text),
            fullData: try value(item.optional("fullData")), preparedRound: try item["dataRound"].integer,
            roundChanges: roundChanges, prepares: prepares, signatureCount: signatures.count,
            areSignaturesValid: signatures.allSatisfy { $0 },
            identifier: try item["id"].text.hasPrefix("01020304") ? identifier : 0)
    }

    mutating func messages(_ item: VectorDocument?) throws -> [SSVMessage] {
        var messages: [SSVMessage] = []
        for nested in try item?.array ?? [] { messages.append(try message(nested)) }
        return messages
    }

    /// Everything that tells messages apart, on one line.
    func describe(_ message: SSVMessage?) -> String {
        guard let message else { return "none" }
        var text =
            "\(message.kind) by \(message.signers.ids) height \(message.height) round \(message.round)"
            + " root \(text(message.root)) data \(text(message.fullData)) prepared \(message.preparedRound)"
        if !message.roundChanges.isEmpty { text += " [\(message.roundChanges.map(describe).joined(separator: "; "))]" }
        if !message.prepares.isEmpty { text += " {\(message.prepares.map(describe).joined(separator: "; "))}" }
        return text
    }
}
