/// Reads a CSV trace; its errors carry the CSV's own name and line.
struct TraceReading {
    let path: String
    /// Where the scenario names the trace.
    let place: SourceLocation
    let files: NeighbourFiles
    /// What the file is, for messages.
    var noun = "the trace"
    var findings = Findings()

    /// Largest trace, bytes.
    static let mostBytes = 64_000_000
    /// Errors after which a trace is given up.
    static let mostErrors = 20

    init(path: String, place: SourceLocation, files: NeighbourFiles) {
        self.path = path
        self.place = place
        self.files = files
    }

    /// Reads `start_seconds,end_seconds`; nil where something is wrong.
    mutating func spans(run: Int64?) -> [Outage.Span]? {
        var list = SpanList(run: run)
        forEachRow(header: ["start_seconds", "end_seconds"]) { fields, _ throws(Problem) in
            let start = try Self.seconds(fields[0])
            let end = try Self.seconds(fields[1])
            if let problem = list.append(start: start, end: end) { throw problem }
        }
        guard findings.isEmpty else { return nil }
        return list.spans
    }

    /// Reads `epoch,bucket,offline_eth`; nil where something is wrong.
    ///
    /// - Parameters:
    ///   - epochs: epochs of the run; nil = unknown.
    ///   - stake: balance of the whole network, Gwei; nil = unknown.
    mutating func offlineRows(epochs: Range<UInt64>?, stake: Int128?) -> [OfflineTrace.Row]? {
        var rows: [OfflineTrace.Row] = []
        var bucketsOfEpoch: Set<String> = []
        var offlineInEpoch: Int128 = 0
        forEachRow(header: ["epoch", "bucket", "offline_eth"]) { fields, _ throws(Problem) in
            let epoch = try Count.integer(fields[0])
            if let epochs, !epochs.contains(epoch) {
                throw Problem(
                    "epoch \(Count.spelled(epoch)) is outside the run, which has epochs "
                        + "\(Count.spelled(epochs.lowerBound)) to \(Count.spelled(epochs.upperBound - 1))",
                    hint: "set chain.start.epoch and time.run to the trace's")
            }
            if let last = rows.last?.epoch, epoch != last {
                guard epoch > last else {
                    throw Problem(
                        "epoch \(Count.spelled(epoch)) comes after \(Count.spelled(last))",
                        hint: "sort the rows by epoch")
                }
                bucketsOfEpoch.removeAll(keepingCapacity: true)
                offlineInEpoch = 0
            }
            let bucket = fields[1]
            guard !bucket.isEmpty, bucket.count <= 100 else { throw Problem("the bucket must have 1 to 100 letters") }
            guard bucketsOfEpoch.insert(bucket).inserted else {
                throw Problem("epoch \(Count.spelled(epoch)) has the bucket '\(bucket)' twice")
            }
            let number = try Decimal(fields[2])
            guard number.mantissa >= 0 else { throw Problem("a balance cannot be negative, found '\(fields[2])'") }
            guard let gwei = number.scaled(by: Amount.gweiPerETH), gwei <= Amount.largest else {
                throw Problem("'\(fields[2])' is not an amount of ETH in whole gwei")
            }
            offlineInEpoch += Int128(gwei)
            if let stake, offlineInEpoch > stake {
                throw Problem(
                    "more is offline in epoch \(Count.spelled(epoch)) than the network's stake of "
                        + Amount.spelled(Int64(clamping: stake)), hint: "check chain.stake")
            }
            rows.append(OfflineTrace.Row(epoch: epoch, bucket: bucket, offline: UInt64(gwei)))
        }
        return findings.isEmpty ? rows : nil
    }

    private static func seconds(_ text: String) throws(Problem) -> Int64 {
        let number = try Decimal(text)
        guard number.mantissa >= 0 else { throw Problem("a time cannot be negative, found '\(text)'") }
        guard let nanoseconds = number.scaled(by: 1_000_000_000), nanoseconds <= Clock.longest else {
            throw Problem("'\(text)' seconds are too many, or finer than a nanosecond")
        }
        return nanoseconds
    }

    /// Calls `read` with the fields and the place of each row; lines that are empty or start with `#` are passed over.
    mutating func forEachRow(
        header: [String], _ read: ([String], SourceLocation) throws(Problem) -> Void
    ) {
        let text: String
        do {
            text = try files.text(path, limit: Self.mostBytes)
        } catch {
            let isInside = error.line > 0
            let inside = SourceLocation(file: files.resolved(path), line: error.line, column: error.column)
            findings.add(
                error.problem.message, at: isInside ? inside : place, hint: error.problem.hint,
                isMissingInput: error.isMissing)
            return
        }
        var hasHeader = false
        var rows = 0
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let here = SourceLocation(file: files.resolved(path), line: number + 1, column: 1)
            let trimmed = line.drop { $0 == " " || $0 == "\u{FEFF}" }
            guard let first = trimmed.first, first != "#" else { continue }
            let fields = trimmed.split(separator: ",", omittingEmptySubsequences: false).map(Self.trimmed)
            guard hasHeader else {
                guard fields == header else {
                    findings.add(
                        "the header must be '\(header.joined(separator: ","))', found "
                            + "'\(SourceNode.shortened(String(trimmed)))'", at: here,
                        hint: Self.unknownColumn(fields, header))
                    return
                }
                hasHeader = true
                continue
            }
            rows += 1
            guard fields.count == header.count else {
                findings.add("expected \(header.count) fields, found \(fields.count)", at: here)
                if isHopeless(here) { return }
                continue
            }
            do {
                try read(fields, here)
            } catch {
                findings.add(error, at: here)
                if isHopeless(here) { return }
            }
        }
        if rows == 0 {
            findings.add(
                hasHeader ? "\(noun) has no rows" : "\(noun) is empty",
                at: SourceLocation(file: files.resolved(path), line: 1, column: 1),
                hint: "its header is \(header.joined(separator: ","))")
        }
    }

    /// Names the column that is not of the header, where the others are.
    private static func unknownColumn(_ fields: [String], _ header: [String]) -> String? {
        let unknown = fields.filter { !header.contains($0) }
        guard let first = unknown.first, unknown.count < fields.count else { return nil }
        return "there is no column '\(SourceNode.shortened(first))'"
    }

    private mutating func isHopeless(_ here: SourceLocation) -> Bool {
        guard findings.errors.count >= Self.mostErrors else { return false }
        findings.add("too many errors, the rest of \(noun) was not read", at: here)
        return true
    }

    private static func trimmed(_ field: Substring) -> String {
        var field = field.drop { $0 == " " }
        while field.last == " " { field = field.dropLast() }
        return String(field)
    }
}
