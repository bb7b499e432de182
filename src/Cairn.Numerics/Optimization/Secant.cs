using Cairn.LinearAlgebra;

namespace Cairn.Optimization;

/// <summary>What a step teaches of the curvature: the step s, the change y of the gradient, sᵀy, and how many times that the curvature is
/// at the step's end.</summary>
/// <remarks>The cubic through both values and slopes has at its end the second derivative 6 (f₀ - f₁) + 4 f₁' + 2 f₀', with the slopes
/// along s (Biggs, J. Inst. Maths Applics 12, 1973). It counts from a tenth to ten times the mean, and not where rounding hides f₀ -
/// f₁.</remarks>
readonly record struct Secant(double[] Step, double[] Change, double Product, double Bend)
{
    /// <summary>Null where the gradient shows no curvature.</summary>
    internal static Secant? Between(Place from, Place to)
    {
        double[] s = Place.Difference(to.Point, from.Point), y = Place.Difference(to.Gradient, from.Gradient);
        double sy = Dots.Dot(s, y), fall = from.Value - to.Value;
        if (!(sy > 1e-14 * Math.Sqrt(Dots.Dot(s, s) * Dots.Dot(y, y)))) return null;
        double bend = (6 * fall + 4 * Dots.Dot(to.Gradient, s) + 2 * Dots.Dot(from.Gradient, s)) / sy;
        return new Secant(s, y, sy, Math.Abs(fall) > 1e-10 * Math.Abs(from.Value) ? Math.Clamp(bend, 0.1, 10) : 1);
    }
}
