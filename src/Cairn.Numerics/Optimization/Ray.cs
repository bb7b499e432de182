using Cairn.LinearAlgebra;

namespace Cairn.Optimization;

/// <summary>The function along a direction from a place.</summary>
sealed class Ray
{
    readonly Objective _f;
    readonly double[] _direction;

    internal Ray(Objective f, Place start, double[] direction)
    {
        (_f, _direction) = (f, direction);
        Start = new Trial(0, start, Dots.Dot(start.Gradient, direction));
    }

    /// <summary>Where the ray begins; below 0 its slope, if the direction leads down.</summary>
    internal Trial Start { get; }

    internal Trial At(double length)
    {
        double[] point = [.. Start.Place.Point];
        Dots.Axpy(length, _direction, point);
        var place = _f.At(point);
        return new Trial(length, place, Dots.Dot(place.Gradient, _direction));
    }
}

/// <summary>A place on a ray: how many directions from its start, and how steep along it.</summary>
sealed record Trial(double Length, Place Place, double Slope)
{
    internal double Value => Place.Value;

    internal bool IsFinite => Place.IsFinite && double.IsFinite(Slope);

    /// <summary>Where the cubic through two trials, with their slopes, is least; NaN where it is not.</summary>
    internal static double Lowest(Trial a, Trial b)
    {
        double chord = a.Slope + b.Slope - 3 * (a.Value - b.Value) / (a.Length - b.Length);
        double root = Math.CopySign(Math.Sqrt(chord * chord - a.Slope * b.Slope), b.Length - a.Length);
        return b.Length - (b.Length - a.Length) * (b.Slope + root - chord) / (b.Slope - a.Slope + 2 * root);
    }
}
