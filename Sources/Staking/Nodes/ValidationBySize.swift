/// How the time over a block grows with the block's size on the wire.
///
/// A part of the time of a block of reference size is for any block, the rest in proportion to the bytes
/// (`Data/validation-by-size.csv`, with dates and sources).
public struct ValidationBySize: Sendable {
    private struct Row: Sendable {
        var layer: RecoveryTable.Layer
        var reference: Int
        var percent: Int
    }

    private let rows: [Row]

    /// The factor of a layer's time for blocks of a size.
    ///
    /// - Parameter bytes: on the wire, without blobs; not negative.
    public func factor(_ layer: RecoveryTable.Layer, bytes: Int) -> Factor {
        guard let row = rows.first(where: { $0.layer == layer }) else {
            preconditionFailure("the built-in validation-by-size.csv lacks a layer")
        }
        return Factor(
            numerator: Int64(row.reference * (100 - row.percent) + row.percent * bytes),
            denominator: Int64(row.reference * 100))
    }

    /// A ratio by which times are stretched.
    public struct Factor: Sendable, Equatable {
        var numerator: Int64
        var denominator: Int64

        /// A span that is so many times as long, nanoseconds, rounded down and held at 292 years.
        public func of(_ span: Int64) -> Int64 {
            guard numerator != denominator else { return span }
            let product = span.magnitude.multipliedFullWidth(by: numerator.magnitude)
            guard product.high < denominator.magnitude else { return .max }
            return Int64(clamping: denominator.magnitude.dividingFullWidth(product).quotient)
        }
    }

    /// The shipped table.
    public static let shipped: ValidationBySize = {
        let text = String(decoding: PackageResources.validation_by_size_csv, as: UTF8.self)
        let rows = text.split(separator: "\n").filter { $0.first != "#" }.map { line -> Row in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 6, let layer = RecoveryTable.Layer(rawValue: fields[0]),
                let reference = Int(fields[1]), reference > 0, let percent = Int(fields[2]), (0...100).contains(percent)
            else { preconditionFailure("the built-in validation-by-size.csv is damaged: \(line)") }
            return Row(layer: layer, reference: reference, percent: percent)
        }
        return ValidationBySize(rows: rows)
    }()
}
