/// A rational map between curves, `(x, y) ↦ (N(x)/D(x), y·M(x)/L(x))`, by its four polynomials.
struct Isogeny<Field: CurveField>: Sendable {
    var xNumerator: [Field]
    var xDenominator: [Field]
    var yNumerator: [Field]
    var yDenominator: [Field]

    /// The image of a point in Jacobian coordinates, without an inversion.
    ///
    /// With polynomials homogenised by z², where N has one degree more than D and M the same as L:
    /// `x' = N·D·L²`, `y' = y·M·D³·L²`, `z' = z·D·L`. Points of the kernel go to infinity.
    @inline(__always)
    func image(of point: JacobianPoint<Field>) -> JacobianPoint<Field> {
        let zz = point.z.squared
        let n = evaluate(xNumerator, point.x, zz)
        let d = evaluate(xDenominator, point.x, zz)
        let m = evaluate(yNumerator, point.x, zz)
        let l = evaluate(yDenominator, point.x, zz)
        let dl = d * l
        let dll = dl * l
        return JacobianPoint(x: n * dll, y: point.y * m * (dll * d.squared), z: point.z * dl)
    }

    /// `Σ cᵢ·xⁱ·zz^(degree − i)`.
    @inline(__always)
    private func evaluate(_ coefficients: [Field], _ x: Field, _ zz: Field) -> Field {
        var value = Field.zero
        var power = Field.one
        for coefficient in coefficients.reversed() {
            value = value * x + coefficient * power
            power = power * zz
        }
        return value
    }
}
