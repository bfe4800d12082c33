/// What the curve equations need of a coordinate field.
protocol CurveField: Equatable, Sendable {
    static var zero: Self { get }
    static var one: Self { get }
    var isZero: Bool { get }
    var squared: Self { get }
    var doubled: Self { get }
    var inverseOrZero: Self { get }
    static func + (a: Self, b: Self) -> Self
    static func - (a: Self, b: Self) -> Self
    static func * (a: Self, b: Self) -> Self
    static prefix func - (a: Self) -> Self
}

extension Fp: CurveField {}
extension Fp2: CurveField {}

/// A point `(x, y)` of a curve `y² = x³ + b` without points of order two; `(0, 0)` stands for infinity.
struct AffinePoint<Field: CurveField>: Equatable, Sendable {
    var x: Field
    var y: Field

    @inline(__always)
    static var infinity: AffinePoint { AffinePoint(x: .zero, y: .zero) }

    @inline(__always)
    var isInfinity: Bool { y.isZero && x.isZero }

    @inline(__always)
    var negated: AffinePoint { AffinePoint(x: x, y: -y) }
}

/// The point `(x/z², y/z³)` of a curve `y² = x³ + b`; `z = 0` is infinity.
///
/// Formulas: Bernstein and Lange, Explicit-Formulas Database, short Weierstrass curves with a = 0, Jacobian
/// coordinates: `dbl-2009-l`, `add-2007-bl`, `madd-2007-bl`. The methods are inlined into the concrete G1 and G2,
/// so that none is ever called through a witness table.
struct JacobianPoint<Field: CurveField>: Sendable {
    var x: Field
    var y: Field
    var z: Field

    @inline(__always)
    init(x: Field, y: Field, z: Field) {
        self.x = x
        self.y = y
        self.z = z
    }

    @inline(__always)
    init(_ point: AffinePoint<Field>) {
        x = point.x
        y = point.y
        z = point.isInfinity ? .zero : .one
    }

    @inline(__always)
    static var infinity: JacobianPoint { JacobianPoint(x: .one, y: .one, z: .zero) }

    @inline(__always)
    var isInfinity: Bool { z.isZero }

    @inline(__always)
    var negated: JacobianPoint { JacobianPoint(x: x, y: -y, z: z) }

    /// Whether both are the same point of the curve.
    @inline(__always)
    func isSame(as other: JacobianPoint) -> Bool {
        if isInfinity || other.isInfinity { return isInfinity && other.isInfinity }
        let square = z.squared
        let otherSquare = other.z.squared
        return x * otherSquare == other.x * square && y * (otherSquare * other.z) == other.y * (square * z)
    }

    /// `2P`: 2 products, 5 squares.
    @inline(__always)
    var doubled: JacobianPoint {
        if isInfinity { return self }
        let a = x.squared
        let b = y.squared
        let c = b.squared
        let d = ((x + b).squared - a - c).doubled
        let e = a.doubled + a
        let x3 = e.squared - d.doubled
        let y3 = e * (d - x3) - c.doubled.doubled.doubled
        return JacobianPoint(x: x3, y: y3, z: (y * z).doubled)
    }

    /// `P + Q`: 11 products, 5 squares.
    @inline(__always)
    func adding(_ q: JacobianPoint) -> JacobianPoint {
        if isInfinity { return q }
        if q.isInfinity { return self }
        let z1z1 = z.squared
        let z2z2 = q.z.squared
        let u1 = x * z2z2
        let s1 = y * (q.z * z2z2)
        let h = q.x * z1z1 - u1
        let r = (q.y * (z * z1z1) - s1).doubled
        if h.isZero { return r.isZero ? doubled : .infinity }
        let i = h.doubled.squared
        let j = h * i
        let v = u1 * i
        let x3 = r.squared - j - v.doubled
        let y3 = r * (v - x3) - (s1 * j).doubled
        return JacobianPoint(x: x3, y: y3, z: ((z + q.z).squared - z1z1 - z2z2) * h)
    }

    /// `P + Q` for an affine Q: 7 products, 4 squares.
    @inline(__always)
    func adding(_ q: AffinePoint<Field>) -> JacobianPoint {
        if q.isInfinity { return self }
        if isInfinity { return JacobianPoint(q) }
        let z1z1 = z.squared
        let h = q.x * z1z1 - x
        let r = (q.y * (z * z1z1) - y).doubled
        if h.isZero { return r.isZero ? doubled : .infinity }
        let hh = h.squared
        let i = hh.doubled.doubled
        let j = h * i
        let v = x * i
        let x3 = r.squared - j - v.doubled
        let y3 = r * (v - x3) - (y * j).doubled
        return JacobianPoint(x: x3, y: y3, z: (z + h).squared - z1z1 - hh)
    }

    /// The affine point: one inversion, unless z is one already.
    @inline(__always)
    var affine: AffinePoint<Field> {
        if z == .one { return AffinePoint(x: x, y: y) }
        let inverse = z.inverseOrZero
        let square = inverse.squared
        return AffinePoint(x: x * square, y: y * (square * inverse))
    }

    /// Writes the affine points of `count` points with one inversion in all (Montgomery's trick); infinities stay.
    @inline(__always)
    static func normalise(
        _ points: UnsafePointer<JacobianPoint>, count: Int, to result: UnsafeMutablePointer<AffinePoint<Field>>
    ) {
        // The running products of the z coordinates wait in the x coordinates of the result.
        var product = Field.one
        for index in 0..<count {
            result[index].x = product
            if !points[index].isInfinity { product = product * points[index].z }
        }
        var inverse = product.inverseOrZero
        for index in stride(from: count - 1, through: 0, by: -1) {
            if points[index].isInfinity {
                result[index] = .infinity
                continue
            }
            let zInverse = inverse * result[index].x
            inverse = inverse * points[index].z
            let square = zInverse.squared
            result[index].x = points[index].x * square
            result[index].y = points[index].y * (square * zInverse)
        }
    }
}
